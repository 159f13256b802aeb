import { expect, test } from 'vitest';
import { Api, logOut, RUNNING, userOf } from './support/api';
import { openTab, shown, signedIn, signIn, useBrowser, visit } from './support/browser';
import { week } from './support/format';
import { readPage } from './support/reading';
import { samplesOfDirector } from './support/samples';

useBrowser();

async function endSessionsOf(rol: 'director'): Promise<void> {
  const admin = await Api.of('admin');
  const users = await admin.get('/users');
  const user = users.find((u) => u.usuario === userOf(rol));
  await admin.delete(`/users/${user?.userId}/sesiones`);
}

test('a session that was ended elsewhere asks to sign in, and comes back to the same address', async () => {
  const { cliente, prestamo } = await samplesOfDirector();
  const { page } = await signedIn('director', `/panel/clientes/${cliente}`);
  await endSessionsOf('director');

  await page.locator(`#prestamos a[href="/panel/prestamos/${prestamo}"]`).click();
  await page.waitForSelector('#acceso-motivo');
  expect(await page.locator('#acceso-motivo').textContent()).toBe('Su sesión no es válida o terminó. Inicie sesión de nuevo.');
  expect(await page.locator('#aplicacion').count()).toBe(0);

  await signIn(page, 'director');
  await shown(page);
  expect(new URL(page.url()).pathname).toBe(`/panel/prestamos/${prestamo}`);
  expect((await readPage(page)).heading).toContain(`Préstamo núm. ${prestamo}`);
});

test('a session that was ended before a reload keeps the address too', async () => {
  const { page } = await signedIn('gerente', `/panel/cartera?semana=${RUNNING}&orden=cliente`);
  const stored = await page.evaluate(() => sessionStorage.getItem('prosmex.sesion') ?? '');
  await logOut(JSON.parse(stored).access);
  await page.evaluate(() => sessionStorage.clear());

  await page.reload();
  await signIn(page, 'gerente');
  await shown(page);

  expect(page.url()).toContain(`/panel/cartera?semana=${RUNNING}&orden=cliente`);
});

test('without a server what is shown stays, and a sentence says of when it is', async () => {
  const { page } = await signedIn('gerente', `/panel/cartera?semana=${RUNNING}`);
  const before = await readPage(page);
  await page.context().setOffline(true);

  await page.selectOption('#orden', 'cliente');
  await page.waitForSelector('#error:not([hidden])');
  expect(await page.locator('#error p').textContent()).toMatch(/^No hay conexión con el servidor\..* Lo que ve es de las \d+:\d\d/);
  expect((await readPage(page)).tables).toEqual(before.tables);

  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Reintentar' }).click();
  await shown(page);
  await page.waitForSelector('#error', { state: 'hidden' });
  expect((await readPage(page)).tables).not.toEqual(before.tables);
});

test('while another week is under way, heading and title are those of the week shown', async () => {
  const { page } = await signedIn('gerente', `/panel/faltas?semana=${RUNNING}`);
  const before = await readPage(page);
  let answer = () => {};
  const held = new Promise<void>((done) => {
    answer = done;
  });
  await page.route('**/reporte/faltas?*', async (route) => {
    await held;
    await route.continue();
  });

  await page.getByRole('link', { name: 'Semana anterior' }).click();
  await page.waitForSelector('#espera:not([hidden])');
  expect((await readPage(page)).heading).toBe(`Semana del ${week(RUNNING)} Faltas, si la semana cerrara ahora`);
  expect((await readPage(page)).tables).toEqual(before.tables);
  expect(await page.evaluate(() => document.documentElement.dataset.mostrada)).toContain(RUNNING);

  answer();
  await shown(page);
  expect((await readPage(page)).heading).not.toBe(before.heading);
});

test.each(['/panel/nada', '/panel/clientes/0', '/panel/nada/7'])('the address %s says that there is no such page', async (at) => {
  const { page } = await openTab();
  await page.goto(at);
  await signIn(page, 'gerente');

  await page.getByRole('heading', { name: 'No existe esta página' }).waitFor();
});

test('a client that does not exist is said to be missing, with a way out', async () => {
  const { page } = await signedIn('gerente');
  await page.goto('/panel/clientes/999999999');

  await page.waitForSelector('#error:not([hidden])');
  await page.getByRole('link', { name: 'Ir a la semana en curso' }).click();
  await shown(page);
});

test('a list that nobody fits says how to widen it', async () => {
  const { page } = await signedIn('gerente');
  for (const list of ['cartera', 'faltas', 'por-cobrar']) {
    await visit(page, `/panel/${list}?q=zzzzzz`);

    expect((await readPage(page)).notes).toEqual(['0 préstamos.', 'Nadie cumple con lo que pide. Quite algún filtro.']);
  }
  await visit(page, '/panel/buscar?q=zzzzzz');
  expect((await readPage(page)).notes[0]).toContain('No se encontró a nadie.');
  await visit(page, '/panel/buscar?q=zz');
  expect((await readPage(page)).notes[0]).toContain('Escriba al menos tres letras');
});
