// A receipt from the phone that collects to the client who verifies it, without an account.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, sideways } from './support/axe';
import { openTab, type Tab, useBrowser } from './support/browser';
import { type Collector, type Lender, startLender } from './support/lender';
import { readQr } from './support/qr';
import { card, enterAs, openGrupo, payOther, sendAll } from './support/route';

useBrowser();

let lender: Lender;
let gil: Collector;

beforeAll(async () => {
  lender = await startLender(1, 2);
  gil = lender.collectors[0] as Collector;
}, 240_000);
afterAll(() => lender?.stop());

const open = (width: number): Promise<Tab> => openTab({ baseURL: lender.address, viewport: { width, height: 740 }, hasTouch: true });

/** Collects without a signal and opens the receipt. */
async function collect(page: Page, prestamo: number, amount: string): Promise<void> {
  await page.goto('/cobro');
  await enterAs(page, gil);
  await openGrupo(page, gil.grupo);
  await page.context().setOffline(true);
  await payOther(page, prestamo, amount);
  await card(page, prestamo).locator('.visita a').click();
  await page.waitForSelector('#texto-recibo');
}

async function deliver(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await sendAll(page);
}

/** The only one of a loan. */
async function pagoOf(prestamo: number): Promise<number> {
  const { movimientos } = await lender.ask<{ movimientos: { id: number; monto: number }[] }>('GET', `/prestamos/${prestamo}/ficha`);
  return movimientos.find(({ monto }) => monto > 0)?.id ?? 0;
}

const state = (page: Page) => page.locator('#respuesta section').getAttribute('data-estado');
const heading = (page: Page) => page.textContent('#respuesta h2');

async function type(page: Page, code: string): Promise<void> {
  await page.fill('#codigo', code);
  await page.press('#codigo', 'Enter');
}

/** In light and dark, on a phone and a desk. */
async function expectGood(page: Page): Promise<void> {
  expect.soft(await findings(page, [320, 1280])).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
}

test('a receipt made without a signal is verified by its QR code, before and after the phone sends, and by its code', async () => {
  const phone = await open(360);
  await collect(phone.page, gil.prestamos[0] as number, '123.45');
  const text = (await phone.page.textContent('#texto-recibo')) ?? '';
  const code = /^Código: ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=])$/m.exec(text)?.[1] ?? '';
  const address = await readQr(phone.page);
  const sent = decodeURIComponent((await phone.page.getAttribute('#whatsapp', 'href')) ?? '');
  expect(sent).toBe(`https://wa.me/?text=${text}\nVerifíquelo en ${address}`);
  expect(new URL(address).origin + new URL(address).pathname).toBe(`${lender.address}/recibo`);
  await phone.page.emulateMedia({ colorScheme: 'dark' });
  expect(await readQr(phone.page)).toBe(address);
  await phone.page.emulateMedia({ colorScheme: 'light' });

  const client = await open(360);
  const { page } = client;
  await page.goto(address);
  await page.waitForSelector('[data-estado]');
  expect(await heading(page)).toMatch(/Su pago viene en camino$/);
  expect(await page.textContent('#monto')).toBe('$123.45');
  expect(await page.textContent('#fecha')).toMatch(/^\w+, \d+ de \w+ de \d{4}, \d+:\d\d [ap]\.m\.$/);
  expect(await page.textContent('main')).not.toContain('Barajas');
  await expectGood(page);
  // By its code alone nothing is known of it yet.
  await type(page, code);
  await page.waitForSelector('#falla');
  expect(await page.textContent('#falla')).toMatch(/^No hay ningún recibo con ese código\./);
  await expectGood(page);

  await deliver(phone.page);
  await type(page, code.replaceAll('-', '').toLowerCase());
  await page.waitForSelector('[data-estado]');
  expect(await heading(page)).toMatch(/Su pago está registrado$/);
  expect(await page.textContent('#monto')).toBe('$123.45');
  expect(await page.inputValue('#codigo')).toBe(code);
  await expectGood(page);
  // The code is in the address: back is the receipt of the QR code, which is registered now.
  await page.goBack();
  await page.waitForFunction(() => location.hash.includes('.') && document.querySelector('#respuesta [data-estado]'));
  expect(await state(page)).toBe('aplicado');

  await lender.ask('DELETE', `/pagos/${await pagoOf(gil.prestamos[0] as number)}`);
  await page.reload();
  await page.waitForSelector('[data-estado]');
  expect(await heading(page)).toMatch(/Este recibo ya no sirve$/);
  await expectGood(page);
  expect(client.complaints.filter((complaint) => !complaint.includes('status of 404'))).toEqual([]);
  expect(client.foreign.filter((url) => !url.startsWith(lender.address))).toEqual([]);
});

