import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { aLoan, ledger, receiveUnknown, waiting } from './support/money';

useBrowser();

let dinero = 0;
beforeEach(async () => {
  dinero = await receiveUnknown();
});

async function pick(page: Page): Promise<void> {
  const { prestamo } = await aLoan();
  await page.fill('form.cambio input[type=search]', String(prestamo));
  await page.check(`form.cambio input[name=prestamo][value="${prestamo}"]`);
}

const picked = (page: Page) => page.inputValue('form.cambio input[name=prestamo]:checked');
const outcome = (estado: string) => async () => ((await waiting(dinero)).estado === estado ? 1 : 0);

const meanwhile = {
  act: async () => (await Api.of('admin')).post(`/por-aclarar/${dinero}/devolver`, { nota: 'Vino por él.' }),
  says: /^Ese dinero ya se aclaró/,
};

tryHostile('applying money', {
  at: () => Promise.resolve(`/panel/oficina/por-aclarar/${dinero}/aplicar`),
  rol: 'admin',
  fill: pick,
  typed: picked,
  isAsked: true,
  times: outcome('aplicado'),
  meanwhile,
});

tryHostile('returning money', {
  at: () => Promise.resolve(`/panel/oficina/por-aclarar/${dinero}/devolver`),
  rol: 'admin',
  fill: (page) => page.fill('[name=nota]', 'Se le devolvió a la clienta.'),
  typed: (page) => page.inputValue('[name=nota]'),
  isAsked: true,
  times: outcome('devuelto'),
  meanwhile,
});

tryHostile('writing money off', {
  at: () => Promise.resolve(`/panel/oficina/por-aclarar/${dinero}/baja`),
  rol: 'admin',
  fill: (page) => page.fill('[name=nota]', 'Nadie lo reclamó.'),
  typed: (page) => page.inputValue('[name=nota]'),
  isAsked: true,
  times: outcome('castigado'),
  meanwhile,
});

test('money that waits is found and applied, with the loan before and after', async () => {
  const { prestamo } = await aLoan();
  const tab = await signedIn('admin', '/panel/oficina');
  const { page } = tab;
  await follow(page, 'main a[href="/panel/oficina/por-aclarar"]');
  await page.getByText('Nota: No me sé el número.').first().waitFor();
  await visit(page, `/panel/oficina/por-aclarar/${dinero}`);
  await follow(page, `main a[href$="/por-aclarar/${dinero}/aplicar"]`);
  await page.click('button.principal');
  await page.getByText('Elija el préstamo al que se aplica.').waitFor();
  await pick(page);
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  expect(await page.textContent('.pregunta')).toContain('Veinticinco pesos 00/100 M.N.');
  const [before, after] = await page.locator('.efectos tr', { hasText: 'Por pagar' }).first().locator('td').allTextContents();
  const pesos = (text: string | undefined) => Number(text?.replace(/[$,]/g, ''));
  expect(pesos(before) - pesos(after)).toBe(25);
  await page.click('button.principal');
  await page.waitForURL(`**/panel/prestamos/${prestamo}`);
  await shown(page);

  const { pago_id, estado } = await waiting(dinero);
  expect(estado).toBe('aplicado');
  expect((await ledger()).find((m) => m.id === pago_id)?.monto).toBe(25);
  await visit(page, `/panel/oficina/por-aclarar/${dinero}`);
  expect(await page.textContent('main')).toContain(`Aplicado como pago núm. ${pago_id} por`);
  expectQuiet(tab);
});

test('money is written off with a reason, and the filters are in the address', async () => {
  const { page } = await signedIn('admin', '/panel/oficina');
  await visit(page, `/panel/oficina/por-aclarar/${dinero}/baja`);
  await page.fill('[name=nota]', 'Nadie lo reclamó.');
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/por-aclarar');
  await shown(page);
  expect(await page.textContent('#hecho')).toBe('Se dio de baja.');
  await page.selectOption('main [name=estado]', 'castigado');
  await page.click('main .filtros button');
  await page.waitForURL('**/panel/oficina/por-aclarar?estado=castigado');
  await shown(page);
  expect(await page.textContent('main tbody')).toContain('Nadie lo reclamó.');
});

test('who may not edit sees what waits, and whom to ask', async () => {
  const { page } = await signedIn('director', '/panel/oficina');
  await follow(page, 'main a[href="/panel/oficina/por-aclarar"]');
  expect(await page.textContent('#resumen')).toContain('pídalo a quien administra el sistema');
  expect(await page.locator('main a[href$="/aplicar"]').count()).toBe(0);
  await visit(page, `/panel/oficina/por-aclarar/${dinero}`);
  expect(await page.textContent('main')).toContain('pídalo a quien administra el sistema');
});

test('axe finds nothing, and nothing scrolls sideways', async () => {
  const { page } = await signedIn('admin', '/panel/oficina');
  const one = `/panel/oficina/por-aclarar/${dinero}`;
  for (const at of ['/panel/oficina', '/panel/oficina/por-aclarar', one, `${one}/devolver`, `${one}/aplicar`]) {
    await visit(page, at);
    expect.soft(await findings(page), at).toEqual([]);
    expect.soft(await sideways(page), at).toEqual([]);
  }
  await pick(page);
  expect.soft(await findings(page), 'a loan chosen').toEqual([]);
});
