// What the page costs on a cheap phone: Chromium slowed down to a quarter, 400 clients in one group. Sizes are judged always; times only where
// PROSMEX_TIEMPOS is set (.ci/largo), because a busy machine has others.

import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { logOut, userOf } from './support/api';
import { Handset } from './support/handset';
import { Signal } from './support/signal';

const CLIENTS = 400;
const SLOWER = 4;
const MAX_BYTES = 80_000;
const MAX_START = 1000;
const MAX_TAP = 100;
const TAPS = 15;

let signal: Signal;
beforeAll(async () => {
  signal = await Signal.before(inject('address'));
  const prestamos = Array.from({ length: CLIENTS }, (_, i) => ({
    prestamo_id: 1_000_000 + i,
    cliente_id: i,
    cliente: `Cliente de muchos apellidos ${i}`,
    aval: 'Aval',
    monto_semanal: 500,
    vence_semana: 500,
    atraso: i % 3 === 0 ? 250 : 0,
    adelanto: 0,
    pagado_semana: 0,
    restante: 4000,
    semanas_hechas: 3,
    semanas: 11,
    faltas: 1,
    esperado: i % 3 === 0 ? 750 : 500,
  }));
  signal.instead.set('/pagos/grupos', { data: { grupos: [{ id: 1, nombre: 'Grupo grande' }] } });
  signal.instead.set('/hojas?grupo_id=1', {
    data: { hoja: { semana: '2026-11-16', version: 'v', grupos: [{ grupo_id: 1, grupo: 'Grupo grande', prestamos }] } },
  });
});
afterAll(() => signal?.close());

/** Opens an address on a slow phone, and notes when something was there: in milliseconds since the navigation began. */
async function openSlowly(context: BrowserContext, at: string, awaited: string): Promise<{ page: Page; time: number }> {
  const page = await context.newPage();
  await page.setViewportSize({ width: 360, height: 740 });
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.addInitScript((selector) => {
    const look = () => {
      if (document.querySelector(selector)) {
        // Painted, not only in the document.
        requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { shownAt: performance.now() })));
      } else requestAnimationFrame(look);
    };
    look();
  }, awaited);
  await page.goto(at);
  const time = await page.waitForFunction(() => (globalThis as { shownAt?: number }).shownAt).then((found) => found.jsonValue());
  return { page, time: time ?? Number.NaN };
}

test('first load, start without signal and a tap are within their budgets', async () => {
  const handset = await Handset.create();
  onTestFinished(() => handset.throwAway());
  let context = await handset.switchOn();
  const first = await openSlowly(context, `${signal.address}/cobro`, '#usuario');
  await first.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const loaded = [...signal.bytes].filter(([path]) => path.startsWith('/cobro'));
  const bytes = loaded.reduce((sum, [, size]) => sum + size, 0);
  await first.page.fill('#usuario', userOf('gestor'));
  await first.page.fill('#contrasena', inject('password'));
  const signedIn = first.page.waitForResponse((response) => response.url().endsWith('/auth/login'));
  await first.page.press('#contrasena', 'Enter');
  const { data } = await (await signedIn).json();
  onTestFinished(() => logOut(data.access_token));
  await first.page.waitForSelector('.grupo');
  await handset.kill();

  signal.lose();
  const starts: number[] = [];
  let page = first.page;
  for (const [at, awaited] of [
    ['/cobro', '.grupo'],
    ['/cobro#/grupo/1', '.cliente'],
  ] as const) {
    context = await handset.switchOn();
    await context.setOffline(true);
    const start = await openSlowly(context, signal.address + at, awaited);
    starts.push(start.time);
    page = start.page;
    if (awaited === '.grupo') await handset.kill();
  }

  await page.waitForFunction((all) => document.querySelectorAll('.cliente').length === all, CLIENTS);
  const taps: number[] = [];
  for (let i = 0; i < TAPS; i++) {
    taps.push(
      await page.evaluate(async (n) => {
        const card = document.querySelectorAll('.cliente')[n];
        card?.scrollIntoView();
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
        const begin = performance.now();
        const shown = new Promise<number>((done) => {
          new MutationObserver((_, observer) => {
            if (!card?.querySelector('.visita')) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now())));
          }).observe(card as Element, { childList: true, subtree: true });
        });
        card?.querySelector<HTMLButtonElement>('.pago')?.click();
        return (await shown) - begin;
      }, i * 20),
    );
  }
  taps.sort((a, b) => a - b);
  const [median = 0, slowest = 0] = [taps[Math.floor(TAPS / 2)], taps.at(-1)];
  console.info(
    `Cobro, ${SLOWER}× slower: first load ${bytes} bytes compressed; start offline ${starts.map(Math.round).join(' and ')} ms (route, ${CLIENTS} clients); a tap ${Math.round(median)} ms in the middle, ${Math.round(slowest)} ms at most.`,
  );

  expect(bytes, JSON.stringify(loaded)).toBeLessThanOrEqual(MAX_BYTES);
  if (process.env.PROSMEX_TIEMPOS) {
    for (const start of starts) expect(start).toBeLessThan(MAX_START);
    expect(median).toBeLessThan(MAX_TAP);
  }
});
