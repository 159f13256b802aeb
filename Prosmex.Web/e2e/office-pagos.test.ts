import { beforeEach, expect, test } from 'vitest';
import { Api, type Rol } from './support/api';
import { findings, sideways } from './support/axe';
import { expectQuiet, follow, shown, signedIn, useBrowser, visit } from './support/browser';
import { tryHostile } from './support/hostile-form';
import { tabTo } from './support/keyboard';
import { aLoan, ledger, pay } from './support/money';

useBrowser();

const admin: Rol = 'admin';
let pago = 0;
beforeEach(async () => {
  pago = await pay();
});
const reversals = async () => (await ledger()).filter((m) => m.reversa_de === pago).length;

const cancel = async () => (await Api.of(admin)).delete(`/pagos/${pago}`);
const ALREADY = /^Ese pago ya se canceló o se corrigió/;

tryHostile('cancelling a payment', {
  at: () => Promise.resolve(`/panel/oficina/pagos/${pago}/cancelar`),
  rol: admin,
  fill: (page) => page.fill('[name=motivo]', 'Se registró dos veces.'),
  typed: (page) => page.inputValue('[name=motivo]'),
  isAsked: true,
  times: reversals,
  meanwhile: { act: cancel, says: ALREADY },
});

tryHostile('correcting a payment', {
  at: () => Promise.resolve(`/panel/oficina/pagos/${pago}/corregir`),
  rol: admin,
  fill: (page) => page.fill('[name=monto]', '8.50'),
  typed: (page) => page.inputValue('[name=monto]'),
  isAsked: true,
  times: reversals,
  meanwhile: { act: cancel, says: ALREADY },
});

test('a payment is found, corrected from its loan, and cancelled, each with what it changes', async () => {
  const { prestamo } = await aLoan();
  const tab = await signedIn(admin, '/panel/oficina');
  const { page } = tab;
  await follow(page, 'main a[href="/panel/oficina/pagos"]');
  await page.fill('main [name=q]', String(pago));
  await page.click('main .filtros button');
  await page.waitForURL('**/panel/oficina/pagos?q=*');
  await shown(page);
  expect(await page.locator('main tbody tr').count()).toBe(1);
  await follow(page, `main a[href="/panel/prestamos/${prestamo}"]`);
  const before = (await ledger()).length;

  await follow(page, `main a[href$="/pagos/${pago}/corregir"]`);
  await page.click('button.principal');
  await page.getByText('Cambie el monto o la fecha.').waitFor();
  await page.fill('[name=monto]', '7');
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  expect(await page.textContent('.pregunta')).toContain('Siete pesos 00/100 M.N.');
  const paid = await page.locator('.efectos tr', { hasText: 'Por pagar' }).first().locator('td').allTextContents();
  await page.click('button.principal');
  await page.waitForURL(`**/panel/prestamos/${prestamo}`);
  await shown(page);

  const corrected = (await ledger()).find((m) => m.monto === 7 && !m.reversado && m.id > pago);
  const { prestamo: after } = await (await Api.of(admin)).get('/prestamos/{id}/ficha', {}, prestamo);
  expect(await page.textContent('#hecho')).toBe(`Se corrigió el pago. Ahora es el núm. ${corrected?.id}.`);
  expect((await ledger()).length).toBe(before + 2);
  expect(Number(paid[1]?.replace(/[$,]/g, ''))).toBe(after.restante);

  await follow(page, `main a[href$="/pagos/${corrected?.id}/cancelar"]`);
  await page.fill('[name=motivo]', 'Era de otra clienta.');
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  expect(await page.textContent('.pregunta')).toContain('Motivo: Era de otra clienta.');
  await page.click('button.principal');
  await page.waitForURL(`**/panel/prestamos/${prestamo}`);
  await shown(page);
  expect((await ledger()).find((m) => m.reversa_de === corrected?.id)?.motivo).toBe('Era de otra clienta.');

  await visit(page, `/panel/oficina/pagos?q=${corrected?.id}&cancelados=si`);
  expect(await page.textContent('main tbody')).toContain('Era de otra clienta.');
  expectQuiet(tab);
});

test('a payment that cannot be cancelled says why, and what was typed stays', async () => {
  const api = await Api.of(admin);
  const { page } = await signedIn(admin, '/panel/oficina');
  await visit(page, `/panel/oficina/pagos/${pago}/cancelar`);
  await page.fill('[name=motivo]', 'Se equivocó.');
  // Somebody else was quicker.
  await api.delete(`/pagos/${pago}`);
  await page.click('button.principal');

  await page.getByText('Ese pago ya se canceló o se corrigió. Actualice la lista para ver el vigente.').waitFor();
  expect(await page.inputValue('[name=motivo]')).toBe('Se equivocó.');
  expect(await reversals()).toBe(1);
});

test('who may not edit finds payments and is offered no change', async () => {
  const { prestamo } = await aLoan();
  const { page } = await signedIn('director', '/panel/oficina');
  await follow(page, 'main a[href="/panel/oficina/pagos"]');
  expect(await page.locator('main a[href$="/corregir"], main a[href$="/cancelar"]').count()).toBe(0);
  await visit(page, `/panel/prestamos/${prestamo}`);
  expect(await page.locator('main a[href$="/corregir"]').count()).toBe(0);
  await page.goto(`/panel/oficina/pagos/${pago}/cancelar`);
  await page.getByRole('heading', { name: 'Sin permiso' }).waitFor();
});

test('with the keyboard alone a payment is cancelled', async () => {
  const { page } = await signedIn(admin, '/panel/oficina');
  await visit(page, `/panel/oficina/pagos/${pago}/cancelar`);
  await tabTo(page, '[name=motivo]');
  await page.keyboard.type('Con el teclado.');
  await tabTo(page, 'form.cambio button.principal');
  await page.keyboard.press('Enter');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('pregunta-h');
  await tabTo(page, 'form.cambio button.principal');
  await page.keyboard.press('Enter');
  await page.waitForSelector('form.cambio', { state: 'detached' });
  expect(await reversals()).toBe(1);
});

test('axe finds nothing, and nothing scrolls sideways', async () => {
  const { page } = await signedIn(admin, '/panel/oficina');
  for (const at of ['/panel/oficina/pagos', `/panel/oficina/pagos/${pago}/corregir`, `/panel/oficina/pagos/${pago}/cancelar`]) {
    await visit(page, at);
    expect.soft(await findings(page), at).toEqual([]);
    expect.soft(await sideways(page), at).toEqual([]);
  }
  await page.fill('[name=motivo]', 'x');
  await page.click('button.principal');
  await page.waitForSelector('form.cambio[data-paso=confirming]');
  expect.soft(await findings(page), 'the question').toEqual([]);
  expect.soft(await sideways(page), 'the question').toEqual([]);
});
