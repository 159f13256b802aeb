// What phones do to the page: a new version comes, the browser sends after the page was closed, and a user has two of them.

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Handset } from './support/handset';
import { type Collector, type Lender, startLender } from './support/lender';
import { card, enterAs, openGrupo, payWeek, sendAll, shownRows } from './support/route';
import { Signal } from './support/signal';

let lender: Lender;
beforeAll(async () => {
  lender = await startLender(3, 6);
}, 240_000);
afterAll(() => lender?.stop());

interface Phone {
  signal: Signal;
  context: BrowserContext;
  page: Page;
}

/** A phone of a collector who has just signed in, at their group. */
async function newPhone(collector: Collector): Promise<Phone> {
  const signal = await Signal.before(lender.address);
  const handset = await Handset.create();
  onTestFinished(async () => {
    await handset.throwAway();
    await signal.close();
  });
  const context = await handset.switchOn();
  const page = await handset.open(context, `${signal.address}/cobro`);
  await enterAs(page, collector);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await openGrupo(page, collector.grupo);
  return { signal, context, page };
}

const collector = (n: number): Collector => lender.collectors[n] as Collector;
const cashOf = async ({ id }: Collector): Promise<number> =>
  (await lender.ask<{ efectivo_esperado: number }>('GET', `/cortes/datos-corte?usuario_id=${id}`)).efectivo_esperado;

const centsIn = (text: string | null): number => Number(/\$([\d,]+\.\d\d)/.exec(text ?? '')?.[1]?.replace(/,/g, '')) * 100;

/** What this phone's rows say that was paid, in cents. */
async function paidOn(page: Page): Promise<number> {
  await shownRows(page);
  const texts = await page.$$eval('.filas li[data-clave]', (rows) => rows.map((row) => row.textContent ?? ''));
  return texts.reduce((sum, text) => sum + centsIn(text), 0);
}

/** Which service workers there are beside the one at work. */
const workersOf = (page: Page) =>
  page.evaluate(async () => {
    const { installing, waiting } = await navigator.serviceWorker.ready;
    return installing ? 'installing' : waiting ? 'waiting' : 'none';
  });
/** Asks for a new version, as the browser does once a day. */
const askForUpdate = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update().catch(() => undefined);
  });

test('a new version is taken at a start with nothing unsent, never in the middle of a route', async () => {
  const gil = collector(0);
  const { signal, context, page } = await newPhone(gil);
  signal.way = (path) => (path.endsWith('/envios') ? 'lostRequest' : 'whole');
  await payWeek(page, gil.prestamos[0] as number);
  signal.isNewVersion = true;

  await askForUpdate(page);
  await expect.poll(() => workersOf(page), { timeout: 20_000 }).toBe('none');
  const second = await context.newPage();
  await second.goto(`${signal.address}/cobro`);
  await openGrupo(second, gil.grupo);
  expect(
    await card(second, gil.prestamos[0] as number)
      .locator('.estado')
      .textContent(),
  ).toMatch(/Guardado aquí|Enviándose/);
  await second.close();

  signal.way = () => 'whole';
  await sendAll(page);
  await askForUpdate(page);
  await expect.poll(() => workersOf(page), { timeout: 20_000 }).toBe('waiting');
  expect((await shownRows(page)).map(({ estado }) => estado)).toEqual(['aplicada']);

  const third = await context.newPage();
  await third.goto(`${signal.address}/cobro`);
  await third.waitForSelector('.grupo');
  await openGrupo(third, gil.grupo);
  await payWeek(third, gil.prestamos[1] as number);
  await third.evaluate(() => Object.assign(globalThis, { isTheSamePage: true }));
  // The old one still waits for the row that could be undone; when it ends, the user is in the middle of something.
  await expect.poll(() => workersOf(third), { timeout: 100_000, interval: 500 }).toBe('none');
  await third.waitForTimeout(1000);
  expect(await third.evaluate(() => 'isTheSamePage' in globalThis)).toBe(true);
  await sendAll(third);
  expect(await cashOf(gil)).toBe((await paidOn(third)) / 100);
});

test('the browser delivers after the page was closed', async () => {
  const gil = collector(1);
  const { signal, context, page } = await newPhone(gil);
  signal.lose();
  await payWeek(page, gil.prestamos[0] as number);
  const other = await context.newPage();
  await other.goto('about:blank');
  await page.close();
  signal.isGone = false;

  await other.goto(`${signal.address}/docs/no.txt`);
  const session = await context.newCDPSession(other);
  const registered = new Promise<string>((done) =>
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL.endsWith('/cobro'));
      if (found) done(found.registrationId);
    }),
  );
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.dispatchSyncEvent', {
    origin: signal.address,
    registrationId: await registered,
    tag: 'enviar',
    lastChance: false,
  });

  await expect.poll(() => signal.envios.filter(({ status }) => status === 200).length, { timeout: 120_000, interval: 1000 }).toBe(1);
  expect(await cashOf(gil)).toBe(Number(signal.envios[0]?.body.control_total));
});

test('two phones of one user: both send, nothing counts twice, and both show the cash of the office', async () => {
  const gil = collector(2);
  const [one, two] = [await newPhone(gil), await newPhone(gil)];
  const [a, b, c] = gil.prestamos as [number, number, number];
  // The same client on both: a second payment, as far as anyone can know.
  for (const [phone, prestamo] of [
    [one, a],
    [one, b],
    [two, b],
    [two, c],
  ] as const) {
    await payWeek(phone.page, prestamo);
  }

  await Promise.all([sendAll(one.page), sendAll(two.page)]);

  const taps = (await paidOn(one.page)) + (await paidOn(two.page));
  expect(await cashOf(gil)).toBe(taps / 100);
  for (const { page } of [one, two]) {
    await page.evaluate(() => {
      location.hash = '#/ruta';
    });
    await page.click('#actualizar:enabled');
    await page.evaluate(() => {
      location.hash = '#/efectivo';
    });
    await expect.poll(async () => centsIn(await page.textContent('#a-entregar')), { timeout: 20_000 }).toBe(taps);
  }
});
