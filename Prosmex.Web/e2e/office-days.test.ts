// The days of three roles in the office: a supervisor's and a director's by keyboard alone, and an administrator's corrections and closing.

import { expect, inject, test } from 'vitest';
import { Api, type Rol, userOf } from './support/api';
import { openTab, shown, signInAs, useBrowser, visit } from './support/browser';
import { startProgram } from './support/demo';
import { mxn } from './support/format';
import { loseNextAnswer } from './support/hostile-form';
import { enter, open, send, signInByKeyboard, tabTo, type } from './support/keyboard';
import { samplesOf } from './support/samples';

useBrowser();

const FINDINGS = ['ine_repetido', 'curp_repetida', 'custodia_inactiva', 'gastos_excedidos'];

async function expectToAddUp(): Promise<void> {
  const { diferencias } = await (await Api.of('admin')).get('/verificacion/cuadre', { per_page: 200 });
  expect(diferencias.filter((d) => !FINDINGS.includes(d.concepto))).toEqual([]);
}

async function office(rol: Rol) {
  const tab = await openTab();
  await tab.page.goto('/panel/oficina');
  await signInByKeyboard(tab.page, userOf(rol), inject('password'));
  return tab;
}

test('a supervisor’s day by keyboard: their own corte, and money that waits', async () => {
  const supervisor = await Api.of('supervisor');
  const { prestamo } = await samplesOf(supervisor);
  await supervisor.post('/pagos', { prestamo_id: prestamo, monto_pagado: 10, clave: crypto.randomUUID() });
  const { efectivo_esperado } = await supervisor.get('/cortes/datos-corte');
  expect(efectivo_esperado).toBeGreaterThan(0);

  const { page, complaints } = await office('supervisor');
  await open(page, 'oficina/caja');
  await open(page, 'oficina/cortes/nuevo');
  await type(page, { contado: String(efectivo_esperado) });
  await enter(page, 'form.cambio button.principal');
  await page.waitForSelector('form.cambio[data-paso="confirming"]');
  expect(await page.textContent('.pregunta')).toContain(mxn(efectivo_esperado));
  expect(await page.textContent('.pregunta')).toContain('Cuadra: sin diferencia');
  expect(await send(page)).toMatch(/^Se hizo el corte núm\. \d+ de /);
  expect((await supervisor.get('/cortes/datos-corte')).efectivo_esperado).toBe(0);

  await open(page, 'oficina');
  await open(page, 'oficina/por-aclarar');
  const { total_monto } = await supervisor.get('/por-aclarar', { estado: 'pendiente' });
  expect(await page.textContent('#resumen')).toContain(mxn(total_monto));
  expect(await page.textContent('#resumen')).toContain('pídalo a quien administra el sistema');
  await expectToAddUp();
  expect(complaints).toEqual([]);
});

test('a director’s day by keyboard: everybody’s cash, a payment and who changed what', async () => {
  const director = await Api.of('director');
  const { page, complaints } = await office('director');
  await open(page, 'oficina/caja');
  const { custodia } = await director.get('/cortes/custodia', { per_page: 200 });
  expect(await page.locator('main tbody tr').count()).toBe(custodia.length);

  await open(page, 'oficina');
  await open(page, 'oficina/pagos');
  const { movimientos } = await director.get('/pagos/movimientos', { per_page: 1 });
  const payment = movimientos[0];
  await tabTo(page, 'main [name=q]');
  await page.keyboard.type(String(payment?.pago_id));
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=\d+/);
  await shown(page);
  expect(await page.textContent('main tbody')).toContain(payment?.cliente);
  expect(await page.locator('main a[href*="/corregir"]').count()).toBe(0);

  await open(page, 'oficina');
  await open(page, 'oficina/bitacora');
  await tabTo(page, 'main [name=entidad]');
  await page.keyboard.type('Corte');
  await enter(page, 'main .filtros button');
  await page.waitForURL(/entidad=corte/);
  await shown(page);
  const { bitacora } = await director.get('/bitacora', { entidad: 'corte', orden: 'recientes', per_page: 25 });
  expect(await page.locator('.apuntes > li').count()).toBe(bitacora.length);
  expect(complaints).toEqual([]);
});

test('an administrator’s Tuesday: a payment of a closed week is corrected, the week that ended is closed once, and all adds up', async () => {
  const thursday = await startProgram(['--demo'], /admin1; contraseña (\S+)/);
  await thursday.stop('keep');
  const lender = await startProgram(['--demo'], /(escucha) en/, { clock: '2026-11-24T09:00:00-06:00', kept: thursday.folder });
  try {
    const { page, complaints } = await openTab({ baseURL: lender.address });
    await page.goto('/panel/oficina');
    await signInAs(page, 'admin1', thursday.password);
    await shown(page);
    const ask = (at: string) =>
      page.evaluate(async (address) => {
        const { access } = JSON.parse(sessionStorage.getItem('prosmex.sesion') ?? '{}');
        return (await (await fetch(address, { headers: { Authorization: `Bearer ${access}` } })).json()).data;
      }, at);

    // Of the last week that is closed.
    const { movimientos } = await ask('/pagos/movimientos?desde=2026-11-10&hasta=2026-11-14&per_page=50');
    const payment = movimientos.find((m: { monto: number }) => m.monto > 1);
    await visit(page, `/panel/oficina/pagos/${payment.pago_id}/corregir`);
    await page.fill('[name=monto]', '1');
    await page.click('form.cambio button.principal');
    await page.waitForSelector('form.cambio[data-paso="confirming"]');
    expect(await page.textContent('.efectos')).toContain('Semana del 9 al 15 de noviembre de 2026 (cerrada)');
    await page.click('form.cambio button.principal');
    await page.waitForSelector('#hecho');

    await visit(page, '/panel/oficina/cierres');
    await page.getByText('Sin cerrar: la del 16 al 22 de noviembre de 2026.').waitFor();
    await page.click('a[href$="/cierres/cerrar"]');
    await page.waitForSelector('form.cambio');
    await page.dblclick('form.cambio button.principal');
    await page.waitForSelector('form.cambio[data-paso="confirming"]');
    await loseNextAnswer(page);
    await page.dblclick('form.cambio button.principal');
    await page.waitForSelector('form.cambio[data-paso="uncertain"]');
    await page.reload();
    await page.waitForSelector('form.cambio[data-paso="uncertain"]');
    await page.click('form.cambio button.principal');
    await page.waitForSelector('#hecho');
    const { semanas } = await ask('/verificacion/semanal?per_page=2');
    expect(semanas.map((s: { semana: string }) => s.semana)).toEqual(['2026-11-16', '2026-11-09']);
    // Sent again it finds nothing left to close.
    expect(await page.textContent('#hecho')).toBe('No había semanas por cerrar.');

    const { diferencias } = await ask('/verificacion/cuadre?per_page=200');
    expect(diferencias.filter((d: { concepto: string }) => !FINDINGS.includes(d.concepto))).toEqual([]);
    // Of the answer that was lost.
    expect(complaints.filter((said) => !said.includes('ERR_CONNECTION_RESET'))).toEqual([]);
  } finally {
    await lender.stop();
  }
});
