// What the office only reads: closed weeks, the cuadre and the bitácora; and every page of the office with axe.

import { expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { int } from './support/format';
import { readPage } from './support/reading';
import { samplesOfDirector } from './support/samples';

useBrowser();

const admin = () => Api.of('admin');

test('closed weeks are those of the API, and closing by hand where all are closed says so', async () => {
  const { semanas } = await (await admin()).get('/verificacion/semanal', { per_page: 25 });
  const tab = await signedIn('admin', '/panel/oficina/cierres');
  const { page } = tab;
  const [table] = (await readPage(page)).tables;
  expect(table?.rows.map((row) => row.slice(1, 4))).toEqual(semanas.map((s) => [s.prestamos, s.faltas, s.vencidos].map(int)));
  await page.getByText('Todas las semanas terminadas están cerradas.').waitFor();

  await follow(page, 'a[href$="/cierres/cerrar"]');
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso="confirming"]');
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/cierres');
  await shown(page);
  expect(await page.textContent('#hecho')).toBe('No había semanas por cerrar.');
  expectQuiet(tab);
});

test('each finding of the cuadre is shown, and leads to what it is about', async () => {
  const { diferencias, total_items } = await (await admin()).get('/verificacion/cuadre', { per_page: 50 });
  expect(total_items).toBeGreaterThan(0);
  const tab = await signedIn('admin', '/panel/oficina/cuadre');
  const [table] = (await readPage(tab.page)).tables;
  expect(table?.rows.length).toBe(diferencias.length);
  expect(table?.rows.map((row) => row[3])).toEqual(diferencias.map((d) => d.guardado ?? 'Nada'));

  const left = diferencias.find((d) => d.concepto === 'custodia_inactiva');
  expect(await tab.page.locator(`main a[href*="usuario=${left?.usuario_id}"]`).count()).toBeGreaterThan(0);
  expectQuiet(tab);
});

test('the bitácora shows a change as it was made, before and after; its filters are in the address', async () => {
  const api = await admin();
  const { bonos } = await api.get('/bonos');
  const bono = bonos[0];
  if (!bono) throw new Error('There is no bracket.');
  const tab = await signedIn('admin', `/panel/oficina/bonos/${bono.id}/editar`);
  const { page } = tab;
  const fallas = bono.fallas === 1 ? 2 : 1;
  await page.fill('[name=fallas]', String(fallas));
  await page.click('button.principal');
  await page.waitForURL('**/panel/oficina/bonos');

  await visit(page, '/panel/oficina/bitacora');
  const newest = page.locator('.apuntes > li').first();
  expect(await newest.locator('h2').textContent()).toBe(`Cambio: Tramo de bono núm. ${bono.id}`);
  expect(await newest.locator('tbody tr').allInnerTexts()).toEqual([`Faltas permitidas\t${bono.fallas}\t${fallas}`]);
  expect(await newest.locator('.nota').textContent()).toContain('admin1');

  await page.selectOption('[name=entidad]', 'bono');
  await page.fill('[name=id]', String(bono.id));
  await page.getByRole('button', { name: 'Buscar', exact: true }).click();
  await page.waitForURL(/entidad=bono&id=/);
  await shown(page);
  const wanted = await api.get('/bitacora', { entidad: 'bono', id: bono.id, orden: 'recientes', per_page: 25 });
  expect(await page.locator('.apuntes > li').count()).toBe(wanted.bitacora.length);
  await newest.getByRole('link', { name: 'admin1' }).click();
  await page.waitForURL(/usuario=\d+/);
  await shown(page);
  expect(await page.locator('[name=usuario] option:checked').textContent()).toContain('(admin1)');
  await page.selectOption('[name=usuario]', '');
  await page.getByRole('button', { name: 'Buscar', exact: true }).click();
  await page.waitForURL((url) => !url.searchParams.has('usuario'));
  await page.reload();
  await shown(page);
  expect(await page.inputValue('[name=id]')).toBe(String(bono.id));
  expectQuiet(tab);
});

test('axe finds nothing on any page of administration, and nothing scrolls sideways', async () => {
  const { cliente, prestamo, grupo } = await samplesOfDirector();
  const { rutas } = await (await admin()).get('/rutas/lista');
  const { cuentas } = await (await admin()).get('/users/cuentas', { q: 'titular2' });
  const [ruta, cuenta] = [rutas[0]?.ruta_id, cuentas[0]?.usuario_id];
  const tab = await signedIn('admin', '/panel/oficina');
  for (const at of [
    ...['', '/cierres', '/cierres/cerrar', '/cuadre', '/bitacora', '/productos', '/productos/nuevo', '/productos/1/editar', '/bonos'],
    ...['/bonos/nuevo', '/bonos/1/editar', '/bonos/1/eliminar', '/personas', '/personas/nueva', '/permisos', '/rutas', '/rutas/nueva'],
    ...['', '/editar', '/baja', '/contrasena'].map((action) => `/personas/${cuenta}${action}`),
    ...[`/rutas/${ruta}/editar`, '/grupos', '/grupos/nuevo', `/grupos/${grupo}/editar`, `/grupos/asignar?grupos=${grupo}`],
    ...['/clientes/nuevo', `/clientes/${cliente}/editar`, `/clientes/${cliente}/grupo`, `/prestamos/nuevo?cliente=${cliente}`],
    `/prestamos/${prestamo}/editar`,
  ]) {
    await visit(tab.page, `/panel/oficina${at}`);
    expect.soft(await findings(tab.page), at).toEqual([]);
    expect.soft(await sideways(tab.page), at).toEqual([]);
  }
  expectQuiet(tab);
});
