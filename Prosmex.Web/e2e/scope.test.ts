import { describe, expect, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { expectQuiet, openTab, shown, signedIn, signIn, useBrowser } from './support/browser';
import { samplesOf } from './support/samples';

useBrowser();

describe.each(['titular', 'gestor'] as const)('%s', (rol) => {
  test('cannot open a page or paper of another group by its address', async () => {
    const mine = await Api.of(rol);
    const { cobranza } = await mine.get('/reporte/cobranza', { semana: RUNNING, per_page: 50 });
    const theirs = new Set(cobranza.map((g) => g.grupo_id));
    const foreign = await samplesOf(await Api.of('director'), (grupo) => !theirs.has(grupo));
    const { page } = await signedIn(rol);

    for (const at of [
      `clientes/${foreign.cliente}`,
      `prestamos/${foreign.prestamo}`,
      `grupos/${foreign.grupo}`,
      `recibo/${foreign.pago}`,
      `estado-de-cuenta/${foreign.cliente}`,
      `plan/${foreign.prestamo}`,
      `hoja/${foreign.grupo}`,
    ]) {
      await page.goto(`/panel/${at}`);
      await page.waitForSelector('#error:not([hidden])');

      expect(await page.locator('#error p').textContent(), at).toMatch(
        rol === 'gestor' && at.startsWith('estado') ? /^Su rol no tiene permiso/ : /no se encontró|no existe/i,
      );
      expect(await page.locator('#contenido').locator('table, dl, .papel, .tarjeta').count(), at).toBe(0);
    }
  });

  test('sees no button to assign', async () => {
    const { page } = await signedIn(rol);

    expect(await page.locator('.asignar').count()).toBe(0);
  });
});

test('without permissions there is no link to a client, loan, group or sheet, and no search', async () => {
  const tab = await openTab();
  await tab.page.route('**/auth/yo', async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    await route.fulfill({ response, json: { data: { ...data, acciones: [] } } });
  });
  await tab.page.goto('/panel');
  await signIn(tab.page, 'titular');
  await shown(tab.page);
  const there = 'a[href*="/clientes/"], a[href*="/prestamos/"], a[href*="/grupos/"], a[href*="/hoja/"], #buscar';

  expect(await tab.page.locator('#por-cobrar tbody tr').count()).toBeGreaterThan(0);
  expect(await tab.page.locator(there).count()).toBe(0);
  expectQuiet(tab);
});

test('every kind of link that a gestor is shown leads to a page', async () => {
  const tab = await signedIn('gestor');
  const { page } = tab;
  const seen = new Set<string>();
  const queue = ['/panel'];

  for (let at = queue.shift(); at; at = queue.shift()) {
    await page.goto(at);
    await shown(page);
    expect(await page.locator('#error:not([hidden])').count(), at).toBe(0);
    for (const href of await page.locator('a[href^="/panel"]').evaluateAll((links) => links.map((a) => a.getAttribute('href') ?? ''))) {
      const kind = href.split('?')[0]?.replace(/\/\d+/g, '') ?? '';
      if (seen.has(kind)) continue;
      seen.add(kind);
      queue.push(href);
    }
  }

  const office = [
    '',
    '/atrasados',
    '/bonos',
    '/caja',
    '/clientes/expediente',
    '/cortes',
    '/cortes/nuevo',
    '/grupos',
    '/por-aclarar',
    '/prestamos/visita',
    '/solicitudes',
    '/solicitudes/reglas',
  ].map((kind) => `/oficina${kind}`);
  expect([...seen].toSorted()).toEqual(
    [
      '',
      '/caratula',
      '/cartera',
      '/clientes',
      '/comparacion',
      '/faltas',
      '/grupos',
      '/hoja',
      ...office,
      '/plan',
      '/por-cobrar',
      '/prestamos',
      '/recibo',
    ].map((kind) => `/panel${kind}`),
  );
  expectQuiet(tab);
});
