// What is handed over says what the API says.

import { expect, test } from 'vitest';
import { Api, ROLES, RUNNING } from './support/api';
import { expectQuiet, signedIn, useBrowser, visit } from './support/browser';
import { addDays, day, instant, int, mxn, week } from './support/format';
import { readPage } from './support/reading';
import { samplesOf } from './support/samples';

useBrowser();

const STATUS = { activo: 'Activo', vencido: 'Vencido', liquidado: 'Liquidado', renovado: 'Renovado' };
const KINDS = { cobro: 'Pago', reversa: 'Reversa', liquidacion_por_renovacion: 'Liquidación por renovación' };

test.each(ROLES.filter((rol) => rol !== 'gestor'))('statement of account of the %s', async (rol) => {
  const api = await Api.of(rol);
  const tab = await signedIn(rol);
  const { cliente } = await samplesOf(api);
  const e = await api.get('/clientes/{id}/estado-de-cuenta', {}, cliente);

  await visit(tab.page, `/panel/estado-de-cuenta/${cliente}`);
  const { facts, tables } = await readPage(tab.page);

  expect(facts[0]?.slice(1)).toEqual([
    ['Grupo', e.grupo],
    ['Saldos al', day(e.fecha)],
    ['Total por pagar', mxn(e.total_restante)],
  ]);
  expect(facts.slice(1)).toEqual(
    e.prestamos.map((p) =>
      [
        ['Estado', STATUS[p.status]],
        ['Inicio', day(p.fecha_inicio)],
        ['Prestado', mxn(p.monto_prestamo)],
        ['Total a pagar', mxn(p.monto_utilidad)],
        ['Pago semanal', mxn(p.cobranza_ideal)],
        ['CAT sin IVA', `${p.cat?.toLocaleString('es-MX', { minimumFractionDigits: 1 })}%`],
        ['Semanas', `${p.semana_activa} de ${p.numero_semanas}`],
        ['Pagado', mxn(p.monto_pagado)],
        ['Por pagar', mxn(p.monto_restante)],
        ['Aval', p.aval],
      ].filter(([, value]) => value !== ''),
    ),
  );
  expect(tables.map((t) => t.rows)).toEqual(
    e.prestamos
      .filter((p) => p.movimientos.length > 0)
      .map((p) =>
        p.movimientos.map((m) => [
          day(m.fecha),
          String(m.pago_id),
          m.tipo === 'cobro' && m.monto === 0 ? 'Visita sin pago' : KINDS[m.tipo],
          mxn(m.monto),
          mxn(m.restante),
        ]),
      ),
  );
  expectQuiet(tab);
});

test.each(ROLES)('plan and receipt of the %s', async (rol) => {
  const api = await Api.of(rol);
  const tab = await signedIn(rol);
  const { prestamo, pago } = await samplesOf(api);
  const { prestamo: p } = await api.get('/prestamos/{id}/ficha', {}, prestamo);
  const { calendario } = await api.get('/prestamos/{id}/calendario', {}, prestamo);
  const r = await api.get('/pagos/{id}/recibo', {}, pago);

  await visit(tab.page, `/panel/plan/${prestamo}`);
  const plan = await readPage(tab.page);
  await visit(tab.page, `/panel/recibo/${pago}`);
  const receipt = await readPage(tab.page);

  expect(plan.facts[0]).toEqual(
    expect.arrayContaining([
      ['Monto del préstamo', mxn(p.monto_prestamo)],
      ['Pago semanal', mxn(p.cobranza_ideal)],
      ['Total a pagar', mxn(p.monto_utilidad)],
    ]),
  );
  expect(plan.tables[0]?.rows).toEqual(
    calendario.map((w) => [String(w.semana), day(addDays(w.vence, -6)), day(w.vence), mxn(w.monto), '']),
  );
  expect(plan.tables[0]?.foot).toEqual(['Total', '', '', mxn(p.monto_utilidad), '']);
  expect(mxn(calendario.reduce((sum, w) => sum + w.monto, 0))).toBe(mxn(p.monto_utilidad));
  expect(receipt.facts[0]).toEqual(
    expect.arrayContaining([
      ['Recibimos de', r.cliente.nombre],
      ['Préstamo', `Núm. ${r.prestamo_id}`],
      ['Fecha', instant(r.fecha_pago)],
      ['Semanas pagadas', `${r.semana_activa} de ${r.numero_semanas}`],
      ['Queda por pagar', mxn(r.restante)],
    ]),
  );
  expect(await tab.page.locator('.recibido').textContent()).toBe(mxn(r.monto));
  expectQuiet(tab);
});

test.each(ROLES)('collection sheet of the %s', async (rol) => {
  const api = await Api.of(rol);
  const tab = await signedIn(rol);
  const { grupo } = await samplesOf(api);

  for (const semana of [RUNNING, addDays(RUNNING, -7)]) {
    const rows = (await api.get('/hojas', { grupo_id: grupo, semana })).hoja.grupos[0]?.prestamos ?? [];
    const sum = (field: 'vence_semana' | 'atraso' | 'esperado') => mxn(rows.reduce((total, r) => total + r[field], 0));

    await visit(tab.page, `/panel/hoja/${grupo}?semana=${semana}`);
    const { facts, tables } = await readPage(tab.page);

    expect(facts[0]).toEqual([
      ['Semana', week(semana)],
      ['Préstamos', int(rows.length)],
      ['Por cobrar', sum('esperado')],
    ]);
    expect(tables[0]?.rows.map((cells) => cells.slice(0, 6))).toEqual(
      rows.map((r) => [
        r.cliente,
        String(r.prestamo_id),
        `${r.semanas_hechas}/${r.semanas}`,
        mxn(r.vence_semana),
        mxn(r.atraso),
        mxn(r.esperado),
      ]),
    );
    expect(tables[0]?.foot.slice(3, 6)).toEqual([sum('vence_semana'), sum('atraso'), sum('esperado')]);
  }
  expectQuiet(tab);
});
