import { expect, test } from 'vitest';
import { Api, RUNNING } from './support/api';
import { expectQuiet, follow, openTab, shown, signedIn, signIn, useBrowser, visit } from './support/browser';
import { readPage } from './support/reading';
import { samplesOfDirector } from './support/samples';

useBrowser();

test('from the sign-in by a late band to a client, a loan and its papers, and back to the same list', async () => {
  const tab = await openTab();
  const { page } = tab;
  await page.goto('/panel');
  await signIn(page, 'gerente');
  await shown(page);

  await follow(page, '#antiguedad tbody a[href*="desde="]:not([href*="desde=0"])');
  await page.selectOption('#orden', 'restante');
  await page.waitForURL(/orden=restante/);
  await shown(page);
  const list = page.url();
  const before = await readPage(page);
  const first = page.locator('tbody tr').first();
  const client = await first.locator('a').first().textContent();

  await follow(page, 'tbody a[href*="/clientes/"]');
  expect((await readPage(page)).heading).toContain(client);
  await follow(page, '#prestamos a[href*="/prestamos/"]');
  const loan = page.url();
  expect((await readPage(page)).heading).toContain(client);
  await follow(page, '.opciones a[href*="/plan/"]');
  expect((await readPage(page)).heading).toBe('Plan de pagos');
  await follow(page, 'a[href*="/prestamos/"]');
  expect(page.url()).toBe(loan);
  await follow(page, '#movimientos a[href*="/recibo/"]');
  expect((await readPage(page)).heading).toMatch(/^Recibo núm\. \d+$/);

  // Recibo, loan, plan, loan, client, list.
  for (let step = 0; step < 5; step++) {
    const from = page.url();
    await page.goBack();
    await page.waitForURL((url) => url.href !== from);
    await shown(page);
  }
  expect(page.url()).toBe(list);
  expect(await readPage(page)).toEqual(before);
  expectQuiet(tab);
});

test('search by keyboard alone finds a client by three letters, by INE and by number, from any page', async () => {
  const { cliente, prestamo, grupo } = await samplesOfDirector();
  const { cliente: c } = await (await Api.of('director')).get('/clientes/{id}/ficha', {}, cliente);
  const tab = await signedIn('director', `/panel/grupos/${grupo}`);
  const { page } = tab;

  for (const [from, typed, wanted] of [
    [`/panel/grupos/${grupo}`, c.codigo_ine.slice(0, 10).toLowerCase(), `/panel/clientes/${cliente}`],
    ['/panel/comparacion', String(cliente), `/panel/clientes/${cliente}`],
    [`/panel/plan/${prestamo}`, String(prestamo), `/panel/prestamos/${prestamo}`],
    ['/panel', `${c.nombre} ${c.apellido_paterno}`, `/panel/clientes/${cliente}`],
  ] as const) {
    await visit(page, from);
    await page.keyboard.press('/');
    await page.keyboard.type(typed);
    await page.waitForURL((url) => url.searchParams.get('q') === typed);
    await shown(page);
    expect(await page.locator(`.resultados a[href="${wanted}"]`).count(), typed).toBe(1);
    for (let tabs = 0; tabs < 60 && (await page.evaluate(() => document.activeElement?.getAttribute('href'))) !== wanted; tabs++) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${wanted}`);
    await shown(page);

    // One step back is the search, two the page where it began.
    await page.goBack();
    await page.waitForURL(/buscar/);
    await page.goBack();
    await page.waitForURL((url) => url.pathname === from);
    await shown(page);
  }

  await page.keyboard.press('/');
  await page.keyboard.type(c.nombre.slice(0, 3));
  await page.waitForURL((url) => url.searchParams.get('q') === c.nombre.slice(0, 3));
  await shown(page);
  expect(await page.locator('.resultados li').count()).toBeGreaterThan(0);
  expectQuiet(tab);
});

test('a filter of a list is in its address, and the address alone brings it back', async () => {
  const tab = await signedIn('director', `/panel/cartera?semana=${RUNNING}`);
  const { page } = tab;
  await page.fill('#q', 'mar');
  await page.press('#q', 'Enter');
  await page.waitForURL(/q=mar/);
  await shown(page);
  const read = await readPage(page);

  await page.reload();
  await shown(page);

  expect(await readPage(page)).toEqual(read);
  expect(await page.inputValue('#q')).toBe('mar');
  expectQuiet(tab);
});
