// What a loan costs: before it is granted, in the question before it is, and on the first page of its contract.

import { beforeAll, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { signedIn, useBrowser, visit } from './support/browser';

useBrowser();

let admin: Api;
beforeAll(async () => {
  admin = await Api.of('admin');
});

test('a quote says what is paid, when and the CAT, at each width', async () => {
  const { page } = await signedIn('titular');
  await visit(page, '/panel/oficina/prestamos/cotizar');
  await page.fill('[name=monto]', '3,000');
  await page.getByRole('button', { name: 'Cotizar' }).click();
  await page.waitForSelector('#costo');

  expect(new URL(page.url()).searchParams.get('monto')).toBe('3000');
  const cost = await page.textContent('#costo');
  const quote = await admin.get('/prestamos/cotizacion', { tipo_prestamo_id: 1, monto: '3000' });
  expect(quote.cat).toBe(1068.5);
  for (const figure of ['$300.00', '14 semanas', '$4,200.00', '$1,200.00', '1,068.5%']) expect(cost).toContain(figure);
  expect(await page.locator('#plan tbody tr').count()).toBe(14);
  expect(await sideways(page)).toEqual([]);
  expect(await findings(page)).toEqual([]);
});

test('an amount that is none is said beside the form, which stays', async () => {
  const { page } = await signedIn('titular');
  await visit(page, '/panel/oficina/prestamos/cotizar?tipo=1&monto=3000');
  await page.fill('[name=monto]', 'tres mil');
  await page.getByRole('button', { name: 'Cotizar' }).click();

  await page.waitForSelector('p.error');
  expect(await page.textContent('p.error')).toContain('Monto: escriba una cantidad');
  expect(await page.locator('#costo').count()).toBe(0);
  expect(await page.inputValue('[name=monto]')).toBe('tres mil');
});

test('the first page of a contract has the terms of the loan', async () => {
  const { page } = await signedIn('director');
  const { prestamos } = await admin.get('/prestamos', { per_page: 1 });
  const id = prestamos[0]?.prestamo_id ?? 0;
  const { costo, cliente } = await admin.get('/prestamos/{id}/caratula', {}, id);
  await visit(page, `/panel/caratula/${id}`);

  const text = await page.textContent('article.papel');
  for (const part of [cliente.nombre, costo.tipo, 'sin IVA', 'Borrador', `${costo.numero_semanas} semanas`]) expect(text).toContain(part);
  expect(await sideways(page)).toEqual([]);
  expect(await findings(page)).toEqual([]);
});
