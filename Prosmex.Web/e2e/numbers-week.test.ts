import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Api, ROLES, RUNNING } from './support/api';
import { expectQuiet, signedIn, useBrowser, visit } from './support/browser';
import { bandTable, figures, grupoTable, porCobrarTable, risks, rutaTable, trendTable, weekOf } from './support/expected-week';
import { addDays, count, int, week } from './support/format';
import { readPage } from './support/reading';

useBrowser();

test.each(ROLES)('week page of the %s shows the numbers that the API answers', async (rol) => {
  const api = await Api.of(rol);
  const tab = await signedIn(rol);
  const { rutas } = await api.get('/reporte/rutas', { semana: RUNNING });

  for (const [semana, ruta] of [
    [RUNNING, undefined],
    [addDays(RUNNING, -7), undefined],
    [RUNNING, rutas[0]?.ruta_id],
  ] as const) {
    await visit(tab.page, `/panel?semana=${semana}${ruta ? `&ruta=${ruta}` : ''}`);
    const expected = await weekOf(api, semana, ruta);
    const read = await readPage(tab.page);
    const isRunning = semana === RUNNING;

    expect(read.heading).toBe(`Cobranza de la semana ${week(semana)}`);
    expect(read.facts).toEqual([figures(expected, isRunning), risks(expected)]);
    expect(read.tables).toEqual([
      trendTable(expected),
      bandTable(expected),
      rutaTable(expected),
      grupoTable(expected),
      porCobrarTable(expected, `Préstamos con algo por cobrar del ${week(semana)}`),
    ]);
    expect(read.notes).toContain(
      `${count(expected.porCobrar.total_items, 'préstamo', 'préstamos')} con algo por cobrar en la semana del ${week(semana)}. Ver la lista completa`,
    );
    expect(await chartValues(tab.page)).toEqual([
      expected.tendencia.map((w) => w.morosidad_porcentaje),
      expected.tendencia.map((w) => w.cobranza_real),
    ]);
    expect(await bars(tab.page, '#grupos')).toEqual(expected.grupos.map((g) => [g.cobranza_real, g.cobranza_ideal]));
    expect(await bars(tab.page, '#rutas')).toEqual(expected.rutas.map((r) => [r.cobranza_real, r.cobranza_ideal]));
    expect(expected.shown.prestamos_activos, int(expected.shown.prestamos_activos)).toBeGreaterThan(0);
  }

  expectQuiet(tab);
});

const chartValues = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('#tendencia svg.columnas')].map((chart) =>
      [...chart.querySelectorAll('g')].map((g) => (g.dataset.valor === undefined ? null : Number(g.dataset.valor))),
    ),
  );

const bars = (page: Page, section: string) =>
  page.evaluate(
    (within) =>
      [...document.querySelectorAll<SVGElement>(`${within} svg.barra`)].map((b) => [Number(b.dataset.parte), Number(b.dataset.todo)]),
    section,
  );
