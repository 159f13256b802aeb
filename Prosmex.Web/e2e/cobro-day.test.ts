// A collector's day on a phone without signal: /cobro in Chromium, killed between tap and envío.

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Handset } from './support/handset';
import { type Collector, type Lender, startLender } from './support/lender';
import { card, enterAs, openGrupo, payOther, payWeek, sendAll, shownRows } from './support/route';
import { Signal } from './support/signal';

let lender: Lender;
let signal: Signal;

beforeAll(async () => {
  lender = await startLender(2, 12);
  signal = await Signal.before(lender.address);
}, 240_000);
afterAll(async () => {
  await signal?.close();
  await lender?.stop();
});

async function newHandset(): Promise<Handset> {
  const handset = await Handset.create();
  onTestFinished(() => handset.throwAway());
  return handset;
}

const collector = (n: number): Collector => lender.collectors[n] as Collector;
const cashOf = async ({ id }: Collector): Promise<number> =>
  (await lender.ask<{ efectivo_esperado: number }>('GET', `/cortes/datos-corte?usuario_id=${id}`)).efectivo_esperado;
const text = (page: import('playwright-core').Page, selector: string) => page.locator(selector).textContent();

test('a day without signal: the taps of a killed phone are there when it starts again offline, and arrive once', async () => {
  const gil = collector(0);
  const [a, b, c, d, e] = gil.prestamos as [number, number, number, number, number];
  const handset = await newHandset();
  let context = await handset.switchOn();
  let page = await handset.open(context, `${signal.address}/cobro`);
  await enterAs(page, gil);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await openGrupo(page, gil.grupo);
  expect(await page.locator('.cliente').count()).toBe(12);

  // The valley.
  signal.lose();
  await context.setOffline(true);
  await payWeek(page, a);
  await payOther(page, b, '123.45');
  await card(page, c).locator('.mas').click();
  await card(page, c).locator('.no-estaba').click();
  await card(page, c).locator('.visita').waitFor();
  await card(page, d).locator('.mas').click();
  await card(page, d).locator('.prometio').click();
  await page.click('#guardar');
  await card(page, d).locator('.visita').waitFor();
  await payWeek(page, e);
  await page.waitForTimeout(800);
  await card(page, e).locator('.deshacer').click();
  await card(page, e).locator('.visita').waitFor({ state: 'detached' });
  expect(await text(page, '#senal')).toContain('4 por enviar · sin señal');
  const before = await shownRows(page);
  await handset.kill();

  // Started again, still in the valley.
  context = await handset.switchOn();
  await context.setOffline(true);
  page = await handset.open(context, `${signal.address}/cobro`);
  await openGrupo(page, gil.grupo);
  expect(await card(page, a).locator('.estado').textContent()).toBe('Guardado aquí');
  expect(await card(page, d).locator('.visita').textContent()).toMatch(/Prometió \$\d+\.00 para el \d+ \w+/);
  expect(await shownRows(page)).toEqual(before);
  await page.evaluate(() => {
    location.hash = '#/efectivo';
  });
  const semanal = 360;
  await expect.poll(() => text(page, '#a-entregar')).toBe(`$${(semanal + 123.45).toFixed(2)}`);

  signal.isGone = false;
  await context.setOffline(false);
  await sendAll(page);

  expect((await shownRows(page)).map(({ estado }) => estado)).toEqual(['aplicada', 'aplicada', 'aplicada', 'aplicada']);
  expect(await cashOf(gil)).toBe(semanal + 123.45);
  const claves = signal.envios.flatMap(({ body }) => body.filas.map(({ clave }) => clave));
  expect([...claves].sort()).toEqual(before.map(({ clave }) => clave).sort());
  await page.evaluate(() => {
    location.hash = '#/efectivo';
  });
  await expect.poll(() => text(page, '#a-entregar')).toBe(`$${(semanal + 123.45).toFixed(2)}`);
  expect(handset.complaints).toEqual([]);
});

test('a phone whose session the office ends empties itself at the next contact; its rows go out when the user is back', async () => {
  const gil = collector(1);
  const handset = await newHandset();
  const context = await handset.switchOn();
  const page = await handset.open(context, `${signal.address}/cobro`);
  await enterAs(page, gil);
  await openGrupo(page, gil.grupo);
  signal.lose();
  await payWeek(page, gil.prestamos[0] as number);
  await lender.ask('DELETE', `/users/${gil.id}/sesiones`);
  signal.isGone = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));

  await page.waitForSelector('#motivo');
  expect(await text(page, '#motivo')).toBe(
    'La oficina cerró la sesión de este teléfono y se borraron las hojas. Queda 1 cobro sin enviar, con llave: entre con su cuenta para enviarlos, o avise a la oficina.',
  );
  const kept = await page.evaluate(async () => {
    const open = indexedDB.open('prosmex-cobro');
    const db = await new Promise<IDBDatabase>((done) => {
      open.onsuccess = () => done(open.result);
    });
    const count = (name: string) =>
      new Promise<number>((done) => {
        const asked = db.transaction(name).objectStore(name).count();
        asked.onsuccess = () => done(asked.result);
      });
    const counts = [await count('hojas'), await count('secretos'), await count('filas')];
    db.close();
    return counts;
  });
  expect(kept).toEqual([0, 0, 1]);

  await enterAs(page, gil);
  await sendAll(page);
  expect(await cashOf(gil)).toBe(360);
});
