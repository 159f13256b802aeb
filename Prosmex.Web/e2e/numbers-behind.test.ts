// Each number of the week's page that is a link: the list behind it has as many loans, and the same sums.

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { Api, ROLES, RUNNING } from './support/api';
import { expectQuiet, shown, signedIn, useBrowser, visit } from './support/browser';
import { weekOf } from './support/expected-week';
import { mxn } from './support/format';
import { readPage } from './support/reading';

useBrowser();

/** Rows of all pages of the list that is open. */
async function walked(page: Page) {
  const rows: string[][] = [];
  for (;;) {
    const read = await readPage(page);
    const [table] = read.tables;
    rows.push(...(table?.rows ?? []));
    const next = page.getByRole('link', { name: 'Siguientes →' });
    if ((await next.count()) === 0) return { rows, head: table?.head ?? [], summary: read.notes[0] ?? '' };
    const to = await next.getAttribute('href');
    await next.click();
    await page.waitForFunction((href) => location.pathname + location.search === href, to);
    await shown(page);
  }
}

type Walked = Awaited<ReturnType<typeof walked>>;

const cents = (text = ''): number => Math.round(Number((text.split(' | ')[0] ?? '').replace(/[$,]/g, '')) * 100);
const sum = ({ rows, head }: Walked, column: string): string =>
  mxn(rows.reduce((total, row) => total + cents(row[head.indexOf(column)]), 0) / 100);

test.each(ROLES)('every number that the %s can follow leads to as many loans', async (rol) => {
  const api = await Api.of(rol);
  const tab = await signedIn(rol);
  const { page } = tab;
  const expected = await weekOf(api, RUNNING);
  const asked = async (grupos: readonly number[]): Promise<number[]> => {
    const sheets = await Promise.all(grupos.map((grupo_id) => api.get('/hojas', { grupo_id, semana: RUNNING })));
    return sheets.flatMap(({ hoja }) => hoja.grupos.flatMap((g) => g.prestamos.filter((p) => p.esperado > 0).map((p) => p.prestamo_id)));
  };
  const links = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLAnchorElement>('#totales a, #rutas td a, #grupos td a, #antiguedad tbody a, #antiguedad tfoot a'),
    ].map((a) => {
      const row = [...(a.closest('tr')?.cells ?? [])];
      return {
        href: a.getAttribute('href') ?? '',
        text: (a.firstChild?.textContent ?? '').trim(),
        row: row.map((cell) => (cell.querySelector('a')?.firstChild?.textContent ?? cell.textContent ?? '').trim()),
      };
    }),
  );
  const figure = (name: string) => page.locator(`[data-ficha=${name}] .cifra`).textContent();
  const figures = { faltas: Number(await figure('faltas')), activos: Number(await figure('activos')) };

  for (const { href, text, row } of links) {
    await visit(page, href);
    const list = await walked(page);
    const url = new URL(href, 'http://x');
    const [, path = ''] = /^\/panel\/([\w-]+)$/.exec(url.pathname) ?? [];
    const of = (name: string) => Number(url.searchParams.get(name) ?? 0);
    const loans = list.rows.map((cells) => Number(/núm\. (\d+)/.exec(cells[0] ?? '')?.[1]));

    expect(new Set(loans).size, href).toBe(list.rows.length);
    expect(list.summary, href).toMatch(new RegExp(`^${list.rows.length.toLocaleString('en')} préstamos?\\.`));
    if (of('titular')) {
      const theirs = expected.grupos.filter((g) => g.titular_id === of('titular'));
      expect(list.rows.length, href).toBe(theirs.reduce((total, g) => total + g.prestamos_activos, 0));
    } else if (url.searchParams.has('desde')) {
      expect([String(list.rows.length), sum(list, 'Atrasado'), sum(list, 'Por pagar')], href).toEqual(row.slice(2, 5));
    } else if (text === 'Ver quiénes') {
      expect(list.rows.length, href).toBe(path === 'faltas' ? figures.faltas : figures.activos);
    } else {
      expect(list.rows.length, href).toBe(Number.parseInt(text, 10));
    }
    if (path === 'por-cobrar') {
      const grupos = expected.grupos.filter(
        (g) => (!of('ruta') || g.ruta_id === of('ruta')) && (!of('grupo') || g.grupo_id === of('grupo')),
      );
      expect(
        loans.toSorted((a, b) => a - b),
        href,
      ).toEqual((await asked(grupos.map((g) => g.grupo_id))).toSorted((a, b) => a - b));
    }
  }

  expect(links.length).toBeGreaterThan(8);
  expect(figures.activos).toBe(expected.all.prestamos_activos);
  expectQuiet(tab);
});
