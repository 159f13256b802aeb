// Clients are registered and changed, loans granted, renewed, changed and deleted; what the question says is what is then there.

import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';

useBrowser();

let admin: Api;
let made = 0;
const run = Date.now().toString(36);
beforeAll(async () => {
  admin = await Api.of('admin');
});

const pesos = (n: number) => new Intl.NumberFormat('es-MX', { style: 'currency', currency: 'MXN' }).format(n);
const changesOf = async (entidad: string, id: number) => (await admin.get('/bitacora', { entidad, id, per_page: 1 })).total_items;

const person = () => ({
  nombre: `Ana ${run}`,
  apellido_paterno: `Núm. ${++made}`,
  apellido_materno: 'Ríos',
  colonia: 'Jauja',
  cp: '45402',
  codigo_ine: `P${run}${made}`.slice(0, 17),
  estado_civil: 'soltero',
  num_hijos: 0,
  propiedad: 'rentada',
  grupo_id: 6,
});
const newCliente = async () => (await admin.post<{ cliente: number }>('/clientes', person())).cliente;
async function grant(cliente: number, monto: number): Promise<number> {
  const { suggestions } = await admin.get('/clientes/aval-suggestions/{id}', {}, cliente);
  const { prestamo } = await admin.post<{ prestamo: number }>('/prestamos', {
    cliente_id: cliente,
    aval_id: suggestions[0]?.id,
    tipo_prestamo_id: 1,
    monto_prestamo: monto,
  });
  return prestamo;
}
async function newLoan(monto: number): Promise<{ cliente: number; prestamo: number }> {
  const cliente = await newCliente();
  return { cliente, prestamo: await grant(cliente, monto) };
}

async function fillCliente(page: Page): Promise<void> {
  const p = person();
  await page.selectOption('[name=grupo_id]', { index: 1 });
  for (const field of ['nombre', 'apellido_paterno', 'apellido_materno', 'codigo_ine', 'colonia', 'cp'] as const)
    await page.fill(`[name=${field}]`, p[field]);
  await page.selectOption('[name=estado_civil]', 'casado');
  await page.selectOption('[name=propiedad]', 'rentada');
}

async function fillLoan(page: Page, monto = '3,000'): Promise<void> {
  await page.fill('[name=monto]', monto);
  await page.selectOption('[name=tipo]', '1');
  await page.selectOption('[name=aval]', { index: 1 });
}

const typedOf = (page: Page) =>
  page.locator('form.cambio :is(input, select)').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).value));

tryHostile('register a client', {
  at: () => Promise.resolve('/panel/oficina/clientes/nuevo'),
  rol: 'titular',
  fill: fillCliente,
  typed: typedOf,
  times: async () => (await admin.get('/clientes', { q: `Ana ${run}`, per_page: 1 })).total_pages,
});

let granted = 0;
tryHostile('grant a loan', {
  at: async () => {
    granted = await newCliente();
    return `/panel/oficina/prestamos/nuevo?cliente=${granted}`;
  },
  rol: 'admin',
  isAsked: true,
  fill: fillLoan,
  typed: typedOf,
  times: async () => (await admin.get('/prestamos', { per_page: 1 })).total_items,
  meanwhile: { act: () => grant(granted, 1000), says: /^El cliente no puede renovar/ },
});

let changing = { cliente: 0, prestamo: 0 };
tryHostile('change a loan', {
  at: async () => {
    changing = await newLoan(2000);
    return `/panel/oficina/prestamos/${changing.prestamo}/editar`;
  },
  rol: 'admin',
  isAsked: true,
  fill: (page) => page.fill('[name=monto]', '2500.00'),
  typed: typedOf,
  times: async () => (changing.prestamo ? changesOf('prestamo', changing.prestamo) : 0),
  meanwhile: {
    act: () => admin.post('/pagos', { prestamo_id: changing.prestamo, monto_pagado: 10, clave: crypto.randomUUID() }),
    says: /^El préstamo ya tiene pagos/,
  },
});

