// A client as a person: seen by right, changed, refused at its field, taken along, erased.

import type { Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, follow, openTab, shown, signedIn, useBrowser, visit } from './support/browser';
import { newCliente } from './support/clients';
import { tryHostile } from './support/hostile-form';
import { send, signInByKeyboard, tabTo, type } from './support/keyboard';

useBrowser();

const CURP = 'HEGG560427MVZRRL04';

let admin: Api;
let made = 0;
beforeAll(async () => {
  admin = await Api.of('admin');
});

const expedienteOf = async (cliente: number) => (await admin.get('/clientes/{id}/expediente', {}, cliente)).expediente;
const entries = async (cliente: number) => (await admin.get('/bitacora', { entidad: 'expediente', id: cliente, per_page: 200 })).bitacora;
const at = (cliente: number, page = '') => `/panel/oficina/clientes/${cliente}/expediente${page}`;
const facts = (page: Page) =>
  page.$$eval('#expediente dl > div', (all) => all.map((f) => [f.querySelector('dt')?.textContent, f.querySelector('dd')?.textContent]));

/** One whose keys the demo knows, of the gestor's groups. */
async function known(): Promise<number> {
  const { cartera } = await (await Api.of('gestor')).get('/reporte/cartera', { semana: RUNNING, per_page: 200 });
  for (const { cliente_id: id } of cartera) {
    if (id !== null && (await expedienteOf(id)).curp && (await expedienteOf(id)).clabe) return id;
  }
  throw new Error('No client with keys.');
}

let editing = 0;
tryHostile('changing an expediente', {
  at: async () => {
    // Without keys: to read them is an entry too.
    editing = await newCliente(admin, { telefono: '3301234567' });
    return at(editing, '/editar');
  },
  rol: 'admin',
  fill: (page) => page.fill('[name=calle]', `Calle ${++made}`),
  typed: (page) => page.$$eval('form.cambio :is(input, select, textarea)', (all) => all.map((e) => (e as HTMLInputElement).value)),
  times: async () => (await entries(editing)).length,
  meanwhile: { act: () => admin.delete(`/clientes/${editing}`), says: /^No existe ese cliente/ },
});

let erasing = 0;
tryHostile('erasing an expediente', {
  at: async () => {
    erasing = await newCliente(admin, { telefono: '3301234567' });
    return at(erasing, '/borrar');
  },
  rol: 'admin',
  fill: () => Promise.resolve(),
  typed: () => Promise.resolve(null),
  times: async () => (await entries(erasing)).length,
  meanwhile: { act: () => admin.delete(`/clientes/${erasing}/expediente`), says: /^Este cliente no tiene expediente/ },
});

test('a director sees the whole keys, which is recorded, calls, and takes all of it along', async () => {
  const cliente = await known();
  const expected = await expedienteOf(cliente);
  const tab = await signedIn('director', `/panel/clientes/${cliente}`);
  const { page } = tab;
  const before = (await entries(cliente)).length;
  await follow(page, `a[href="${at(cliente)}"]`);

  expect(await entries(cliente)).toHaveLength(before + 1);
  const shownFacts = Object.fromEntries(await facts(page));
  expect([shownFacts.CURP, shownFacts.CLABE]).toEqual([expected.curp, expected.clabe]);
  expect(await page.textContent('#expediente .nota')).toMatch(/^Queda anotado en la bitácora/);
  const links = await page.$$eval('.telefono a', (all) =>
    all.map((a) => [a.getAttribute('href'), a.getAttribute('target'), a.getAttribute('rel')]),
  );
  expect(links).toEqual([
    [`tel:${expected.telefono}`, null, null],
    [`https://wa.me/${expected.telefono?.slice(1)}`, '_blank', 'noopener noreferrer'],
  ]);

  const [file] = await Promise.all([page.waitForEvent('download'), page.click('button[data-formato=xlsx]')]);
  expect(file.suggestedFilename()).toMatch(/\.xlsx$/);
  expect(await page.locator(`a[href="${at(cliente, '/borrar')}"]`).count()).toBe(0);
  expectQuiet(tab);
});

test('a gestor sees the ends alone, and can neither change nor take them along', async () => {
  const cliente = await known();
  const { curp, clabe } = await expedienteOf(cliente);
  const before = (await entries(cliente)).length;
  const tab = await signedIn('gestor', at(cliente));
  const { page } = tab;

  const shownFacts = Object.fromEntries(await facts(page));
  expect([shownFacts.CURP, shownFacts.CLABE]).toEqual([`…${curp?.slice(-4)}`, `…${clabe?.slice(-4)}`]);
  expect(await page.textContent('#expediente .nota')).toMatch(/últimos cuatro/);
  expect(await page.locator('.portada .opciones > *').allTextContents()).toEqual(['Volver al cliente']);
  expect(await entries(cliente)).toHaveLength(before);
  await page.goto(at(cliente, '/editar'));
  await page.waitForSelector('h1:text-is("Sin permiso")');
  expectQuiet(tab);
});

