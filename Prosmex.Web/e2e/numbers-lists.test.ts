import { expect, test } from 'vitest';
import { Api, ROLES, type Rol, RUNNING } from './support/api';
import { expectQuiet, signedIn, type Tab, useBrowser, visit } from './support/browser';
import { addDays, clientCell, count, day, instant, int, mxn, week } from './support/format';
import { readPage } from './support/reading';

useBrowser();

interface Loan {
  prestamo_id: number;
  cliente: string;
  telefono: string | null;
  grupo: string;
  ruta: string;
  titular: string;
  ultima_visita: string | null;
}

const whose = (p: Loan): string[] => [
  clientCell(p.cliente, p.prestamo_id, p.telefono),
  `${p.grupo} | ${p.ruta}`,
  p.titular || 'Sin asignar',
];
const visited = (p: Loan): string => (p.ultima_visita ? instant(p.ultima_visita) : 'Ninguna');
const since = (amount: string, from: string | null): string => (from ? `${amount} | desde el ${day(from)}` : amount);

/** A page's only table and its summary. */
async function list(tab: Tab, at: string) {
  await visit(tab.page, at);
  const read = await readPage(tab.page);
  return { heading: read.heading, rows: read.tables[0]?.rows ?? [], summary: read.notes[0] };
}

/** The address as the API names the filters: the page has the same names without `_id`. */
const PAGES = ['', '&orden=cliente', '&page=2'];

test.each(ROLES)('cartera of the %s is the API’s, by band, order and page', async (rol) => {
  const { api, tab } = await both(rol);
  const { antiguedad: bands } = await api.get('/reporte/antiguedad', { semana: RUNNING });
  const band = bands.find((b) => b.desde > 0 && b.prestamos > 0);
  const ofBand = band ? [`&desde=${band.desde}&hasta=${band.hasta ?? ''}`] : [];

  for (const more of [...PAGES, ...ofBand, '&q=mar', '&con_faltas=si']) {
    const asked = new URLSearchParams(
      `semana=${RUNNING}&per_page=25${more.replace('con_faltas=si', 'con_faltas=true').replace(/&hasta=$/, '')}`,
    );
    const expected = await api.get('/reporte/cartera', Object.fromEntries(asked) as never);
    const { heading, rows, summary } = await list(tab, `/panel/cartera?semana=${RUNNING}${more}`);

    expect(heading).toBe(`Semana del ${week(RUNNING)} Préstamos abiertos`);
    expect(summary).toBe(
      `${count(expected.total_items, 'préstamo', 'préstamos')}. ${expected.total_items > 0 ? `Atrasado: ${mxn(expected.total_atrasado)}. Por pagar: ${mxn(expected.total_restante)}.` : ''}`.trim(),
    );
    expect(rows).toEqual(
      expected.cartera.map((p) => [
        ...whose(p),
        since(p.dias_de_atraso === 0 ? 'Al corriente' : count(p.dias_de_atraso, 'día', 'días'), p.atrasado_desde),
        mxn(p.atrasado),
        mxn(p.restante),
        int(p.faltas),
        visited(p),
      ]),
    );
  }

  expectQuiet(tab);
});

test.each(ROLES)('faltas of the %s are the API’s, of the running and of a closed week', async (rol) => {
  const { api, tab } = await both(rol);

  for (const [semana, title] of [
    [RUNNING, 'Faltas, si la semana cerrara ahora'],
    [addDays(RUNNING, -7), 'Faltas de la semana'],
  ] as const) {
    const expected = await api.get('/reporte/faltas', { semana, per_page: 25 });
    const { heading, rows, summary } = await list(tab, `/panel/faltas?semana=${semana}`);

    expect(heading).toBe(`Semana del ${week(semana)} ${title}`);
    expect(summary).toBe(
      `${count(expected.total_items, 'préstamo', 'préstamos')}. ${expected.total_items > 0 ? `Debían ${mxn(expected.total_debia)} en la semana y abonaron ${mxn(expected.total_abonado)}.` : ''}`.trim(),
    );
    expect(rows).toEqual(expected.faltas.map((p) => [...whose(p), mxn(p.debia), mxn(p.abonado), mxn(p.restante), visited(p)]));
  }

  expectQuiet(tab);
});

test.each(ROLES)('por cobrar of the %s is the API’s, in the sheet’s order and by debt', async (rol) => {
  const { api, tab } = await both(rol);

  for (const more of ['', '&orden=debe', '&page=2']) {
    const expected = await api.get(
      '/reporte/por-cobrar',
      Object.fromEntries(new URLSearchParams(`semana=${RUNNING}&per_page=25${more}`)) as never,
    );
    const { heading, rows, summary } = await list(tab, `/panel/por-cobrar?semana=${RUNNING}${more}`);

    expect(heading).toBe(`Semana del ${week(RUNNING)} Sin cobrar todavía`);
    expect(summary).toBe(
      `${count(expected.total_items, 'préstamo', 'préstamos')}. ${expected.total_items > 0 ? `De la semana: ${mxn(expected.total_vence)}. Atrasado: ${mxn(expected.total_atrasado)}.` : ''}`.trim(),
    );
    expect(rows).toEqual(
      expected.por_cobrar.map((p) => [
        ...whose(p),
        p.aval,
        mxn(p.vence),
        since(mxn(p.atrasado), p.atrasado_desde),
        mxn(p.restante),
        int(p.faltas),
        visited(p),
      ]),
    );
  }

  expectQuiet(tab);
});

async function both(rol: Rol) {
  return { api: await Api.of(rol), tab: await signedIn(rol) };
}
