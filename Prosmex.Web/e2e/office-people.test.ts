// Accounts: created with a password that is told once, changed, closed and brought back.

import { beforeAll, expect, inject, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, openTab, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { register } from './support/people';

useBrowser();

let admin: Api;
let made = 0;
beforeAll(async () => {
  admin = await Api.of('admin');
});

/** Of this file, and of one run. */
const run = Date.now().toString(36);
const newName = () => `${run}-${++made}`;
const found = async (q: string) => (await admin.get('/users/cuentas', { q, estado: 'todas', per_page: 200 })).cuentas;

let creating = '';
tryHostile('create an account', {
  at: () => Promise.resolve('/panel/oficina/personas/nueva'),
  rol: 'admin',
  fill: async (page) => {
    await page.fill('[name=nombre]', 'Óscar');
    await page.fill('[name=apellido_paterno]', 'Peña');
    await page.fill('[name=apellido_materno]', 'Ruiz');
    creating = newName();
    await page.fill('[name=usuario]', creating);
    await page.selectOption('[name=rol_id]', '2');
  },
  typed: (page) => page.locator('form.cambio :is(input, select)').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).value)),
  times: async () => (await found(`${run}-`)).length,
  meanwhile: { act: () => register(creating, 2), says: /^Ese nombre de usuario ya está en uso/ },
});

let changing = 0;
tryHostile('change an account', {
  at: async () => {
    changing ||= (await register(newName(), 2)).id;
    return `/panel/oficina/personas/${changing}/editar`;
  },
  rol: 'admin',
  fill: (page) => page.fill('[name=nombre]', `Noé ${++made}`),
  typed: (page) => page.inputValue('[name=nombre]'),
  times: async () => (changing ? (await admin.get('/bitacora', { entidad: 'usuario', id: changing, per_page: 1 })).total_items : 0),
});

test('password of a new account: told once, on every page of the office until it was handed over; it opens and must be changed', async () => {
  const tab = await signedIn('admin', '/panel/oficina/personas/nueva');
  const { page } = tab;
  const usuario = newName();
  await page.fill('[name=nombre]', 'Rita');
  await page.fill('[name=apellido_paterno]', 'Sosa');
  await page.fill('[name=apellido_materno]', 'Luna');
  await page.fill('[name=usuario]', usuario);
  await page.selectOption('[name=rol_id]', '1');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#contrasena-generada');
  await shown(page);
  expect(await page.textContent('#hecho')).toBe('Se creó la cuenta de Rita Sosa Luna.');
  expect(await page.textContent('h1')).toContain('Rita Sosa Luna');
  const password = (await page.textContent('#contrasena-generada')) ?? '';
  expect.soft(await findings(page)).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.click('header a[href="/panel/cartera"]');
  await shown(page);
  await page.click('header a[href="/panel/oficina"]');
  await page.click('a[href="/panel/oficina/personas"]');
  await shown(page);
  expect(await page.textContent('#contrasena-generada')).toBe(password);
  await page.click('text=Ya la entregué');
  expect(await page.locator('#contrasena-provisional').count()).toBe(0);
  await page.reload();
  await shown(page);
  expect(await page.locator('#contrasena-provisional').count()).toBe(0);
  expectQuiet(tab);

  const other = await openTab();
  await other.page.goto('/panel/cartera');
  await other.page.fill('#usuario', usuario);
  await other.page.fill('#contrasena', password);
  await other.page.press('#contrasena', 'Enter');
  await other.page.waitForSelector('#debe-cambiar');
});

test('account: sessions closed, password reset, closed and brought back, each asked once', async () => {
  const usuario = newName();
  const { id, password } = await register(usuario, 3);
  const login = (contrasena: string) =>
    fetch(`${inject('address')}/auth/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ usuario, contrasena }),
    });
  expect((await login(password)).status).toBe(200);
  const { page } = await signedIn('admin', `/panel/oficina/personas/${id}`);
  const act = async (link: string, done: string) => {
    await page.click(`a.boton:text-is("${link}")`);
    await page.waitForSelector('form.cambio');
    await page.click('form.cambio button.principal');
    await page.waitForSelector('#hecho');
    await shown(page);
    expect(await page.textContent('#hecho')).toBe(done);
  };

  await act('Cerrar sus sesiones', 'Se cerró una sesión de Noé Ruiz Paz.');
  await act('Restablecer la contraseña', 'Se restableció la contraseña de Noé Ruiz Paz.');
  const reset = (await page.textContent('#contrasena-generada')) ?? '';
  expect([(await login(password)).status, (await login(reset)).status]).toEqual([401, 200]);
  // They have signed in, so that they are deactivated, not deleted, only if something names them.
  await admin.put(`/rutas/3`, { usuario_id_supervisor: id });
  try {
    await visit(page, `/panel/oficina/personas/${id}`);
    await page.click('a.boton:text-is("Dar de baja")');
    await page.waitForSelector('form.cambio');
    expect(await page.textContent('form.cambio .alerta')).toContain('1 ruta');
    await page.click('form.cambio button.principal');
    await page.waitForSelector('#hecho');
    expect((await login(reset)).status).toBe(401);
    await visit(page, `/panel/oficina/personas?q=${usuario}&estado=bajas`);
    await page.click(`a[href="/panel/oficina/personas/${id}"]`);
    await shown(page);
    await act('Reactivar la cuenta', 'Se reactivó la cuenta de Noé Ruiz Paz.');
    expect((await login(reset)).status).toBe(200);
  } finally {
    await admin.put(`/rutas/3`, { usuario_id_supervisor: (await found('supervisor3'))[0]?.usuario_id });
  }
});

test('list of people: filters are in the address, and it shows what the API says', async () => {
  const tab = await signedIn('admin', '/panel/oficina/personas');
  const { page } = tab;
  await page.selectOption('[name=rol]', '2');
  await page.fill('[name=q]', 'navarro');
  await page.press('[name=q]', 'Enter');
  await page.waitForURL('**/panel/oficina/personas?q=navarro&rol=2');
  await shown(page);

  const [cuenta] = (await admin.get('/users/cuentas', { q: 'navarro', rol_id: 2 })).cuentas;
  expect(await page.locator('tbody tr').count()).toBe(1);
  expect(await page.textContent('tbody tr')).toContain(`${cuenta?.nombre} ${cuenta?.apellido_paterno}`);
  await page.reload();
  await shown(page);
  expect(await page.inputValue('[name=q]')).toBe('navarro');
  expectQuiet(tab);
});

test('permissions: as the table has them', async () => {
  const { acciones, roles } = await admin.get('/roles/permisos');
  const { page } = await signedIn('admin', '/panel/oficina/permisos');

  const cells = await page
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((r) => [...r.querySelectorAll('th, td')].map((c) => c.textContent)));
  expect(cells).toEqual(acciones.map((a) => [a.nombre, ...roles.map((r) => (r.acciones.includes(a.id) ? 'Sí' : 'No'))]));
});
