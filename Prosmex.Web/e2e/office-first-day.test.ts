// The first day of a lender that has nothing: people, a route with its group, a product, clients, a loan and its payment, by keyboard alone.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTab, shown, useBrowser } from './support/browser';
import { startProgram } from './support/demo';
import { enter, open, send, signInByKeyboard, type } from './support/keyboard';

useBrowser();

let lender: Awaited<ReturnType<typeof startProgram>>;
beforeAll(async () => {
  lender = await startProgram([], /usuario admin, contraseña (\S+)/);
}, 240_000);
afterAll(() => lender?.stop());

test('first day of an empty lender: from nothing to a loan and its payment, by keyboard; the cuadre finds nothing', async () => {
  const { page, complaints } = await openTab({ baseURL: lender.address });
  await page.goto('/panel/oficina');
  await signInByKeyboard(page, 'admin', lender.password);

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
