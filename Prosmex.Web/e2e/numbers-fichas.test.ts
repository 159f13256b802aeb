// One client, one loan and one group: every number is the API's for that user.

import { expect, test } from 'vitest';
import type { Answer } from '../src/api/contract';
import { Api, ROLES, type Rol, RUNNING } from './support/api';
import { expectQuiet, signedIn, useBrowser, visit } from './support/browser';
import { addDays, clientCell, count, day, instant, int, mxn, pct, shortDay, week } from './support/format';
import { readPage, tableOf } from './support/reading';

useBrowser();

type Status = Answer<'/clientes/{id}/ficha'>['prestamos'][number]['status'];
const STATUS: Record<Status, string> = { activo: 'Activo', vencido: 'Vencido', liquidado: 'Liquidado', renovado: 'Renovado' };
const state = (status: Status, late: number): string => {
  const suffix = late > 0 ? `, ${count(late, 'día', 'días')} de atraso` : ', al corriente';
  return STATUS[status] + (status === 'activo' || status === 'vencido' ? suffix : '');
};
type Visita = Answer<'/clientes/{id}/ficha'>['visitas'][number];
const VISITS: Record<Visita['visita'], string> = { pago: 'Sin pago', no_estaba: 'No estaba', no_quiso: 'No quiso', prometio: 'Prometió' };
const outcome = ({ visita, monto, promesa }: Visita): string =>
  monto > 0 ? mxn(monto) : promesa ? `Prometió ${mxn(promesa.monto)} para el ${day(promesa.fecha)}` : VISITS[visita];
const UNPAID = { pagado: '✓', parcial: '0', sin_pago: '0', sin_vencimiento: '·', sin_cobranza: '—' };
const lateness = (days: number): string => (days > 0 ? count(days, 'día', 'días') : 'Al corriente');

/** A loan that is late where there is one. */
async function someLoan(api: Api) {
  const { cartera } = await api.get('/reporte/cartera', { semana: RUNNING });
  const loan = cartera.find((p) => p.cliente_id !== null);
  if (!loan?.cliente_id) throw new Error('No loan.');
  return { prestamo: loan.prestamo_id, cliente: loan.cliente_id, grupo: loan.grupo_id };
}

async function start(rol: Rol) {
  const api = await Api.of(rol);
  return { api, some: await someLoan(api), tab: await signedIn(rol) };
}

test.each(ROLES)('client page of the %s shows the API’s numbers', async (rol) => {
  const { api, some, tab } = await start(rol);
  const c = await api.get('/clientes/{id}/ficha', {}, some.cliente);

  await visit(tab.page, `/panel/clientes/${some.cliente}`);
  const read = await readPage(tab.page);

  const name = [c.cliente.nombre, c.cliente.apellido_paterno, c.cliente.apellido_materno].filter(Boolean).join(' ');
  expect(read.heading).toBe(`Cliente núm. ${some.cliente} ${name}`);
  expect(read.facts[0]).toEqual(
    expect.arrayContaining([
      ['Por pagar', mxn(c.total_restante)],
      ['Grupo', c.grupo.nombre],
      ['Ruta', c.ruta.nombre],
      ['Titular', c.titular || 'Sin asignar'],
      ['Gestor', c.gestor || 'Sin asignar'],
      ['Clave INE', c.cliente.codigo_ine],
      ['Domicilio', `${c.cliente.colonia}, C.P. ${c.cliente.cp}`],
      ['Hijos', int(c.cliente.num_hijos)],
    ]),
  );
  expect(tableOf(read, 'Préstamos, del más nuevo al más viejo').rows).toEqual(
    c.prestamos.map((p) => [
      `Préstamo núm. ${p.id} | ${p.tipo}, desde el ${day(p.fecha_inicio)}${p.renovacion ? ', renovación' : ''}`,
      state(p.status, p.dias_de_atraso),
      p.aval?.nombre ?? 'Sin aval',
      mxn(p.monto_prestamo),
      mxn(p.monto_utilidad),
      mxn(p.pagado),
      mxn(p.restante),
      mxn(p.atrasado),
      `${p.semana_activa} de ${p.numero_semanas}`,
      int(p.faltas),
    ]),
  );
  if (c.avala_a.length > 0) {
    expect(tableOf(read, 'Préstamos abiertos de los que es aval').rows).toEqual(
      c.avala_a.map((p) => [`${p.cliente} | Préstamo núm. ${p.prestamo_id}`, p.grupo, lateness(p.dias_de_atraso), mxn(p.restante)]),
    );
  }
  if (c.faltas.length > 0) {
    expect(tableOf(read, 'Las últimas veinte faltas').rows).toEqual(
      c.faltas.map((f) => [week(f.semana), `Préstamo núm. ${f.prestamo_id}`, mxn(f.abonado)]),
    );
  }
  expect(tableOf(read, 'Los últimos veinte pagos y visitas').rows).toEqual(
    c.visitas.map((v) => [instant(v.fecha_pago), outcome(v), `Préstamo núm. ${v.prestamo_id}`, v.registrado_por]),
  );
  expectQuiet(tab);
});

