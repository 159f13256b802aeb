// Work that needs another user: the rule is set, the work asked for with its ordinary form, and approved, refused or taken back.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';

useBrowser();

type Tab = Awaited<ReturnType<typeof signedIn>>;

let admin: Api;
beforeAll(async () => {
  admin = await Api.of('admin');
});
afterAll(async () => {
  await admin.post('/solicitudes/reglas', { tipo: 'cambio_de_limite', aprobadores: 0 });
});

let asked = 0;
tryHostile('refusing a solicitud', {
  at: async () => {
    await admin.post('/solicitudes/reglas', { tipo: 'cambio_de_limite', aprobadores: 1, roles: [5] });
    asked = await admin.ask('/limites', { limite: 'semanas_para_renovar', valor: 30 });
    return `/panel/oficina/solicitudes/${asked}/rechazar`;
  },
  rol: 'director',
  fill: (page) => page.fill('[name=nota]', 'Son demasiadas.'),
  typed: (page) => page.inputValue('[name=nota]'),
  meanwhile: { act: () => admin.post(`/solicitudes/${asked}/retirar`, {}), says: /^Esta solicitud ya no está pendiente/ },
  times: async () => (await admin.get('/solicitudes', { estado: 'rechazada' })).total_items,
});

const weeks = async () => (await admin.get('/limites')).limites.find((l) => l.clave === 'semanas_para_renovar')?.valor;

async function check({ page }: Tab): Promise<void> {
  expect.soft(await findings(page)).toEqual([]);
  expect.soft(await sideways(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** With the form that changes a limit. */
async function askFor(tab: Tab, value: number): Promise<number> {
  const { page } = tab;
  await visit(page, '/panel/oficina/productos');
  await page.click('a[href$="limites/cambiar?limite=semanas_para_renovar"]');
  await page.waitForSelector('form.cambio');
  await page.fill('[name=valor]', String(value));
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#hecho')).toMatch(/^Se pidió la aprobación de otra persona/);
  return Number(page.url().split('/').at(-1));
}

test('a rule is set; a change is asked for with its form, approved by another user with what it changes, and done', async () => {
  const before = await weeks();
  const asks = await signedIn('admin', '/panel/oficina/solicitudes/reglas');
  await shown(asks.page);
  await check(asks);
  await asks.page.click('a[href$="cambiar?tipo=cambio_de_limite"]');
  await asks.page.waitForSelector('form.cambio');
  await asks.page.selectOption('[name=aprobadores]', '1');
  await asks.page.selectOption('[name=roles]', '5');
  await check(asks);
  await asks.page.click('form.cambio button.principal');
  await asks.page.waitForSelector('#hecho');
  expect(await asks.page.textContent('#reglas')).toContain('Una persona: Director');

  const id = await askFor(asks, (before ?? 0) + 1);
  expect(await asks.page.textContent('#solicitud')).toContain('Pendiente');
  expect(await asks.page.locator('a:text-is("Aprobar")').count()).toBe(0);
  expect(await weeks()).toBe(before);

  // Others may be waiting.
  const waiting = (await (await Api.of('director')).get('/solicitudes', { por_responder: true, per_page: 1 })).total_items;
  const approves = await signedIn('director', '/panel');
  const { page } = approves;
  await page.waitForSelector('#por-responder');
  expect(await page.textContent('#por-responder')).toBe(`Por aprobar: ${waiting}`);
  await page.click('#por-responder');
  await page.waitForURL('**/panel/oficina/solicitudes');
  await shown(page);
  await check(approves);
  await page.click(`a[href$="/solicitudes/${id}"]`);
  await page.waitForSelector('#cambios');
  expect(await page.textContent('#cambios')).toContain(`Semanas cumplidas para renovar${before}${(before ?? 0) + 1}`);
  await check(approves);
  await page.click('a:text-is("Aprobar")');
  await page.waitForSelector('form.cambio');
  await page.fill('[name=nota]', 'Así lo acordamos.');
  await check(approves);
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');

  expect(await page.textContent('#hecho')).toBe('Aprobada y hecha.');
  expect(await page.textContent('#solicitud')).toContain('Así lo acordamos.');
  expect(await weeks()).toBe((before ?? 0) + 1);
  await page.waitForSelector(`#por-responder:text-is("Por aprobar: ${waiting}")`, { state: 'detached' });
  expectQuiet(approves);
  expectQuiet(asks);
});

test('another user refuses with a reason, the author takes back, and nothing is done', async () => {
  const before = await weeks();
  await admin.post('/solicitudes/reglas', { tipo: 'cambio_de_limite', aprobadores: 1, roles: [5] });
  const asks = await signedIn('admin');
  const refused = await askFor(asks, 20);

  const { page } = await signedIn('director', `/panel/oficina/solicitudes/${refused}/rechazar`);
  await page.waitForSelector('form.cambio');
  await page.fill('[name=nota]', 'Son demasiadas.');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await page.textContent('#solicitud')).toContain('Rechazada');

  await visit(asks.page, `/panel/oficina/solicitudes/${refused}`);
  expect(await asks.page.textContent('#solicitud')).toContain('Son demasiadas.');
  const own = await askFor(asks, 21);
  await asks.page.click('a:text-is("Retirar")');
  await asks.page.waitForSelector('form.cambio');
  await asks.page.click('form.cambio button.principal');
  await asks.page.waitForSelector('#hecho');
  expect(asks.page.url()).toContain(`/solicitudes/${own}`);
  expect(await asks.page.textContent('#solicitud')).toContain('Retirada');
  expect(await weeks()).toBe(before);
});
