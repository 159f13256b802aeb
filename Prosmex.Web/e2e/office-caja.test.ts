import { beforeEach, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { cortesOf, cut, idOf, pay } from './support/money';

useBrowser();

// The administrator's own cash: the demo's figures are of other people.
let id = 0;
beforeEach(async () => {
  id = await idOf('admin');
  await pay('admin', 12);
});

const inputs = 'form.cambio input';

tryHostile('a new corte', {
  at: () => Promise.resolve(`/panel/oficina/cortes/nuevo?usuario=${id}`),
  rol: 'admin',
  fill: async (page) => {
    await page.fill('[name=contado]', '11.50');
    await page.click('form.cambio >> text=Agregar un gasto');
    await page.fill('[name=concepto-0]', 'Copias');
    await page.fill('[name=monto-0]', '0.50');
  },
  typed: (page) => page.$$eval(inputs, (fields) => fields.map((field) => (field as HTMLInputElement).value)),
  isAsked: true,
  times: async () => (await cortesOf(id)).length,
});

let corte = 0;
const remove = async () => (await Api.of('admin')).delete(`/cortes/cortes/${corte}`);
const voided = async () => ((await cortesOf(id)).find((c) => c.id === corte)?.anulado ? 1 : 0);

tryHostile('correcting a corte', {
  at: async () => {
    corte = await cut(id);
    return `/panel/oficina/cortes/${corte}/corregir`;
  },
  rol: 'admin',
  fill: (page) => page.fill('[name=contado]', '3.25'),
  typed: (page) => page.inputValue('[name=contado]'),
  isAsked: true,
  times: voided,
  meanwhile: { act: remove, says: /^No existe ese corte/ },
});

tryHostile('deleting a corte', {
  at: async () => {
    corte = await cut(id);
    return `/panel/oficina/cortes/${corte}/eliminar`;
  },
  rol: 'admin',
  fill: () => Promise.resolve(),
  typed: () => Promise.resolve(null),
  isAsked: true,
  times: voided,
  meanwhile: {
    act: async () => {
      await pay('admin', 4);
      await cut(id);
    },
    says: /^Hay un corte más reciente/,
  },
});

test('a corte: expected against counted as one types, expenses line by line, then corrected and deleted', async () => {
  const tab = await signedIn('admin', '/panel/oficina');
  const { page } = tab;
  await follow(page, 'main a[href="/panel/oficina/caja"]');
  await follow(page, `main a[href$="/cortes/nuevo?usuario=${id}"]`);
  const { efectivo_esperado: expected } = await (await Api.of('admin')).get('/cortes/datos-corte', { usuario_id: id });
  await page.fill('[name=contado]', String(expected));
  await page.getByText('Cuadra: sin diferencia').waitFor();
  await page.click('text=Agregar un gasto');
  await page.fill('[name=concepto-0]', 'Gasolina');
  await page.fill('[name=monto-0]', '2.25');
  await page.getByText('Sobrante de caja: $2.25').waitFor();
  await page.click('text=Agregar un gasto');
  await page.fill('[name=concepto-1]', 'Se quita');
  await page.fill('[name=monto-1]', '1');
  await page.getByText('Sobrante de caja: $3.25').waitFor();
  await page.locator('.gasto').nth(1).getByRole('button').click();
  await page.fill('[name=contado]', String(expected - 3));
  await page.getByText('Faltante de caja: $0.75').waitFor();
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  expect(await page.textContent('.pregunta')).toContain('Gastos: Gasolina $2.25.');
  expect(await page.textContent('.pregunta')).toContain('Faltante de caja: $0.75');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/cortes');
  await shown(page);
  const made = (await cortesOf(id))[0];
  expect(made).toMatchObject({ total_gastos: 2.25, diferencia: -0.75, gastos: [{ concepto: 'Gasolina', monto: 2.25 }] });
  expect(await page.textContent('main tbody')).toContain('Faltante de caja: $0.75');

  await follow(page, `main a[href$="/cortes/${made?.id}/corregir"]`);
  await page.fill('[name=monto-0]', '3');
  await page.getByText('Cuadra: sin diferencia').waitFor();
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/cortes');
  await shown(page);
  const corrected = (await cortesOf(id)).find((c) => c.sustituye_a === made?.id);
  expect(corrected).toMatchObject({ total_gastos: 3, diferencia: 0, anulado: false });
  expect(await page.textContent('main tbody')).toContain(`vale el núm. ${corrected?.id}`);

  await follow(page, `main a[href$="/cortes/${corrected?.id}/eliminar"]`);
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/cortes');
  expect((await cortesOf(id)).find((c) => c.id === corrected?.id)?.anulado).toBe(true);
  expectQuiet(tab);
});

test('a corte that was begun before more was collected takes its total from the cash of now', async () => {
  const { page } = await signedIn('admin', `/panel/oficina/cortes/nuevo?usuario=${id}`);
  await shown(page);
  await page.fill('[name=contado]', '11.50');
  await page.click('text=Agregar un gasto');
  await page.fill('[name=concepto-0]', 'Copias');
  await page.fill('[name=monto-0]', '0.50');
  await visit(page, '/panel/oficina/caja');
  await pay('admin', 30);
  const { sobrante_total: sobrante, bono_global: bono } = await (await Api.of('admin')).get('/cortes/datos-corte', { usuario_id: id });

  await visit(page, `/panel/oficina/cortes/nuevo?usuario=${id}`);
  expect(await page.inputValue('[name=contado]')).toBe('11.50');
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/cortes');

  expect((await cortesOf(id))[0]?.corte_total).toBe((Math.round(sobrante * 100) - Math.round(bono * 100) - 50) / 100);
});

test('who left still holds cash, and the office makes their corte', async () => {
  const { custodia } = await (await Api.of('admin')).get('/cortes/custodia', { per_page: 200 });
  const gone = custodia.find((c) => !c.activo);
  expect(gone).toBeDefined();
  const { page } = await signedIn('admin', '/panel/oficina');
  await visit(page, '/panel/oficina/caja');
  const row = page.locator('main tbody tr', { hasText: gone?.nombre ?? '' });
  expect(await row.textContent()).toContain('Ya no está activo');
  await visit(page, '/panel/oficina/cuadre');
  await follow(page, `main a[href$="/cortes/nuevo?usuario=${gone?.usuario_id}"]`);
  expect(await page.textContent('h1')).toContain(`Corte de ${gone?.nombre}`);
});

test('a director sees everybody’s cash and makes only the own corte', async () => {
  const { page } = await signedIn('director', '/panel/oficina');
  await visit(page, '/panel/oficina/caja');
  expect(await page.locator('main tbody tr').count()).toBeGreaterThan(0);
  expect(await page.locator(`main a[href$="usuario=${id}"]`).count()).toBe(0);
  await page.goto(`/panel/oficina/cortes/nuevo?usuario=${id}`);
  await page.waitForSelector('#error:not([hidden])');
  await visit(page, '/panel/oficina/cortes');
  expect(await page.locator('main a[href$="/corregir"]').count()).toBe(0);
});

test('after all of it the cuadre has nothing but findings', async () => {
  const { diferencias } = await (await Api.of('admin')).get('/verificacion/cuadre', { per_page: 200 });

  expect(
    diferencias.filter((d) => !['ine_repetido', 'curp_repetida', 'custodia_inactiva', 'gastos_excedidos'].includes(d.concepto)),
  ).toEqual([]);
});

test('axe finds nothing, and nothing scrolls sideways', async () => {
  corte = await cut(id);
  const { page } = await signedIn('admin', '/panel/oficina');
  for (const at of [
    '/panel/oficina/caja',
    '/panel/oficina/cortes',
    `/panel/oficina/cortes/${corte}/corregir`,
    `/panel/oficina/cortes/nuevo?usuario=${id}`,
  ]) {
    await visit(page, at);
    expect.soft(await findings(page), at).toEqual([]);
    expect.soft(await sideways(page), at).toEqual([]);
  }
  await page.click('text=Agregar un gasto');
  await page.fill('[name=contado]', '1');
  expect.soft(await findings(page), 'a corte with an expense').toEqual([]);
  expect.soft(await sideways(page), 'a corte with an expense').toEqual([]);
});
