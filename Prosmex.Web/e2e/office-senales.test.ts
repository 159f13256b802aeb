// Signs of fraud: what the office sees of them, marks as false alarms, and takes back.

import { beforeEach, expect, inject, test } from 'vitest';
import { makeRecibo } from '../src/cobro/data/receipts';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { readPage, tableOf } from './support/reading';
import { samplesOf } from './support/samples';

useBrowser();

const NOTE = 'Son madre e hijas; las visité.';

let admin: Api;
let clientes: number[] = [];
let sign = { regla: 'contacto_compartido', clave: '' };
let query = '';

/** A client on a telephone. */
async function newClient(apellido: string, telefono: string): Promise<number> {
  const { cliente } = await admin.post<{ cliente: number }>('/clientes', {
    nombre: 'Fantasma',
    apellido_paterno: apellido,
    apellido_materno: 'Paz',
    colonia: 'Centro',
    cp: '44100',
    codigo_ine: 'X',
    estado_civil: 'soltero',
    num_hijos: 0,
    propiedad: 'rentada',
    grupo_id: 1,
  });
  await admin.put(`/clientes/${cliente}/expediente`, { telefono });
  return cliente;
}

const marks = async () => (await admin.get('/reporte/senales', { ...sign, descartadas: true })).total_items;

beforeEach(async () => {
  admin = await Api.of('admin');
  const telefono = `33${String(Date.now()).slice(-8)}`;
  clientes = [];
  for (const apellido of ['Uno', 'Dos', 'Tres']) clientes.push(await newClient(apellido, telefono));
  sign = { regla: 'contacto_compartido', clave: `telefono:${clientes.join(',')}` };
  query = String(new URLSearchParams(sign));
});

tryHostile('marking a sign as a false alarm', {
  at: () => Promise.resolve(`/panel/oficina/senales/descartar?${query}`),
  rol: 'director',
  fill: (page) => page.fill('[name=nota]', NOTE),
  typed: (page) => page.inputValue('[name=nota]'),
  vanishes: true,
  times: marks,
  meanwhile: {
    act: () => admin.post('/reporte/senales/descartar', { ...sign, nota: 'x' }),
    says: /^Esa señal ya está marcada como falsa alarma/,
  },
});

test('list of signs: one is marked with why, found among the marked ones, and taken back', async () => {
  const tab = await signedIn('director', '/panel/oficina');
  const { page } = tab;
  await page.click('text=Señales');
  await page.waitForURL('**/panel/oficina/senales');
  await shown(page);
  await page.selectOption('[name=regla]', 'contacto_compartido');
  await page.click('text=Buscar');
  await page.waitForURL('**/senales?regla=contacto_compartido');
  await shown(page);
  const { rows } = tableOf(await readPage(page), 'Señales, la más nueva primero');
  const row = rows.find((cells) => cells.join(' ').includes('Fantasma Tres Paz'));
  expect(row?.[0]).toContain('Teléfono o domicilio compartido');
  expect(row?.[1]).toMatch(/^3 clientes tienen el mismo teléfono: \+5233\d{8}\./);
  expect(await page.locator(`a[href="/panel/clientes/${clientes[0]}"]`).count()).toBe(1);
  expect.soft(await findings(page)).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.click(`a[href="/panel/oficina/senales/descartar?${query}"]`);
  await page.waitForSelector('form.cambio');
  expect.soft(await findings(page)).toEqual([]);
  await page.fill('[name=nota]', NOTE);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toBe('Se marcó como falsa alarma.');
  expect(await marks()).toBe(1);

  await visit(page, '/panel/oficina/senales?descartadas=true');
  const marked = tableOf(await readPage(page), 'Señales, la más nueva primero').rows.find((cells) => cells.join(' ').includes(NOTE));
  expect(marked?.join(' ')).toContain('Fantasma Uno Paz');
  await page.click(`a[href="/panel/oficina/senales/recuperar?${query}"]`);
  await page.waitForSelector('form.cambio');
  expect(await page.textContent('main')).toContain(NOTE);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toBe('La señal volvió a la lista.');
  expect(await marks()).toBe(0);
  expectQuiet(tab);
});

/** A client looks up a receipt of two days ago, on the demo's Thursday, whose payment has not arrived. */
async function lookUpLateRecibo(): Promise<void> {
  const gestor = await Api.of('gestor');
  const { grupo, prestamo } = await samplesOf(gestor);
  const { hoja } = await gestor.get('/hojas', { grupo_id: grupo });
  if (!hoja.recibos) throw new Error('The sheet has no key for receipts.');
  const { token } = await makeRecibo(hoja.recibos, {
    clave: crypto.randomUUID(),
    prestamo_id: prestamo,
    monto: 43_210,
    ocurrido_en: '2026-11-17T16:00:00.000Z',
  });
  const response = await fetch(`${inject('address')}/recibos/${token}`);
  expect(await response.json()).toMatchObject({ data: { monto: 432.1, estado: 'por_aclarar' } });
}

test('a supervisor sees the signs of receipts without payment, and no others', async () => {
  await lookUpLateRecibo();
  const tab = await signedIn('supervisor', '/panel/oficina');
  const { page } = tab;
  await page.click('text=Señales');
  await page.waitForURL('**/panel/oficina/senales');
  await shown(page);
  expect(await page.locator('[name=regla] option').allTextContents()).toEqual(['Recibo sin pago registrado']);
  const { rows } = tableOf(await readPage(page), 'Señales, la más nueva primero');
  expect(rows.every(([title]) => title?.startsWith('Recibo sin pago registrado'))).toBe(true);
  const row = rows.find((cells) => cells.join(' ').includes('$432.10'));
  expect(row?.[0]).toContain('17 nov 2026');
  expect(row?.slice(2, 5)).toEqual(['—', '—', expect.stringMatching(/\w+ \w+/)]);
  expect.soft(await findings(page)).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  expectQuiet(tab);
});
