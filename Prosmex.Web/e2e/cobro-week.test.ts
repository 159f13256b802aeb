// A week of three collectors, each with 40 clients, by taps in Chromium: signal comes and goes, answers are lost, browsers are killed between
// tap and envío, two tabs are open, clocks are wrong, and the office is paid meanwhile. PROSMEX_SEMILLA_COBRO plays one seed,
// PROSMEX_SEMILLAS_COBRO so many from it on (or from 1).

import type { BrowserContext, Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { seeded } from '../src/cobro/testing/seeded';
import { Handset } from './support/handset';
import { type Collector, type Lender, startLender } from './support/lender';
import { card, enterAs, openGrupo, sendAll } from './support/route';
import { Signal } from './support/signal';

const COLLECTORS = 3;
const CLIENTS = 40;
/** Paid in full in the office while the collector is out: of each group. */
const PAID_IN_OFFICE = 2;
const HOUR = 3_600_000;
const SKEWS = [0, 0, 0, -20 * HOUR, -2 * HOUR, 26 * HOUR];

const first = Number(process.env.PROSMEX_SEMILLA_COBRO ?? 1);
const SEEDS = Array.from({ length: Number(process.env.PROSMEX_SEMILLAS_COBRO ?? 1) }, (_, i) => first + i);

interface Row {
  clave: string;
  estado: string;
  prestamo: string;
  /** In cents. */
  monto: number;
}

/** The rows that a phone shows, of any state. */
async function rowsOf(page: Page): Promise<Row[]> {
  await page.evaluate(() => {
    location.hash = '#/envios';
  });
  await page.waitForSelector('#enviar');
  return page.$$eval('.filas li[data-clave]', (rows) =>
    rows.map((row) => {
      const paid = /Pagó \$([\d,]+)\.(\d\d)/.exec(row.textContent ?? '');
      return {
        clave: row.getAttribute('data-clave') ?? '',
        estado: row.getAttribute('data-estado') ?? '',
        prestamo: row.querySelector('b')?.textContent ?? '',
        monto: paid ? Number(paid[1]?.replace(/,/g, '')) * 100 + Number(paid[2]) : 0,
      };
    }),
  );
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

class Round {
  readonly handset: Handset;
  private tabs: Page[] = [];
  private context: BrowserContext | null = null;
  /** What the screen said was kept: the client's name, as often as it was tapped. */
  readonly said: string[] = [];
  private readonly left: number[];
  /** Visited first: what the office was paid meanwhile is on these sheets still. */
  private urgent: number[] = [];
  private skew = 0;
  kills = 0;

  constructor(
    handset: Handset,
    private readonly signal: Signal,
    private readonly collector: Collector,
    private readonly random: () => number,
  ) {
    this.handset = handset;
    this.left = [...collector.prestamos];
    signal.way = (path) => {
      if (!path.startsWith('/hojas') && !path.startsWith('/auth/refresh') && !path.startsWith('/cobro/contacto')) return 'whole';
      const luck = this.random();
      return luck < 0.2 ? 'lostAnswer' : luck < 0.3 ? 'lostRequest' : 'whole';
    };
  }

  private pick(n: number): number {
    return Math.floor(this.random() * n);
  }

  private async setSignal(isThere: boolean): Promise<void> {
    if (isThere) this.signal.isGone = false;
    else this.signal.lose();
    await this.context?.setOffline(!isThere);
  }

  private async start(): Promise<void> {
    this.skew = SKEWS[this.pick(SKEWS.length)] ?? 0;
    this.context = await this.handset.switchOn(this.skew);
    const isFirst = this.kills === 0;
    await this.setSignal(isFirst || this.random() < 0.5);
    this.tabs = [await this.handset.open(this.context, `${this.signal.address}/cobro`)];
    const [page] = this.tabs as [Page];
    if (isFirst) {
      await enterAs(page, this.collector);
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    } else await page.waitForSelector('.grupo');
    // What the screen said before it was killed is there.
    const names = (await rowsOf(page)).map(({ prestamo }) => prestamo);
    for (const name of this.said) {
      const at = names.indexOf(name);
      expect(at, `${name} was kept, and is not there after the start`).toBeGreaterThanOrEqual(0);
      names.splice(at, 1);
    }
    if (this.pick(2) === 0) this.tabs.push(await this.handset.open(this.context, `${this.signal.address}/cobro`));
    for (const tab of this.tabs) await openGrupo(tab, this.collector.grupo);
  }

  /** @param isKilled the battery goes before the screen has said anything. */
  private async tap(page: Page, isKilled: boolean): Promise<void> {
    const at = this.urgent.length > 0 ? this.left.indexOf(this.urgent.pop() as number) : this.pick(this.left.length);
    const prestamo = this.left.splice(at, 1)[0] as number;
    const client = card(page, prestamo);
    // Paid in the office, and the sheets were taken again since.
    if ((await client.count()) === 0) return;
    const name = (await client.locator('h2').textContent()) ?? '';
    const what = this.pick(10);
    if (what >= 6) await client.locator('.mas').click();
    const button = client.locator(what < 6 ? '.pago' : (['.otro-monto', '.prometio', '.no-estaba', '.no-quiso'][what - 6] as string));
    await (isKilled ? button.click({ noWaitAfter: true }) : this.tapUntilHeard(button));
    if (what === 6) for (const key of `${10 + this.pick(900)}.25`) await page.click(`.teclas button:text-is("${key}")`);
    if (what === 6 || what === 7) await page.click('#guardar', { noWaitAfter: true });
    if (isKilled) return;
    await client
      .locator('.visita')
      .waitFor()
      .catch(async () => {
        throw new Error(`Nothing was said of ${name}, who was tapped. The page says:\n${await page.textContent('body')}`);
      });
    if (this.pick(8) === 0 && (await this.takeBack(page, client))) return;
    this.said.push(name);
  }

  /** A click may never reach the button where the page moves under it. Then it is made again; one that did reach it must do what it says. */
  private async tapUntilHeard(button: Locator): Promise<void> {
    const heard = await button.evaluateHandle((element) => {
      const clicks = { count: 0 };
      element.addEventListener('click', () => clicks.count++);
      return clicks;
    });
    for (let tries = 0; tries < 3 && (await heard.evaluate(({ count }) => count)) === 0; tries++) await button.click({ noWaitAfter: true });
  }

  /** False where the row is on its way: the service worker has the machine's clock, and to it a row of a shifted clock is an old one. */
  private async takeBack(page: Page, client: Locator): Promise<boolean> {
    await page.waitForTimeout(750);
    const undo = client.locator('.deshacer');
    if (this.skew === 0) await undo.click();
    else await undo.click({ timeout: 3000 }).catch(() => undefined);
    await undo.waitFor({ state: 'detached' });
    const isUndone = (await client.locator('.visita').count()) === 0;
    expect(isUndone || this.skew !== 0, 'A row that was tapped a moment ago can be undone').toBe(true);
    return isUndone;
  }

  /** Until every client was visited. */
  async play(afterSheets: () => Promise<number[]>): Promise<void> {
    while (this.left.length > 0) {
      await this.start();
      if (this.kills === 0) {
        await this.setSignal(false);
        this.urgent = await afterSheets();
      }
      for (let taps = 4 + this.pick(9); taps > 0 && this.left.length > 0; taps--) {
        if (this.pick(4) === 0) await this.setSignal(this.pick(2) === 0);
        const page = this.tabs[this.pick(this.tabs.length)] as Page;
        await page.bringToFront();
        const isLast = taps === 1 || this.left.length === 1;
        await this.tap(page, isLast && this.pick(2) === 0);
        // Some things go out by the button, and some of those are cut down in the middle.
        if (this.pick(3) === 0) await this.press(page);
      }
      await this.handset.kill();
      this.kills++;
    }
  }

  private async press(page: Page): Promise<void> {
    await page.evaluate(() => {
      location.hash = '#/envios';
    });
    await page.waitForSelector('#enviar');
    // Meanwhile everything may be sent, or the session be over.
    if (await page.locator('#enviar').isEnabled()) await page.click('#enviar', { noWaitAfter: true, timeout: 2000 }).catch(() => undefined);
    await openGrupo(page, this.collector.grupo);
  }

  /** With signal at last. @returns what the phone knows of its rows. */
  async finish(): Promise<Row[]> {
    this.signal.way = () => 'whole';
    this.context = await this.handset.switchOn();
    await this.setSignal(true);
    const page = await this.handset.open(this.context, `${this.signal.address}/cobro`);
    await page.waitForSelector('.grupo, #usuario');
    await sendAll(page);
    const rows = await rowsOf(page);
    await page.evaluate(() => {
      location.hash = '#/efectivo';
    });
    await expect
      .poll(() => page.textContent('#a-entregar'), { timeout: 20_000 })
      .toBe(`$${(sum(rows.map(({ monto }) => monto)) / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`);
    return rows;
  }
}

let lender: Lender;
beforeEach(async () => {
  lender = await startLender(COLLECTORS, CLIENTS);
}, 300_000);
afterEach(() => lender?.stop());

/** Loans of the group that are paid in full in the office. @returns their money, in cents. */
async function payInOffice(paid: readonly number[]): Promise<number> {
  let total = 0;
  for (const id of paid) {
    const { monto_restante } = await lender.ask<{ monto_restante: number }>('GET', `/prestamos/${id}`);
    await lender.ask('POST', '/pagos', [{ prestamo_id: id, monto_pagado: monto_restante }]);
    total += Math.round(monto_restante * 100);
  }
  return total;
}

async function play(collector: Collector, seed: number): Promise<void> {
  const signal = await Signal.before(lender.address);
  const handset = await Handset.create();
  onTestFinished(async () => {
    await handset.throwAway();
    await signal.close();
  });
  const round = new Round(handset, signal, collector, seeded(seed * 1000 + collector.id));
  let inOffice = 0;
  await round.play(async () => {
    const paid = collector.prestamos.slice(0, PAID_IN_OFFICE);
    inOffice = await payInOffice(paid);
    return paid;
  });
  const rows = await round.finish();

  // Each clave once: what the phone has is what arrived, each envío always with the same content.
  const contents = new Map<string, string>();
  const arrived = new Map<string, string>();
  for (const { body, status } of signal.envios) {
    const { enviado_en: _, ...content } = body;
    expect(contents.get(body.envio_id) ?? JSON.stringify(content)).toBe(JSON.stringify(content));
    contents.set(body.envio_id, JSON.stringify(content));
    if (status !== 200) continue;
    for (const fila of body.filas) {
      expect(arrived.get(fila.clave) ?? body.envio_id).toBe(body.envio_id);
      arrived.set(fila.clave, body.envio_id);
    }
  }
  expect([...arrived.keys()].sort()).toEqual(rows.map(({ clave }) => clave).sort());
  expect(rows.filter(({ estado }) => !['aplicada', 'duplicada', 'por_aclarar'].includes(estado))).toEqual([]);
  expect(rows.length).toBeGreaterThanOrEqual(round.said.length);

  // Σ taps = Σ applied + por aclarar, to the cent.
  const taps = sum(rows.map(({ monto }) => monto));
  const { por_aclarar } = await lender.ask<{ por_aclarar: { monto: number; clave: string }[] }>(
    'GET',
    `/por-aclarar?grupo_id=${collector.grupo}&per_page=200`,
  );
  const { pagos } = await lender.ask<{ pagos: { monto_pagado: string }[] }>('GET', `/pagos?grupo_id=${collector.grupo}&per_page=200`);
  const applied = sum(pagos.map(({ monto_pagado }) => Math.round(Number(monto_pagado) * 100))) - inOffice;
  const waiting = sum(por_aclarar.map(({ monto }) => Math.round(monto * 100)));
  const { efectivo_esperado } = await lender.ask<{ efectivo_esperado: number }>('GET', `/cortes/datos-corte?usuario_id=${collector.id}`);
  expect({ applied: applied + waiting, cash: Math.round(efectivo_esperado * 100) }).toEqual({ applied: taps, cash: taps });
  expect(handset.complaints).toEqual([]);
  console.info(
    `Seed ${seed}, ${collector.usuario}: ${rows.length} rows in ${contents.size} envíos (${signal.envios.length} arrivals), killed ${round.kills} times, ${taps / 100} pesos, of them ${waiting / 100} por aclarar.`,
  );
}

describe('a week of three collectors', () => {
  test.each(SEEDS)('nothing is lost, nothing counts twice (seed %i)', { timeout: 900_000 }, async (seed) => {
    await Promise.all(lender.collectors.map((collector) => play(collector, seed)));
  });
});
