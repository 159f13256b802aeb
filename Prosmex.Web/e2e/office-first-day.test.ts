// The first day of a lender that has nothing: people, a route with its group, a product, clients, a loan and its payment, by keyboard alone.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTab, shown, useBrowser } from './support/browser';
import { startProgram } from './support/demo';

useBrowser();

let lender: Awaited<ReturnType<typeof startProgram>>;
beforeAll(async () => {
  lender = await startProgram([], /usuario admin, contraseña (\S+)/);
}, 240_000);
afterAll(() => lender?.stop());

const MOST_TABS = 120;

/** Presses Tab until what has the focus fits. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector} of ${page.url()}`);
}

/** Where the page is when it has been left. */
async function enter(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
}

async function open(page: Page, path: string): Promise<void> {
  await enter(page, `a[href="/panel/${path}"]`);
  await page.waitForFunction((to) => location.pathname === to, `/panel/${path}`);
  await shown(page);
}

/** Fields are in the order in which they come. A choice is made by the beginning of its text, of keys that any keyboard has. */
async function type(page: Page, fields: Record<string, string>): Promise<void> {
  await page.waitForSelector('form.cambio');
  for (const [name, text] of Object.entries(fields)) {
    await tabTo(page, `[name="${name}"]`);
    const isInput = await page.evaluate(() => document.activeElement instanceof HTMLInputElement);
    if (isInput) await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  }
}

/** Sends the form; where it asks once more, answers it. */
async function send(page: Page, isAsked = false): Promise<string> {
  await enter(page, 'form.cambio button.principal');
  if (isAsked) {
    await page.waitForSelector('form.cambio[data-paso="confirming"]');
    await enter(page, 'form.cambio button.principal');
  }
  await page.waitForSelector('#hecho');
  await shown(page);
  return (await page.textContent('#hecho')) ?? '';
}

test('first day of an empty lender: from nothing to a loan and its payment, by keyboard; the cuadre finds nothing', async () => {
  const { page, complaints } = await openTab({ baseURL: lender.address });
  await page.goto('/panel/oficina');
  await tabTo(page, '#usuario');
  await page.keyboard.type('admin');
  await tabTo(page, '#contrasena');
  await page.keyboard.type(lender.password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#aplicacion');
  await shown(page);

  for (const [nombre, usuario, rol] of [
    ['Elsa', 'elsa', 'Supervisor'],
    ['Teo', 'teo', 'Titular'],
    ['Gil', 'gil', 'Gestor'],
  ] as const) {
    await open(page, 'oficina');
    await open(page, 'oficina/personas');
    await open(page, 'oficina/personas/nueva');
    await type(page, { nombre, apellido_paterno: 'Mora', apellido_materno: 'Paz', usuario, rol_id: rol });
    expect(await send(page)).toBe(`Se creó la cuenta de ${nombre} Mora Paz.`);
    await enter(page, '#contrasena-provisional button.principal');
    await page.waitForSelector('#contrasena-provisional', { state: 'detached' });
  }

  await open(page, 'oficina');
  await open(page, 'oficina/rutas');
  await open(page, 'oficina/rutas/nueva');
  await type(page, { nombre_ruta: 'Tonalá', supervisor: 'Elsa' });
  expect(await send(page)).toBe('Se creó la ruta Tonalá.');

  await open(page, 'oficina');
  await open(page, 'oficina/grupos');
  await open(page, 'oficina/grupos/nuevo');
  await type(page, { nombre_grupo: 'Las Flores', ruta: 'Tonal', titular: 'Teo', gestor: 'Gil' });
  expect(await send(page)).toBe('Se creó el grupo Las Flores.');

  await open(page, 'oficina');
  await open(page, 'oficina/productos');
  await open(page, 'oficina/productos/nuevo');
  await type(page, { nombre: 'De diez semanas', semanas: '10', interes: '20', semanal: '12' });
  await send(page);

  for (const [nombre, ine] of [
    ['Rosa', 'RSSLPZ85041214M600'],
    ['Luz', 'LZMRPZ79090214M300'],
  ] as const) {
    await open(page, 'oficina');
    await open(page, 'oficina/clientes/nuevo');
    await type(page, {
      grupo_id: 'Las Flores',
      nombre,
      apellido_paterno: 'Solís',
      apellido_materno: 'Paz',
      codigo_ine: ine,
      colonia: 'Centro',
      cp: '45400',
      estado_civil: 'Solt',
      propiedad: 'Propia',
    });
    expect(await send(page)).toBe(`Se registró a ${nombre} Solís Paz.`);
  }

  const cliente = Number(new URL(page.url()).pathname.split('/').at(-1));
  await enter(page, `a[href="/panel/oficina/prestamos/nuevo?cliente=${cliente}"]`);
  await type(page, { monto: '2,000', tipo: 'De diez', aval: 'Rosa' });
  expect(await send(page, true)).toBe('Se dio el préstamo a Luz Solís Paz.');
  const prestamo = Number(new URL(page.url()).pathname.split('/').at(-1));
  expect(await page.textContent('#prestamo')).toContain('$2,400.00');

  // There is no page for a payment: collectors make it with their phones.
  const api = async (method: string, at: string, body?: unknown) => {
    const token = await page.evaluate(() => JSON.parse(sessionStorage.getItem('prosmex.sesion') ?? '{}').access as string);
    const response = await fetch(lender.address + at, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return (await response.json()).data;
  };
  await api('POST', '/pagos', [{ prestamo_id: prestamo, monto_pagado: 240 }]);
  await page.reload();
  await shown(page);
  expect(await page.textContent('#prestamo')).toContain('$2,160.00');
  await open(page, 'oficina');
  await open(page, 'oficina/cuadre');
  expect(await page.textContent('#cuadre h2')).toBe('Todo cuadra');
  const { bitacora } = await api('GET', '/bitacora?orden=recientes&per_page=200');
  expect(new Set(bitacora.map((a: { entidad: string }) => a.entidad))).toEqual(
    new Set(['usuario', 'ruta', 'grupo', 'tipo_prestamo', 'cliente', 'prestamo', 'pago']),
  );
  expect(complaints).toEqual([]);
});