test.each(ROLES)('loan page of the %s shows the API’s numbers', async (rol) => {
  const { api, some, tab } = await start(rol);
  const { prestamo: p, ...f } = await api.get('/prestamos/{id}/ficha', {}, some.prestamo);

  await visit(tab.page, `/panel/prestamos/${some.prestamo}`);
  const read = await readPage(tab.page);

  expect(read.heading).toBe(`Préstamo núm. ${p.id} ${f.cliente.nombre}, ${mxn(p.monto_prestamo)}`);
  expect(read.facts[0]).toEqual(
    [
      ['Estado', state(p.status, p.dias_de_atraso)],
      ['Cliente', f.cliente.nombre],
      ['Aval', p.aval?.nombre ?? 'Sin aval'],
      ['Grupo', f.grupo.nombre],
      ['Ruta', f.ruta.nombre],
      ['Producto', p.tipo],
      ['Inicio', day(p.fecha_inicio)],
      ['Entregado', mxn(p.monto_prestamo_real)],
      ['Total a pagar', mxn(p.monto_utilidad)],
      ['Pago semanal', mxn(p.cobranza_ideal)],
      ['Semanas', `${p.semana_activa} de ${p.numero_semanas}`],
      ['Pagado', mxn(p.pagado)],
      ['Por pagar', mxn(p.restante)],
      ['Atrasado', mxn(p.atrasado)],
      ['Faltas', int(p.faltas)],
      ['Renueva a', f.renueva_a === null ? '' : `Préstamo núm. ${f.renueva_a}`],
      ['Lo renovó', f.renovado_por === null ? '' : `Préstamo núm. ${f.renovado_por}`],
    ].filter(([, value]) => value !== ''),
  );
  expect(tableOf(read, 'Lo que tocaba y lo que se pagó en cada semana').rows).toEqual(
    f.semanas.map((w) => [
      `${w.numero}. ${day(w.semana)}`,
      mxn(w.debe),
      mxn(w.pagado_en_la_semana),
      mxn(w.plan_acumulado),
      mxn(w.pagado_acumulado),
      w.falta === null ? '—' : w.falta ? 'Sí' : 'No',
      w.cubierta ? 'Sí' : 'No',
    ]),
  );
  expect(
    tableOf(read, 'Todo lo que se registró, también lo reversado').rows.map(([folio, date, , amount, by]) => [folio, date, amount, by]),
  ).toEqual(f.movimientos.map((m) => [`Núm. ${m.id}`, instant(m.fecha_pago), mxn(m.monto), m.registrado_por]));
  const drawn = await tab.page.evaluate(() =>
    [...document.querySelectorAll<SVGGElement>('#plan svg.columnas g')].map((g) => Number(g.dataset.valor)),
  );
  expect(drawn).toEqual(f.semanas.map((w) => w.pagado_en_la_semana));
  expectQuiet(tab);
});

test.each(ROLES)('group page of the %s shows the API’s numbers, of two weeks', async (rol) => {
  const { api, some, tab } = await start(rol);

  for (const semana of [RUNNING, addDays(RUNNING, -7)]) {
    const g = await api.get('/grupos/{id}/ficha', { semana, semanas: 12 }, some.grupo);
    const last = g.semanas.at(-1);
    if (!last) throw new Error('No week.');

    await visit(tab.page, `/panel/grupos/${some.grupo}?semana=${semana}`);
    const read = await readPage(tab.page);

    expect(read.heading).toBe(`Grupo, hasta la semana del ${week(semana)} ${g.grupo.nombre}`);
    expect(read.facts[0]).toEqual([
      ['Cobranza ideal', mxn(last.cobranza_ideal)],
      ['Cobranza real', mxn(last.cobranza_real)],
      ['Morosidad', pct(last.morosidad_porcentaje)],
      ['Faltas', int(last.faltas)],
      ['Bono', mxn(last.bono)],
      ['Préstamos activos', int(last.prestamos_activos)],
      ['Clientes', int(g.clientes.length)],
      ['Ruta', g.ruta.nombre],
      ['Titular', g.titular || 'Sin asignar'],
      ['Gestor', g.gestor || 'Sin asignar'],
    ]);
    const grid = tableOf(read, 'Lo que pagó cada cliente en cada semana');
    expect(grid.head).toEqual(['Cliente', ...g.semanas.map((w) => shortDay(w.semana)), 'Atraso', 'Por pagar']);
    expect(grid.rows).toEqual(
      g.clientes.map((c) => [
        clientCell(c.nombre, c.prestamo_id, c.telefono),
        ...c.semanas.map((w) => `${w.pagado > 0 ? int(Math.round(w.pagado)) : UNPAID[w.estado]}${w.falta ? ' ✕' : ''}`),
        c.prestamo_id === null ? '—' : lateness(c.dias_de_atraso),
        mxn(c.restante),
      ]),
    );
    expect(tableOf(read, 'Las figuras del grupo en cada semana').rows).toEqual(
      g.semanas
        .toReversed()
        .map((w) => [
          week(w.semana),
          mxn(w.cobranza_ideal),
          mxn(w.cobranza_real),
          pct(w.morosidad_porcentaje),
          int(w.faltas),
          mxn(w.bono),
          int(w.prestamos_activos),
        ]),
    );
    if (g.efectivo.length > 0) {
      expect(tableOf(read, 'Quién tiene efectivo de este grupo').rows).toEqual(g.efectivo.map((e) => [e.nombre, mxn(e.efectivo)]));
    }
  }

  expectQuiet(tab);
});
