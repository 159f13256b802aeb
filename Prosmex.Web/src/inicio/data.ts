import type { Answer, GetPath, Query } from '../api/contract';
import { address } from '../api/contract';
import { loadRunningWeek } from '../common/running-week';
import type { Ask } from '../common/use-answers';
import type { Format } from '../ui/downloads';
import type { WeekFilters } from './filters';

const GRUPOS_PER_PAGE = 50;
const PRESTAMOS_PER_PAGE = 25;
const SEMANAS = 12;

export interface WeekData {
  running: string;
  totales: Answer<'/reporte/general/totales'>['totales'];
  rutas: Answer<'/reporte/rutas'>['rutas'];
  tendencia: Answer<'/reporte/tendencia'>['tendencia'];
  antiguedad: Answer<'/reporte/antiguedad'>;
  grupos: Answer<'/reporte/cobranza'>;
  porCobrar: Answer<'/reporte/por-cobrar'>;
}

export async function loadWeek(ask: Ask, filters: WeekFilters): Promise<WeekData> {
  const running = await loadRunningWeek();
  const { semana, ruta, grupo } = filters;
  const ofRuta = { semana, ...(ruta && { ruta_id: ruta }) };
  const [totales, rutas, tendencia, antiguedad, grupos, porCobrar] = await Promise.all([
    ask('/reporte/general/totales', { semana }),
    ask('/reporte/rutas', { semana }),
    ask('/reporte/tendencia', { semanas: SEMANAS, ...ofRuta }),
    ask('/reporte/antiguedad', ofRuta),
    ask('/reporte/cobranza', { ...ofRuta, page: filters.gruposPage, per_page: GRUPOS_PER_PAGE }),
    ask('/reporte/por-cobrar', { ...ofRuta, ...(grupo && { grupo_id: grupo }), page: filters.cobroPage, per_page: PRESTAMOS_PER_PAGE }),
  ]);
  return {
    running,
    totales: totales.totales,
    rutas: rutas.rutas,
    tendencia: tendencia.tendencia,
    antiguedad,
    grupos,
    porCobrar,
  };
}

type FileOf = (filters: WeekFilters, format: Format) => string;
const fileOf =
  (name: string, more: (filters: WeekFilters) => Record<string, unknown> = () => ({})): FileOf =>
  (filters, format) =>
    address(
      `/reporte/${name}.${format}` as GetPath,
      {
        semana: filters.semana,
        ...more(filters),
        ...(filters.ruta && { ruta_id: filters.ruta }),
        ...(name === 'por-cobrar' && filters.grupo && { grupo_id: filters.grupo }),
      } as Query<GetPath>,
    );

/** The addresses of the files: what the section shows, all rows instead of a page. */
export const files = {
  general: fileOf('general'),
  tendencia: fileOf('tendencia', () => ({ semanas: SEMANAS })),
  antiguedad: fileOf('antiguedad'),
  porCobrar: fileOf('por-cobrar'),
};

export type RutaRow = WeekData['rutas'][number];
export type GrupoRow = WeekData['grupos']['cobranza'][number];

/** What every section of the page is given. */
export interface View {
  data: WeekData;
  filters: WeekFilters;
}

/** The week in the shape of a route's row, without the route. */
export type WeekFigures = Omit<RutaRow, 'ruta_id' | 'ruta' | 'gerente' | 'supervisor' | 'grupos'>;

/** Of one route, or of all that the user sees; undefined for a route that is not theirs. */
export function figuresOf({ totales: t, rutas }: WeekData, ruta: number | null): WeekFigures | undefined {
  if (ruta) return rutas.find((r) => r.ruta_id === ruta);
  const sum = (field: 'faltas' | 'por_cobrar') => rutas.reduce((total, r) => total + r[field], 0);
  return {
    cobranza_ideal: t.total_cobranza_ideal,
    cobranza_real: t.total_cobranza_real,
    morosidad_monto: t.morosidad_monto,
    morosidad_porcentaje: t.total_cobranza_ideal > 0 ? t.morosidad_porcentaje / 100 : null,
    bono: t.total_bono,
    prestamos_activos: t.total_prestamos_activos,
    faltas: sum('faltas'),
    por_cobrar: sum('por_cobrar'),
  };
}

/** No loan now nor in any of the weeks shown, of all that the user sees: the office has just begun. */
export const hasJustBegun = ({ data: { antiguedad, tendencia, running }, filters }: View): boolean =>
  filters.semana === running &&
  !filters.ruta &&
  antiguedad.total_prestamos === 0 &&
  tendencia.every((week) => week.prestamos_activos === 0 && week.cobranza_ideal === 0 && week.cobranza_real === 0);

export const collectedShare = (row: { cobranza_ideal: number; cobranza_real: number }): number | null =>
  row.cobranza_ideal > 0 ? row.cobranza_real / row.cobranza_ideal : null;
