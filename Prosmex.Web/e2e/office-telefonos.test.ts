// The phones that collect: what the office sees of them, ends, and gives up.

import { beforeAll, beforeEach, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, shown, signedIn, useBrowser, visit } from './support/browser';
import { instant } from './support/format';
import { tryHostile } from './support/hostile-form';
import { register } from './support/people';
import { readPage, tableOf } from './support/reading';

useBrowser();

let admin: Api;
let usuario = '';
let person = { id: 0, password: '' };
let secret = '';
let phone = 0;

/** A sign-in on the phone. */
const signInOn = async (telefono: string) =>
  (await Api.as(usuario, person.password)).post('/cobro/telefonos', {
    telefono_id: telefono,
    nombre: 'Moto G · Chrome 96',
    version: '1.0.3',
  });
const contact = (telefono: string, filas: number, total: number) =>
  admin.post('/cobro/contacto', { telefono_id: telefono, version: '1.0.3', por_enviar: { filas, total } });
const thePhone = async () => {
  const [one] = (await admin.get('/cobro/telefonos', { id: phone })).telefonos;
  if (!one) throw new Error(`There is no phone ${phone}.`);
  return one;
};

beforeAll(async () => {
  admin = await Api.of('admin');
  usuario = `cobra.${Date.now().toString(36)}`;
  person = await register(usuario, 1);
});

beforeEach(async () => {
  secret = crypto.randomUUID();
  await signInOn(secret);
  await contact(secret, 3, 1500);
  phone = Math.max(...(await admin.get('/cobro/telefonos', { usuario_id: person.id, per_page: 200 })).telefonos.map(({ id }) => id));
});

tryHostile('ending the session of a phone', {
  at: () => Promise.resolve(`/panel/oficina/telefonos/${phone}/terminar`),
  rol: 'admin',
  fill: () => Promise.resolve(),
  typed: () => Promise.resolve(phone),
  times: async () => ((await thePhone()).terminado_en ? 1 : 0),
});

tryHostile('giving up what a phone never sent', {
  at: async () => {
    await admin.post(`/cobro/telefonos/${phone}/terminar`, {});
    return `/panel/oficina/telefonos/${phone}/descartar`;
  },
  rol: 'admin',
  fill: (page) => page.fill('[name=nota]', 'Le robaron el teléfono.'),
  typed: (page) => page.inputValue('[name=nota]'),
  isAsked: true,
  times: async () => ((await thePhone()).descartar_pedido_en ? 1 : 0),
  meanwhile: { act: () => signInOn(secret), says: /^Ese teléfono todavía puede enviar sus cobros/ },
});

test('list of phones: of one person, with what waits; a session is ended and what was not sent given up', async () => {
  const tab = await signedIn('admin', `/panel/oficina/personas/${person.id}`);
  const { page } = tab;
  await page.click('text=Sus teléfonos');
  await page.waitForURL(`**/panel/oficina/telefonos?usuario=${person.id}`);
  await shown(page);
  const phones = (await admin.get('/cobro/telefonos', { usuario_id: person.id, per_page: 25 })).telefonos;
  const { rows } = tableOf(await readPage(page), 'Teléfonos, el último contacto primero');
  expect(rows.length).toBe(phones.length);
  expect(rows[0]).toEqual([
    'Noé Ruiz Paz | Moto G · Chrome 96, versión 1.0.3',
    instant(phones[0]?.ultimo_contacto ?? ''),
    '3 cobros, $1,500.00',
    'Con sesión',
    'Terminar su sesión',
  ]);
  expect(await page.content()).not.toContain(secret);
  expect.soft(await findings(page)).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.click(`a[href="/panel/oficina/telefonos/${phone}/terminar"]`);
  await page.waitForSelector('form.cambio');
  expect.soft(await findings(page)).toEqual([]);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toBe('Se terminó la sesión del teléfono de Noé Ruiz Paz.');

  await visit(page, `/panel/oficina/telefonos?numero=${phone}`);
  await page.click('text=Descartar lo que no se envió');
  await page.waitForSelector('form.cambio');
  await page.fill('[name=nota]', 'Se registraron a mano.');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('form.cambio[data-paso="confirming"]');
  expect(await page.textContent('.pregunta')).toContain('Mil quinientos pesos 00/100 M.N.');
  expect.soft(await findings(page)).toEqual([]);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');

  await contact(secret, 0, 0);
  await visit(page, `/panel/oficina/telefonos?numero=${phone}`);
  expect(await page.textContent('tbody tr')).toContain('Lo que no se envió se descartó el');
  expectQuiet(tab);
});