test('by keyboard an expediente is filled in, and what may be wrong is told and stands beside it', async () => {
  const cliente = await newCliente(admin);
  const { page } = await openTab();
  await page.goto(at(cliente));
  await signInByKeyboard(page, 'admin1', inject('password'));
  expect(await page.textContent('#expediente .vacio')).toBe('Todavía no se ha anotado nada.');
  await tabTo(page, `a[href="${at(cliente, '/editar')}"]`);
  await page.keyboard.press('Enter');
  await type(page, {
    telefono: '33 0123 4567',
    curp: 'gode561231-hvz rrl',
    sexo: 'Mujer',
    municipio: 'Tonalá',
    estado: 'Michoac',
    notas: 'Toca el timbre.',
  });
  await page.fill('[name=curp]', CURP.toLowerCase());
  await page.fill('[name=fecha_nacimiento]', '1956-04-28');

  const said = await send(page);

  expect(said).toMatch(
    /^Se guardó el expediente de Prueba .*\. La CURP dice otra fecha de nacimiento\. La CURP dice que nació en Veracruz, .* Michoacán\./,
  );
  expect(await page.textContent('#cliente')).toContain('33 0123 4567');
  expect(await expedienteOf(cliente)).toMatchObject({
    telefono: '+523301234567',
    curp: CURP,
    sexo: 'mujer',
    estado: 'michoacan',
    rfc: null,
  });
  await visit(page, at(cliente));
  expect(await facts(page)).toContainEqual(['Fecha de nacimiento', expect.stringMatching(/^28 abr 1956La CURP dice otra fecha/)]);
  expect(await facts(page)).toContainEqual(['Estado', expect.stringMatching(/^MichoacánLa CURP dice que nació en Veracruz/)]);

  // Only what changed is sent; what is emptied is null.
  await visit(page, at(cliente, '/editar'));
  await page.fill('[name=municipio]', '');
  const [request] = await Promise.all([page.waitForRequest((r) => r.method() === 'PUT'), page.click('form.cambio button.principal')]);
  expect(request.postDataJSON()).toEqual({ municipio: null });
  await page.waitForSelector('#hecho');
});

test('a wrong CURP is refused at its field; that of another is saved where it is another person', async () => {
  const curp = 'BOXW310820HNERXN09';
  const [first, cliente] = [await newCliente(admin, { curp }), await newCliente(admin)];
  const { page } = await signedIn('admin', at(cliente, '/editar'));
  const box = page.locator('[name=permitir_repetido]');
  await page.fill('[name=curp]', 'BOXW310820HNERXN08');
  await page.fill('[name=telefono]', '12');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('[name=curp][aria-invalid=true]');

  const described = await page
    .locator('[name=curp]')
    .evaluate((e) => (e.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent));
  expect(described[0]).toMatch(/^No es una CURP: revise sus 18 caracteres/);
  expect(await page.locator('[name=telefono][aria-invalid=true]').count()).toBe(1);
  expect(await box.count()).toBe(0);
  expect.soft(await findings(page)).toEqual([]);
  await page.fill('[name=curp]', curp);
  expect(await page.locator('[name=curp][aria-invalid]').count()).toBe(0);

  await page.fill('[name=telefono]', '');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('.error[role=alert]:has-text("Ya existe un cliente con esa CURP")');
  await box.check();
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect((await expedienteOf(cliente)).curp).toBe(curp);
  expect((await expedienteOf(first)).curp).toBe(curp);
});

test('an administrator is told until when the law keeps an expediente', async () => {
  const cliente = await known();
  const { page } = await signedIn('admin', at(cliente));
  await follow(page, `a[href="${at(cliente, '/borrar')}"]`);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('form.cambio .error');

  expect(await page.textContent('form.cambio .error')).toMatch(/^El expediente no se puede borrar mientras haya un préstamo abierto/);
  expect((await expedienteOf(cliente)).curp).not.toBeNull();
});

test('axe finds nothing, and nothing scrolls sideways', async () => {
  const cliente = await known();
  const warned = await newCliente(admin, {
    telefono: '3301234567',
    rfc: 'VACE460910SX6',
    notas: 'Sin blancos'.repeat(40).replaceAll(' ', ''),
  });
  const { page } = await signedIn('admin');

  for (const to of [at(cliente), at(warned), at(warned, '/editar'), at(cliente, '/borrar'), `/panel/clientes/${cliente}`]) {
    await visit(page, to);
    expect.soft(await findings(page), to).toEqual([]);
    expect.soft(await sideways(page), to).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  }
});

test('the links to call are as large as a finger, and are not printed', async () => {
  const { page } = await signedIn('gestor', `/panel/cartera?semana=${RUNNING}`, { viewport: { width: 390, height: 844 } });
  const link = page.locator('tbody .telefono a').first();

  expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(40);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('tbody .telefono:visible').count()).toBe(0);
  await page.emulateMedia({ media: 'screen' });
  await shown(page);
});
