// Routes and groups: created, renamed, assigned one by one and many at once; clients who move between them.

import { beforeAll, expect, test } from 'vitest';
import { Api } from './support/api';
import { expectQuiet, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';

useBrowser();

let admin: Api;
let made = 0;
const run = Date.now().toString(36);
beforeAll(async () => {
  admin = await Api.of('admin');
});

const changesOf = async (entidad: string, id: number) => (await admin.get('/bitacora', { entidad, id, per_page: 1 })).total_items;
const people = async (rol: string) => ((await admin.get('/users/tipo-especifico', { rol })) ?? []).map((u) => u.userId);
const groups = async () => (await admin.get('/grupos/lista', { per_page: 200 })).grupos;
const groupOf = async (id: number) => (await groups()).find((g) => g.grupo_id === id);

tryHostile('create a group', {
  at: () => Promise.resolve('/panel/oficina/grupos/nuevo'),
  rol: 'admin',
  fill: async (page) => {
    await page.fill('[name=nombre_grupo]', `Prueba ${run}-${++made}`);
    await page.selectOption('[name=ruta]', { index: 1 });
  },
  typed: (page) => page.inputValue('[name=nombre_grupo]'),
  times: async () => (await groups()).length,
});

tryHostile('change a group', {
  at: () => Promise.resolve('/panel/oficina/grupos/5/editar'),
  rol: 'admin',
  fill: (page) => page.fill('[name=nombre_grupo]', `Grupo 5 - ${run} ${++made}`),
  typed: (page) => page.inputValue('[name=nombre_grupo]'),
  times: () => changesOf('grupo', 5),
});

/** Each test gives the two groups to the other gestor. */
tryHostile('assign several groups', {
  at: () => Promise.resolve('/panel/oficina/grupos/asignar?grupos=1-2'),
  rol: 'admin',
  isAsked: true,
  fill: async (page) => {
    const now = [await groupOf(1), await groupOf(2)].map((g) => g?.gestor_id);
    const other = (await people('Gestor de cobranza')).find((id) => !now.includes(id));
    await page.selectOption('[name=gestor]', other ? String(other) : 'nadie');
  },
  typed: (page) => page.inputValue('[name=gestor]'),
  times: async () => ((await changesOf('grupo', 1)) + (await changesOf('grupo', 2))) / 2,
});

test('several groups: chosen by boxes, assigned at once, and only they', async () => {
  const tab = await signedIn('admin', '/panel/oficina/grupos');
  const { page } = tab;
  const before = await groups();
  const [gestor = 0] = (await people('Gestor de cobranza')).slice(-1);
  await page.check('[aria-label="Elegir Grupo 3 - Las Huertas"]');
  await page.check('[aria-label="Elegir Grupo 9 - Huentitán"]');
  await follow(page, '#elegidos a.principal');
  await page.selectOption('[name=gestor]', String(gestor));
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  expect(await page.textContent('.pregunta')).toContain('Grupo 9 - Huentitán');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/oficina/grupos');
  await shown(page);

  expect(await page.textContent('#hecho')).toBe('Se asignaron 2 grupos.');
  expect(await groups()).toEqual(
    before.map((g) => ([3, 9].includes(g.grupo_id) ? { ...g, gestor_id: gestor, gestor: expect.any(String) } : g)),
  );
  expectQuiet(tab);
});

test('nothing to assign is said, and what was chosen stays', async () => {
  const { page } = await signedIn('admin', '/panel/oficina/grupos/asignar?grupos=4-5');
  await page.click('form.cambio button.principal');
  await page.getByText('Elija qué va a asignar.').waitFor();
  expect(await page.locator('.cargos li').count()).toBe(2);
});

test('a route and its group: created, changed and deleted', async () => {
  const tab = await signedIn('admin', '/panel/oficina/rutas');
  const { page } = tab;
  const name = `Ruta ${run}`;
  await follow(page, 'a[href$="/rutas/nueva"]');
  await page.fill('[name=nombre_ruta]', name);
  await page.selectOption('[name=supervisor]', { index: 1 });
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/oficina/rutas');
  await shown(page);
  await visit(page, `/panel/oficina/rutas?q=${run}`);
  expect(await page.textContent('tbody tr')).toContain(name);
  const [ruta] = (await admin.get('/rutas/lista', { q: run })).rutas;
  expect(ruta).toMatchObject({ ruta: name, grupos: 0, gerente: '' });
  expect(ruta?.supervisor).not.toBe('');

  await follow(page, 'a[href$="/editar"]');
  await page.fill('[name=nombre_ruta]', `${name} bis`);
  await page.selectOption('[name=supervisor]', '');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/oficina/rutas');
  expect((await admin.get('/rutas/lista', { q: run })).rutas[0]).toMatchObject({ ruta: `${name} bis`, supervisor_id: null });

  await visit(page, `/panel/oficina/rutas?q=${run}`);
  await follow(page, 'a[href$="/eliminar"]');
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/oficina/rutas');
  expect((await admin.get('/rutas/lista', { q: run })).total_items).toBe(0);
  expectQuiet(tab);
});

test('a group is renamed from the week, and nothing else of it is changed', async () => {
  const { page } = await signedIn('admin', '/panel/oficina/grupos/7/editar');
  const before = await groupOf(7);
  await page.fill('[name=nombre_grupo]', `${before?.grupo} bis`);
  await page.click('form.cambio button.principal');
  await page.waitForURL('**/panel/oficina/grupos');
  expect(await groupOf(7)).toEqual({ ...before, grupo: `${before?.grupo} bis` });
  await admin.put('/grupos/7', { nombre_grupo: before?.grupo });
});

const mover = async () => {
  const { clientes } = await admin.get('/clientes/clientes-registro-prestamo', { grupo_id: 8, per_page: 200 });
  return clientes[0]?.id ?? 0;
};
let moving = 0;
tryHostile('move a client', {
  at: async () => {
    moving ||= await mover();
    return `/panel/oficina/clientes/${moving}/grupo`;
  },
  rol: 'admin',
  isAsked: true,
  fill: async (page) => {
    await page.selectOption('[name=grupo]', { index: 1 });
  },
  typed: (page) => page.inputValue('[name=grupo]'),
  times: () => changesOf('cliente', moving),
});

test('moving a client: what the question says of both weeks is what the reports then say', async () => {
  const { prestamos } = await admin.get('/pagos/prestamos', { grupo_id: 10, per_page: 200 });
  const paid = prestamos.find((p) => p.MONTO_PAGADO > 0);
  const id = (await admin.get('/prestamos/{id}', {}, paid?.PRESTAMO_ID)).cliente_id;
  const { page } = await signedIn('admin', `/panel/oficina/clientes/${id}/grupo`);
  await page.selectOption('[name=grupo]', '11');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.pregunta');
  const said = await page
    .locator('.efectos section')
    .evaluateAll((sections) =>
      sections.map(
        (s) =>
          [s.querySelector('h3')?.textContent, [...s.querySelectorAll('tbody tr')].map((r) => r.lastElementChild?.textContent)] as const,
      ),
    );
  const weeks = said.filter(([title]) => title?.startsWith('Semana del'));
  expect(weeks.length).toBe(2);
  await page.click('form.cambio button.principal');
  await page.waitForURL(`**/panel/clientes/${id}`);

  for (const [title, [real, faltas, bono]] of weeks) {
    const grupo = (await groups()).find((g) => title?.endsWith(`, ${g.grupo}`));
    const now = (await admin.get('/reporte/tendencia', { grupo_id: grupo?.grupo_id ?? 0, semanas: 1 })).tendencia[0];
    const pesos = (n = 0) => new Intl.NumberFormat('es-MX', { style: 'currency', currency: 'MXN' }).format(n);
    expect([real, faltas, bono]).toEqual([pesos(now?.cobranza_real), String(now?.faltas), pesos(now?.bono)]);
  }
});
