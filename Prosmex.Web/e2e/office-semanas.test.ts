// Weeks without collection: declared for a group, seen on its sheet on paper and on the phone's, and taken back.

import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { readPage, tableOf } from './support/reading';
import { samplesOf } from './support/samples';

useBrowser();

const LIST = '/panel/oficina/semanas-sin-cobranza';
const REASON = 'Semana de Navidad';
const WIDTHS = [320, 1280];

let admin: Api;
let grupo = 0;

const declared = async () => (await admin.get('/semanas-sin-cobranza', { per_page: 200 })).semanas_sin_cobranza;
const times = async () => (await admin.get('/bitacora', { entidad: 'semana_sin_cobranza', per_page: 1 })).total_items;

async function fill(page: Page): Promise<void> {
  await page.fill('[name=semana]', '2026-12-25');
  await page.selectOption('[name=alcance]', `grupo/${grupo}`);
  await page.fill('[name=motivo]', REASON);
}

const typed = (page: Page) => page.$$eval('form.cambio :is(input, select)', (all) => all.map((one) => (one as HTMLInputElement).value));

const clear = async () => {
  for (const { id } of await declared()) await admin.delete(`/semanas-sin-cobranza/${id}`);
};

beforeEach(async () => {
  admin = await Api.of('admin');
  grupo = (await samplesOf(await Api.of('gestor'))).grupo;
  await clear();
});
afterEach(clear);

tryHostile('declaring a week without collection', {
  at: () => Promise.resolve(`${LIST}/nueva`),
  rol: 'admin',
  isAsked: true,
  fill,
  typed,
  times,
  meanwhile: {
    act: () => admin.post('/semanas-sin-cobranza', { semana: '2026-12-21', motivo: 'x' }),
    says: /^Esa semana ya es sin cobranza para alguno de esos grupos/,
  },
});

test('the running week is declared for a group, shown on its sheet and its page, and taken back', async () => {
  const { hoja: before } = await admin.get('/hojas', { grupo_id: grupo });
  expect(before.grupos[0]?.prestamos.some((p) => p.vence_semana > 0)).toBe(true);
  const tab = await signedIn('admin', '/panel/oficina');
  const { page } = tab;
  await page.click('text=Semanas sin cobranza');
  await page.waitForURL(`**${LIST}`);
  await shown(page);
  expect(await page.textContent('main')).toContain('No se ha declarado ninguna semana sin cobranza.');
  await page.click('text=Declarar una semana');
  await page.waitForSelector('form.cambio');
  expect.soft(await findings(page, WIDTHS)).toEqual([]);
  expect.soft(await sideways(page, WIDTHS)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });

  await fill(page);
  await page.fill('[name=semana]', '2026-11-18');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('form.cambio[data-paso="confirming"]');
  expect(await page.textContent('form.cambio')).toContain('La semana del 16 al 22 de noviembre de 2026 será sin cobranza.');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toBe('La semana del 16 al 22 de noviembre de 2026 es sin cobranza para 1 grupo.');
  await shown(page);
  const [row] = tableOf(await readPage(page), 'Semanas sin cobranza, la más nueva primero').rows;
  expect(row?.slice(0, 4)).toEqual(['16 al 22 de noviembre de 2026', before.grupos[0]?.grupo, '1', REASON]);
  expect.soft(await findings(page, WIDTHS)).toEqual([]);
  expect.soft(await sideways(page, WIDTHS)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });

  const { hoja } = await admin.get('/hojas', { grupo_id: grupo });
  expect(hoja.grupos[0]?.prestamos.every((p) => p.vence_semana === 0)).toBe(true);
  await visit(page, `/panel/hoja/${grupo}?semana=${RUNNING}`);
  expect(await page.textContent('main')).toContain('Semana sin cobranza.');
  await visit(page, `/panel/grupos/${grupo}`);
  expect(await page.locator('table .celda.sin_cobranza').count()).toBeGreaterThan(0);

  await visit(page, LIST);
  await page.click('text=Quitar');
  await page.waitForSelector('form.cambio');
  expect(await page.textContent('main')).toContain(REASON);
  expect.soft(await findings(page, WIDTHS)).toEqual([]);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('form.cambio[data-paso="confirming"]');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toBe('La semana del 16 al 22 de noviembre de 2026 vuelve a tener cobranza.');
  expect(await declared()).toEqual([]);
  expect((await admin.get('/hojas', { grupo_id: grupo })).hoja.grupos).toEqual(before.grupos);
  expectQuiet(tab);
});

test('a closed week that is declared loses its faltas, and gets them back', async () => {
  const [{ semana, faltas } = { semana: '', faltas: 0 }] = (await admin.get('/reporte/tendencia', { semanas: 2, grupo_id: grupo }))
    .tendencia;
  expect(semana).toBe('2026-11-09');
  const { page } = await signedIn('admin', `${LIST}/nueva`);
  await page.fill('[name=semana]', semana);
  await page.fill('[name=motivo]', REASON);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('form.cambio[data-paso="confirming"]');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toMatch(/es sin cobranza para \d+ grupos\. Se quitaron \d+ faltas/);
  const after = async () => (await admin.get('/reporte/tendencia', { semanas: 2, grupo_id: grupo })).tendencia[0];
  expect(await after()).toMatchObject({ faltas: 0, cobranza_ideal: 0 });

  await clear();
  expect((await after())?.faltas).toBe(faltas);
  expect((await admin.get('/verificacion/cuadre', { per_page: 200 })).diferencias.filter((d) => d.concepto === 'falta')).toEqual([]);
});