test('the page says what is wrong with a code, that there is no signal, and that many are asking', async () => {
  const { page } = await open(320);
  await page.goto('/recibo');
  await page.waitForSelector('#codigo');
  expect(await page.locator('meta[name=robots]').getAttribute('content')).toBe('noindex');
  await expectGood(page);

  await page.click('#consultar');
  expect(await page.textContent('#falta')).toBe('Escriba el código que viene en su recibo.');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('codigo');
  await expectGood(page);

  await type(page, '1e53-gvyj-7amq-d');
  await page.waitForSelector('#falla');
  expect(await page.textContent('#falla')).toMatch(/^Ese código no está completo o tiene un error\./);
  expect(await page.locator('#otra-vez').count()).toBe(0);

  await page.context().setOffline(true);
  await type(page, '1E53GVYJ7AMQC');
  await page.waitForSelector('#otra-vez');
  expect(await page.textContent('#falla')).toBe('No hay conexión con el servidor. Revise su red e intente de nuevo.');
  await page.context().setOffline(false);
  await page.route('**/recibos/*', (route) =>
    route.fulfill({
      status: 429,
      contentType: 'application/problem+json',
      headers: { 'Retry-After': '5' },
      body: JSON.stringify({ codigo: 'recibo.saturado', message: 'Muchas personas están consultando recibos.' }),
    }),
  );
  await page.click('#otra-vez');
  await page.waitForSelector('text=Muchas personas están consultando recibos.');
  await expectGood(page);
  await page.unroute('**/recibos/*');
  await page.click('#otra-vez');
  await page.waitForSelector('text=No hay ningún recibo con ese código.');
});

test('the paper has the code, and its QR code leads to the same page', async () => {
  const phone = await open(360);
  const prestamo = gil.prestamos[1] as number;
  await collect(phone.page, prestamo, '50');
  const code = /Código: (\S+)/.exec((await phone.page.textContent('#texto-recibo')) ?? '')?.[1] ?? '';
  await deliver(phone.page);
  const pago = await pagoOf(prestamo);

  const { page } = await open(1280);
  await page.goto(`/panel/recibo/${pago}`);
  await page.fill('#usuario', gil.usuario);
  await page.fill('#contrasena', gil.contrasena);
  await page.press('#contrasena', 'Enter');
  await page.waitForSelector('.verificar');
  expect(await page.textContent('.verificar .codigo')).toBe(code);
  expect(await readQr(page)).toBe(`${lender.address}/recibo#${code.replaceAll('-', '')}`);
  await page.emulateMedia({ media: 'print' });
  expect(await readQr(page)).toBe(`${lender.address}/recibo#${code.replaceAll('-', '')}`);
  await page.emulateMedia({ media: 'screen' });

  await page.goto(await readQr(page));
  await page.waitForSelector('[data-estado]');
  expect(await state(page)).toBe('aplicado');
  expect(await page.textContent('#monto')).toBe('$50.00');

  await lender.ask('DELETE', `/pagos/${pago}`);
  await page.goto(`/panel/recibo/${pago}`);
  await page.waitForSelector('text=Este pago se reversó');
  expect(await page.locator('.verificar').count()).toBe(0);
});
