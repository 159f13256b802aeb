// What an administrator does in the office, with the keyboard alone. The days of the other roles are in office-days, and the first day of a lender in office-first-day.

import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { Api } from './support/api';
import { openTab, shown, useBrowser } from './support/browser';
import { enter, send, signInByKeyboard, tabTo, type } from './support/keyboard';
import { aLoan, idOf, ledger, pay, receiveUnknown, waiting } from './support/money';

useBrowser();

let admin: Api;
beforeAll(async () => {
  admin = await Api.of('admin');
});

async function signedInAt(path: string): Promise<Page> {
  const { page } = await openTab();
  await page.goto(`/panel/oficina/${path}`);
  await signInByKeyboard(page, 'admin1', inject('password'));
  return page;
}

test('by keyboard two groups get another gestor', async () => {
  const groups = async () => (await admin.get('/grupos/lista', { grupo_ids: '3,9' })).grupos;
  const people = (await admin.get('/users/tipo-especifico', { rol: 'Gestor de cobranza' })) ?? [];
  const taken = (await groups()).map((g) => g.gestor_id);
  const gestor = people.find((p) => !taken.includes(p.userId));
  const page = await signedInAt('grupos');
  for (const { grupo } of await groups()) {
    await tabTo(page, `[aria-label="Elegir ${grupo}"]`);
    await page.keyboard.press('Space');
  }
  await enter(page, '#elegidos a.principal');
  await type(page, { gestor: gestor?.nombre ?? '' });

  expect(await send(page, true)).toBe('Se asignaron 2 grupos.');
  expect((await groups()).map((g) => g.gestor_id)).toEqual([gestor?.userId, gestor?.userId]);
});

test('by keyboard a client moves to another group', async () => {
  const { clientes } = await admin.get('/clientes/clientes-registro-prestamo', { grupo_id: 4, per_page: 1 });
  const id = clientes[0]?.id ?? 0;
  const page = await signedInAt(`clientes/${id}/grupo`);
  await type(page, { grupo: 'Grupo 2' });
  await send(page, true);

  expect((await admin.get('/clientes/{id}/ficha', {}, id)).cliente.grupo_id).toBe(2);
});

test('by keyboard a payment is corrected', async () => {
  const pago = await pay();
  const page = await signedInAt(`pagos/${pago}/corregir`);
  await type(page, { monto: '7.25' });

  expect(await send(page, true)).toMatch(/^Se corrigió el pago\./);
  expect((await ledger()).find((m) => m.id === pago)?.reversado).toBe(true);
});

test('by keyboard money por aclarar is applied to a loan', async () => {
  const dinero = await receiveUnknown();
  const { prestamo } = await aLoan();
  const page = await signedInAt(`por-aclarar/${dinero}/aplicar`);
  await tabTo(page, 'form.cambio input[type=search]');
  await page.keyboard.press('Control+A');
  await page.keyboard.type(String(prestamo));
  await page.waitForSelector(`form.cambio input[name=prestamo][value="${prestamo}"]`);
  await tabTo(page, 'form.cambio input[name=prestamo]');
  await page.keyboard.press('Space');
  await send(page, true);

  expect((await waiting(dinero)).estado).toBe('aplicado');
});

test('by keyboard a corte is made with an expense', async () => {
  await pay('admin', 12);
  const id = await idOf('admin');
  const page = await signedInAt(`cortes/nuevo?usuario=${id}`);
  await page.waitForSelector('form.cambio');
  const { efectivo_esperado: expected } = await admin.get('/cortes/datos-corte', { usuario_id: id });
  await type(page, { contado: String(expected - 2) });
  await tabTo(page, 'form.cambio button:not(.principal)');
  await page.keyboard.press('Enter');
  await type(page, { 'concepto-0': 'Copias', 'monto-0': '2' });

  expect(await send(page, true)).toMatch(/^Se hizo el corte núm\. \d+ de /);
  expect((await admin.get('/cortes/datos-corte', { usuario_id: id })).efectivo_esperado).toBe(0);
});

test('by keyboard a bracket is added, changed and deleted', async () => {
  const bonos = async () => (await admin.get('/bonos', { per_page: 200 })).bonos;
  const from = Math.max(70_000, ...(await bonos()).map((b) => b.entrega_max + 1));
  const bracket = async () => (await bonos()).find((b) => b.entrega_min === from);
  const page = await signedInAt('bonos');
  await enter(page, 'a[href$="/bonos/nuevo"]');
  await type(page, { desde: String(from), hasta: String(from + 9), monto: '300' });
  expect(await send(page)).toBe('Se agregó el tramo.');
  const id = (await bracket())?.id;

  await enter(page, `a[href$="/bonos/${id}/editar"]`);
  await type(page, { monto: '301.50' });
  await send(page);
  expect((await bracket())?.monto).toBe(301.5);

  await enter(page, `a[href$="/bonos/${id}/eliminar"]`);
  await page.waitForSelector('form.cambio');
  await send(page);
  expect(await bracket()).toBeUndefined();
  await shown(page);
});

test('by keyboard a list is searched again and again without losing the place', async () => {
  const page = await signedInAt('personas');
  const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement).value);
  const searched = async (search: string) => {
    await page.keyboard.press('Enter');
    await page.waitForFunction((to) => location.search === to, search);
    await shown(page);
  };
  await tabTo(page, 'form.filtros [name=q]');
  await page.keyboard.type('admin');
  await searched('?q=admin');
  expect(await focused()).toBe('admin');

  await page.keyboard.press('End');
  await page.keyboard.type('1');
  await searched('?q=admin1');
  expect(await focused()).toBe('admin1');

  await page.keyboard.press('Tab');
  await page.keyboard.type('Admin');
  await tabTo(page, 'form.filtros button');
  await searched('?q=admin1&rol=6');
  expect(await page.evaluate(() => document.activeElement?.matches('form.filtros button'))).toBe(true);
  expect(await page.inputValue('form.filtros [name=rol]')).toBe('6');

  // What is typed and not looked for is gone at another address.
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('Titular');
  await page.goBack();
  await page.waitForFunction(() => location.search === '?q=admin1');
  await shown(page);
  expect(await page.inputValue('form.filtros [name=rol]')).toBe('');

  await page.goto('/panel/cartera');
  await tabTo(page, '#q');
  await page.keyboard.type('mar');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.search.includes('q=mar'));
  await shown(page);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('q');
});
