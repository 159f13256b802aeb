// What the week's page must show, made of the API's answers.

import type { Answer } from '../../src/api/contract';
import type { Api } from './api';
import { clientCell, count, day, int, mxn, pct, ratio } from './format';
import type { TableRead } from './reading';

type Ruta = Answer<'/reporte/rutas'>['rutas'][number];
type Grupo = Answer<'/reporte/cobranza'>['cobranza'][number];
type Figures = Omit<Pick<Ruta, Extract<keyof Ruta, keyof Grupo>>, 'ruta' | 'ruta_id'>;
type Band = Answer<'/reporte/antiguedad'>['antiguedad'][number];
type Week = Answer<'/reporte/tendencia'>['tendencia'][number];

export const bandName = ({ desde, hasta }: Band): string =>
  hasta === 0 ? 'Al corriente' : hasta === null ? `${desde} días o más` : `${desde} a ${hasta} días`;

/** The bar is a picture: its cell has no text. */
const collected = (f: Figures): string[] => [
  '',
  mxn(f.cobranza_ideal),
  mxn(f.cobranza_real),
  pct(ratio(f.cobranza_real, f.cobranza_ideal)),
  mxn(f.morosidad_monto),
  int(f.faltas),
  mxn(f.bono),
  int(f.prestamos_activos),
  int(f.por_cobrar),
];

export async function weekOf(api: Api, semana: string, ruta?: number) {
  const of = { semana, ...(ruta && { ruta_id: ruta }) };
  const [{ totales: t }, { rutas }, { tendencia }, bands, { cobranza: grupos }, porCobrar] = await Promise.all([
    api.get('/reporte/general/totales', { semana }),
    api.get('/reporte/rutas', { semana }),
    api.get('/reporte/tendencia', { ...of, semanas: 12 }),
    api.get('/reporte/antiguedad', of),
    api.get('/reporte/cobranza', { ...of, per_page: 50 }),
    api.get('/reporte/por-cobrar', { ...of, per_page: 25 }),
  ]);
  const all: Figures = {
    cobranza_ideal: t.total_cobranza_ideal,
    cobranza_real: t.total_cobranza_real,
    morosidad_monto: t.morosidad_monto,
    morosidad_porcentaje: t.total_cobranza_ideal > 0 ? t.morosidad_porcentaje / 100 : null,
    faltas: rutas.reduce((sum, r) => sum + r.faltas, 0),
    bono: t.total_bono,
    prestamos_activos: t.total_prestamos_activos,
    por_cobrar: rutas.reduce((sum, r) => sum + r.por_cobrar, 0),
  };
  return { semana, rutas, tendencia, bands, grupos, porCobrar, all, shown: rutas.find((r) => r.ruta_id === ruta) ?? all };
}

export type ExpectedWeek = Awaited<ReturnType<typeof weekOf>>;

/** Title, value, notes and the week before of each figure. */
export function figures({ shown, tendencia }: ExpectedWeek, isRunning: boolean): string[][] {
  const before = tendencia.at(-2) as Week;
  const was = (text: string) => `Semana anterior: ${text}`;
  const open = 'si la semana cerrara ahora';
  return [
    ['Cobranza ideal', mxn(shown.cobranza_ideal), was(mxn(before.cobranza_ideal))],
    [
      'Cobranza real',
      mxn(shown.cobranza_real),
      `${pct(ratio(shown.cobranza_real, shown.cobranza_ideal))} de la ideal`,
      was(mxn(before.cobranza_real)),
    ],
    [
      'Morosidad de la semana',
      pct(shown.morosidad_porcentaje),
      `Ideal menos real: ${mxn(shown.morosidad_monto)}${isRunning ? `, ${open}` : ''}`,
      was(pct(before.morosidad_porcentaje)),
    ],
    [
      'Faltas',
      int(shown.faltas),
      [shown.faltas > 0 && 'Ver quiénes', isRunning && open].filter(Boolean).join(' '),
      was(int(before.faltas)),
    ].filter(Boolean),
    ['Bonos', mxn(shown.bono), was(mxn(before.bono))],
    [
      'Préstamos activos',
      int(shown.prestamos_activos),
      `Ver quiénes, ${int(shown.por_cobrar)} sin cobrar`,
      was(int(before.prestamos_activos)),
    ],
  ];
}

