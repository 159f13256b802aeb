// A lender of 64 groups: lists go on over pages, and everything else stays as it is.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { expectQuiet, follow, signedIn, useBrowser, visit } from './support/browser';
import { readPage, tableOf } from './support/reading';

useBrowser();

const GRUPOS = 64;
const added: number[] = [];

beforeAll(async () => {
  const admin = await Api.of('admin');
  const before = await admin.get('/grupos');
  for (let n = (before ?? []).length + 1; n <= GRUPOS; n++) {
    const { grupo } = await admin.post<{ grupo: { grupo_id: number } }>('/grupos', {
      nombre_grupo: `Grupo ${n} - Añadido`,
      ruta_id: 1,
      usuario_id_titular: null,
    });
    added.push(grupo.grupo_id);
  }
});

afterAll(async () => {
  const admin = await Api.of('admin');
  for (const grupo of added) await admin.delete(`/grupos/${grupo}`);
});

test('the week shows 50 groups a page, and its totals are those of all', async () => {
  const tab = await signedIn('director', `/panel?semana=${RUNNING}`);
  const { page } = tab;
  const names = async () => tableOf(await readPage(page), 'Cobranza real frente a la ideal, por grupo').rows.map(([name]) => name);
  const total = await page.locator('[data-ficha=ideal] .cifra').textContent();
  const first = await names();
  expect(first).toHaveLength(50);

  await follow(page, '#grupos .paginas a');

  const second = await names();
  expect(new Set([...first, ...second]).size).toBe(GRUPOS);
  expect(await page.locator('[data-ficha=ideal] .cifra').textContent()).toBe(total);
  await page.goBack();
  await page.waitForFunction(() => document.querySelectorAll('#grupos tbody tr').length === 50);
  expectQuiet(tab);
});

test('the comparison goes on over pages, with what collected nothing at its end', async () => {
  const tab = await signedIn('director', '/panel');
  await visit(tab.page, '/panel/comparacion?por=grupo');
  const [table] = (await readPage(tab.page)).tables;
  expect(table?.rows).toHaveLength(50);

  await follow(tab.page, '.paginas a');

  const [rest] = (await readPage(tab.page)).tables;
  expect(rest?.rows).toHaveLength(GRUPOS - 50);
  expect(rest?.rows.every((row) => row.includes('—'))).toBe(true);
  expectQuiet(tab);
});
