// Clients who look like one person: told where a loan is given, listed, and decided about.

import { beforeAll, expect, test } from 'vitest';
import { Api } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, shown, signedIn, useBrowser, visit } from './support/browser';
import { newCliente } from './support/clients';
import { tryHostile } from './support/hostile-form';

useBrowser();

let admin: Api;
let one = 0;
let other = 0;
let number = 5_550_000 + (Date.now() % 100_000);

/** The last page of a list: the newest clients are on it, whatever other tests made. */
const lastPage = async (decision?: 'distinta') => {
  const { total_pages } = await admin.get('/clientes/parecidos', { per_page: 25, ...(decision && { decision }) });
  return `/panel/oficina/parecidos?page=${total_pages}${decision ? `&decision=${decision}` : ''}`;
};

/** Two new clients with one telephone that no other client has. */
async function aPair(): Promise<void> {
  const telefono = `33${String(++number).padStart(8, '1')}`;
  one = await newCliente(admin, { telefono });
  other = await newCliente(admin, { telefono });
}

const decisionOf = async () =>
  (await admin.get('/clientes/{id}/parecidos', {}, one)).parecidos.find((p) => p.otro?.id === other)?.decision ?? null;

beforeAll(async () => {
  admin = await Api.of('admin');
});

tryHostile('deciding about two clients', {
  at: async () => {
    await aPair();
    return `/panel/oficina/parecidos/${one}?otro=${other}`;
  },
  rol: 'admin',
  fill: async (page) => {
    await page.selectOption('[name=decision]', 'distinta');
    await page.fill('[name=nota]', 'Son madre e hija.');
  },
  typed: (page) => page.inputValue('[name=nota]'),
  times: async () => (await admin.get('/bitacora', { entidad: 'par_de_clientes', id: one })).bitacora.length,
});

test('two clients with one telephone: told on their pages and before a loan, listed, decided, and then told no more', async () => {
  await aPair();
  const tab = await signedIn('admin', `/panel/clientes/${one}`);
  const { page } = tab;
  await page.waitForSelector('#parecidos');
  expect(await page.textContent('#parecidos')).toContain('El mismo teléfono que');
  expect.soft(await findings(page)).toEqual([]);
  await visit(page, `/panel/oficina/prestamos/nuevo?cliente=${one}`);
  await page.waitForSelector('#parecidos');

  await visit(page, await lastPage());
  await page.waitForSelector(`a[href="/panel/oficina/parecidos/${one}?otro=${other}"]`);
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect.soft(await findings(page)).toEqual([]);
    expect.soft(await sideways(page)).toEqual([]);
  }

  await page.click(`a[href="/panel/oficina/parecidos/${one}?otro=${other}"]`);
  await shown(page);
  await page.waitForSelector('form.cambio');
  expect.soft(await findings(page)).toEqual([]);
  await page.selectOption('[name=decision]', 'distinta');
  await page.fill('[name=nota]', 'Son madre e hija.');
  await page.click('form.cambio button.principal');
  await page.waitForSelector('#hecho');
  expect(await decisionOf()).toMatchObject({ decision: 'distinta', nota: 'Son madre e hija.' });

  await visit(page, await lastPage('distinta'));
  expect(await page.textContent('tbody')).toContain('Son personas distintas, decidió');
  await visit(page, `/panel/clientes/${one}`);
  expect(await page.$('#parecidos')).toBeNull();
  expectQuiet(tab);
});