/** Share and sum of what is late by more than some days. */
export const risks = ({ bands }: ExpectedWeek): string[][] =>
  [7, 30, 90].map((days) => {
    const late = bands.antiguedad.filter((b) => b.desde > days).reduce((sum, b) => sum + b.restante, 0);
    return [`Con más de ${days} días`, `${pct(ratio(late, bands.total_restante))} ${mxn(late)}`];
  });

export function trendTable({ tendencia }: ExpectedWeek): TableRead {
  return {
    title: 'Semana por semana',
    head: ['Lunes', 'Ideal', 'Real', 'Morosidad ($)', 'Morosidad (%)', 'Faltas', 'Bonos', 'Activos'],
    rows: tendencia
      .toReversed()
      .map((w) => [
        day(w.semana),
        mxn(w.cobranza_ideal),
        mxn(w.cobranza_real),
        mxn(w.morosidad_monto),
        pct(w.morosidad_porcentaje),
        int(w.faltas),
        mxn(w.bono),
        int(w.prestamos_activos),
      ]),
    foot: [],
  };
}

export function bandTable({ bands }: ExpectedWeek): TableRead {
  const share = (restante: number) => pct(ratio(restante, bands.total_restante));
  return {
    title: 'Préstamos abiertos según los días que llevan de atraso',
    head: ['Atraso', 'Atrasado y por pagar', 'Préstamos', 'Atrasado', 'Por pagar', '% de la cartera'],
    rows: bands.antiguedad.map((b) => [bandName(b), '', int(b.prestamos), mxn(b.atrasado), mxn(b.restante), share(b.restante)]),
    foot: ['Total', '', int(bands.total_prestamos), mxn(bands.total_atrasado), mxn(bands.total_restante), share(bands.total_restante)],
  };
}

const COLLECTED = ['Real frente a ideal', 'Ideal', 'Real', 'Cobrado', 'Morosidad ($)', 'Faltas', 'Bono', 'Activos', 'Sin cobrar'];

export function rutaTable({ rutas, all }: ExpectedWeek): TableRead {
  return {
    title: 'Cobranza real frente a la ideal, por ruta',
    head: ['Ruta', ...COLLECTED],
    rows: rutas.map((r) => [
      `${r.ruta} | ${[count(r.grupos, 'grupo', 'grupos'), r.supervisor].filter(Boolean).join(' · ')}`,
      ...collected(r),
    ]),
    foot: ['Todas', ...collected(all)],
  };
}

/** Without the column of those who may assign. */
export function grupoTable({ grupos }: ExpectedWeek): TableRead {
  return {
    title: 'Cobranza real frente a la ideal, por grupo',
    head: ['Grupo', ...COLLECTED, 'Titular', 'Gestor'],
    rows: grupos.map((g) => [`${g.grupo} | ${g.ruta}`, ...collected(g), g.titular || 'Sin asignar', g.gestor || 'Sin asignar']),
    foot: [],
  };
}

export const porCobrarTable = ({ porCobrar }: ExpectedWeek, title: string): TableRead => ({
  title,
  head: ['Cliente', 'Grupo', 'Aval', 'Pago de la semana', 'Atrasado', 'Por pagar', 'Faltas'],
  rows: porCobrar.por_cobrar.map((p) => [
    clientCell(p.cliente, p.prestamo_id, p.telefono),
    `${p.grupo} | ${p.ruta}`,
    p.aval,
    mxn(p.vence),
    mxn(p.atrasado),
    mxn(p.restante),
    int(p.faltas),
  ]),
  foot: [],
});