test('a loan: the question says what is handed out and the plan, in figures and words; then it is there', async () => {
  const cliente = await newCliente();
  const tab = await signedIn('admin', `/panel/clientes/${cliente}`);
  const { page } = tab;
  await follow(page, 'a.boton:text-is("Dar un préstamo")');
  await fillLoan(page, '3,500.50');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  const question = (await page.textContent('.pregunta')) ?? '';
  expect(question).toContain('$3,500.50 Tres mil quinientos pesos 50/100 M.N.');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/prestamos/*');
  await shown(page);

  const id = Number(page.url().split('/').at(-1));
  const { prestamo } = await admin.get('/prestamos/{id}/ficha', {}, id);
  expect(prestamo.monto_prestamo).toBe(3500.5);
  expect(question).toContain(
    `Paga ${pesos(prestamo.monto_utilidad)} en ${prestamo.numero_semanas} semanas, ${pesos(prestamo.cobranza_ideal)} cada una.`,
  );
  expectQuiet(tab);

  await follow(page, 'a.boton:text-is("Eliminar")');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  await page.click('form.cambio button.principal');
  await page.waitForURL(`**/panel/clientes/${cliente}`);
  expect(await admin.status(`/prestamos/${id}`)).toBe(404);
});

test('a renewal: what is handed out is the amount less what was owed; the old loan is renewed', async () => {
  const { cartera } = await admin.get('/reporte/cartera', { per_page: 200 });
  const loans = await Promise.all(cartera.slice(0, 60).map((p) => admin.get('/prestamos/{id}', {}, p.prestamo_id)));
  const old = loans.find((p) => p.semana_activa >= 9 && p.monto_restante > 0 && p.monto_restante < 2000);
  expect(old).toBeDefined();
  const { page } = await signedIn('admin', `/panel/oficina/prestamos/nuevo?cliente=${old?.cliente_id}`);
  expect(await page.textContent('h1')).toContain('Renovar el préstamo');
  await page.fill('[name=monto]', '4000');
  await page.selectOption('[name=tipo]', '1');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  const question = (await page.textContent('.pregunta')) ?? '';
  expect(question).toContain(`Se entrega al cliente:${pesos(4000 - (old?.monto_restante ?? 0))}`);
  expect(question).toContain('Renovado');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/prestamos/*');

  const id = Number(page.url().split('/').at(-1));
  const ficha = await admin.get('/prestamos/{id}/ficha', {}, id);
  expect(ficha.renueva_a).toBe(old?.prestamo_id);
  expect(ficha.prestamo.monto_prestamo_real).toBe(4000 - (old?.monto_restante ?? 0));
  expect((await admin.get('/prestamos/{id}', {}, old?.prestamo_id)).status).toBe('renovado');
});

test('an amount above the limit is refused before it is asked for, to whom may not', async () => {
  const { clientes } = await (await Api.of('titular')).get('/clientes', { per_page: 200 });
  const free = (
    await Promise.all(
      clientes.map(async (c) => [c.id, (await admin.get('/prestamos', { cliente_id: c.id, estado: 'activo' })).total_items] as const),
    )
  ).find(([, open]) => open === 0);
  const { page } = await signedIn('titular', `/panel/oficina/prestamos/nuevo?cliente=${free?.[0]}`);
  await fillLoan(page, '5000.01');
  await page.click('form.cambio button.principal');
  await page.locator('form.cambio .error').waitFor();

  expect(await page.textContent('form.cambio .error')).toContain('$5,000.00');
  expect(await page.inputValue('[name=monto]')).toBe('5000.01');
});

test('a client: registered from the group, changed, and deleted', async () => {
  const tab = await signedIn('admin', '/panel/grupos/6');
  const { page } = tab;
  await follow(page, 'a.boton:text-is("Registrar un cliente")');
  expect(await page.inputValue('[name=grupo_id]')).toBe('6');
  await fillCliente(page);
  await page.selectOption('[name=grupo_id]', '6');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/clientes/*');
  await shown(page);
  const id = Number(page.url().split('/').at(-1));

  await follow(page, 'a.boton:text-is("Cambiar los datos")');
  await page.fill('[name=colonia]', 'Loma Dorada');
  await page.click('form.cambio button.principal');
  await page.waitForURL(`**/panel/clientes/${id}`);
  await shown(page);
  expect(await page.textContent('#cliente')).toContain('Loma Dorada');
  expect((await admin.get('/clientes/{id}', {}, id)).colonia).toBe('Loma Dorada');

  await follow(page, 'a.boton:text-is("Eliminar")');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/grupos/6');
  expect(await admin.status(`/clientes/${id}`)).toBe(404);
  expectQuiet(tab);
});

test('what a role may not do is not offered, and its address says so', async () => {
  const { clientes } = await (await Api.of('titular')).get('/clientes', { per_page: 1 });
  const id = clientes[0]?.id;
  const { page } = await signedIn('titular', `/panel/clientes/${id}`);
  expect(await page.locator('.portada a.boton').allTextContents()).not.toContain('Cambiar los datos');
  for (const at of [`clientes/${id}/editar`, `clientes/${id}/grupo`, 'personas', 'rutas', 'grupos/nuevo', 'prestamos/5/editar']) {
    await page.goto(`/panel/oficina/${at}`);
    await page.waitForSelector('h1:text-is("Sin permiso")');
  }
  await visit(page, '/panel/oficina/grupos');
  expect(await page.locator('input[type=checkbox]').count()).toBe(0);
});

test('axe finds nothing in the questions, with what would change, nor in a refusal', async () => {
  const { cliente } = await newLoan(2000);
  const { page } = await signedIn('admin', `/panel/oficina/clientes/${cliente}/grupo`);
  const look = async (what: string) => {
    expect.soft(await findings(page), what).toEqual([]);
    expect.soft(await sideways(page), what).toEqual([]);
  };
  await page.selectOption('[name=grupo]', { index: 1 });
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  await look('moving a client');

  await visit(page, `/panel/oficina/prestamos/nuevo?cliente=${await newCliente()}`);
  await fillLoan(page, '5000');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  await look('a grant');

  await visit(page, '/panel/oficina/clientes/nuevo');
  await fillCliente(page);
  await page.fill('[name=codigo_ine]', (await admin.get('/clientes/{id}', {}, 1)).codigo_ine);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('[name=permitir_repetido]');
  await look('a client whose key is taken');

  await visit(page, '/panel/oficina/grupos');
  await page.check('#elegidos input');
  await look('chosen groups');
});

test('a client who is begun in one group is not registered in another', async () => {
  const { page } = await signedIn('admin', '/panel/oficina/clientes/nuevo?grupo=1');
  await shown(page);
  await page.fill('[name=nombre]', 'Uno');

  await visit(page, '/panel/oficina/clientes/nuevo?grupo=2');
  expect([await page.inputValue('[name=grupo_id]'), await page.inputValue('[name=nombre]')]).toEqual(['2', '']);
  await visit(page, '/panel/oficina/clientes/nuevo?grupo=1');
  expect([await page.inputValue('[name=grupo_id]'), await page.inputValue('[name=nombre]')]).toEqual(['1', 'Uno']);
});
