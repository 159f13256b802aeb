// The queue of the late: which clients owe since when, what they promised, what is next; and a visit that is noted from it.

import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, openTab, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { enter, send, signInByKeyboard, tabTo } from './support/keyboard';
import { readPage, tableOf } from './support/reading';

useBrowser();

const TITLE = 'Clientes atrasados, el de más días primero';
const WIDTHS = [320, 1280];
const NOTE = 'Cobra el viernes.';

let supervisor: Api;
let admin: Api;
let prestamo = 0;
let cliente = 0;

const visits = async () => (await admin.get('/bitacora', { entidad: 'visita', per_page: 1 })).total_items;
const pesos = (amount: number) => `$${amount.toLocaleString('es-MX', { minimumFractionDigits: 2 })}`;

beforeAll(async () => {
  admin = await Api.of('admin');
  supervisor = await Api.of('supervisor');
  const { atrasados } = await supervisor.get('/reporte/atrasados', { per_page: 1 });
  if (!atrasados[0]) throw new Error('No client of the supervisor is late.');
  ({ prestamo_id: prestamo, cliente_id: cliente } = atrasados[0]);
});

tryHostile('noting a visit', {
  at: () => Promise.resolve(`/panel/oficina/prestamos/${prestamo}/visita`),
  rol: 'supervisor',
  fill: async (page) => {
    await page.selectOption('[name=visita]', 'no_estaba');
    await page.fill('[name=nota]', NOTE);
  },
  typed: (page) => page.inputValue('[name=nota]'),
  times: visits,
});

test('the queue says what the API says, is read by axe at each width, and is narrowed by a step', async () => {
  const tab = await signedIn('supervisor', '/panel/oficina');
  const { page } = tab;
  await page.click('text=Atrasados');
  await page.waitForURL('**/panel/oficina/atrasados');
  await shown(page);
  const list = await supervisor.get('/reporte/atrasados', { per_page: 25 });

  const { rows } = tableOf(await readPage(page), TITLE);
  expect(rows.map((cells) => cells[2]?.split(' ')[0])).toEqual(list.atrasados.map((a) => String(a.dias_de_atraso)));
  expect(rows.map((cells) => cells[3]?.split(' | ')[0])).toEqual(list.atrasados.map((a) => pesos(a.atrasado)));
  expect(rows.map((cells) => cells[6]?.split(' | ')[0])).toEqual(list.atrasados.map((a) => a.paso?.paso));
  await readable(page);

  const paso = list.atrasados.at(-1)?.paso;
  await page.selectOption('[name=paso]', String(paso?.dias));
  await page.click('text=Buscar');
  await page.waitForURL(`**/atrasados?paso=${paso?.dias}`);
  await shown(page);
  const narrowed = tableOf(await readPage(page), TITLE).rows;
  expect(narrowed.length).toBeGreaterThan(0);
  expect(narrowed.every((cells) => cells[6]?.startsWith(paso?.paso ?? '?'))).toBe(true);
  expectQuiet(tab);
});

test('by keyboard a gestor notes what a client promised, and the queue and the client say so', async () => {
  const gestor = await Api.of('gestor');
  const [late] = (await gestor.get('/reporte/atrasados', { promesa: 'ninguna', per_page: 1 })).atrasados;
  if (!late) throw new Error('No client of the gestor is late without a promise.');
  const { page } = await openTab();
  await page.goto(`/panel/oficina/atrasados?q=${encodeURIComponent(late.cliente)}`);
  await signInByKeyboard(page, 'gestor1', inject('password'));
  await page.waitForSelector('table');
  await enter(page, `a[href="/panel/oficina/prestamos/${late.prestamo_id}/visita?de=atrasados"]`);
  await page.waitForSelector('form.cambio');
  await tabTo(page, '[name=visita]');
  await page.keyboard.type('Prom');
  await page.waitForSelector('[name="promesa.fecha"]');
  await page.fill('[name="promesa.fecha"]', '2026-11-27');
  await page.fill('[name="promesa.monto"]', '12.50');
  await page.fill('[name=nota]', NOTE);
  await readable(page);

  expect(await send(page)).toBe('Se anotó la visita.');

  await visit(page, `/panel/oficina/atrasados?promesa=pendiente&q=${encodeURIComponent(late.cliente)}`);
  const row = tableOf(await readPage(page), TITLE).rows.find((cells) => cells[0]?.includes(`núm. ${late.prestamo_id}`));
  expect(row?.[4]).toContain(`«${NOTE}»`);
  expect(row?.[5]).toBe('$12.50 para el 27 nov 2026 | Pendiente');
  await visit(page, `/panel/clientes/${late.cliente_id}`);
  const [visita] = tableOf(await readPage(page), 'Los últimos veinte pagos y visitas').rows;
  expect(visita?.[1]).toBe(`Prometió $12.50 para el 27 nov 2026 | «${NOTE}»`);
});

test('a promise above what is owed is refused with the saldo, and what was typed stays', async () => {
  const { page } = await signedIn('supervisor', `/panel/clientes/${cliente}`);
  await shown(page);
  await page.click(`a[href="/panel/oficina/prestamos/${prestamo}/visita"]`);
  await page.waitForSelector('form.cambio');
  await page.selectOption('[name=visita]', 'prometio');
  await page.fill('[name="promesa.fecha"]', '2026-11-27');
  await page.fill('[name="promesa.monto"]', '9999999');
  await page.fill('[name=nota]', NOTE);

  await page.click('form.cambio button.principal');
  await page.waitForSelector('form.cambio .error');

  expect(await page.textContent('form.cambio .error')).toMatch(/^La promesa rebasa el saldo: faltan \$/);
  expect(await page.inputValue('[name=nota]')).toBe(NOTE);
});

async function readable(page: Page): Promise<void> {
  expect.soft(await findings(page, WIDTHS)).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
}
