import { useLocation } from 'preact-iso';
import type { Answer } from '../api/contract';
import { mondayOf, weekInWords } from '../common/days';
import { integer, money, percent } from '../common/numbers';
import { href, oneOf, positive } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { listHref } from '../listas/filters';
import { GrupoLink } from '../ui/links';
import { Page } from '../ui/page';
import { Pages } from '../ui/pages';
import { Empty } from '../ui/section';
import { Sparkline } from '../ui/sparkline';
import { Table } from '../ui/table';
import { withRunningWeek } from '../ui/with-running-week';

const PER_PAGE = 50;
const SEMANAS = 12;
const KINDS = { ruta: 'Rutas', grupo: 'Grupos', titular: 'Titulares' } as const;
const ORDERS = {
  morosidad: 'Peor morosidad primero',
  crecimiento: 'Más crecimiento primero',
  bono: 'Más bonos primero',
  nombre: 'Por nombre',
} as const;

interface Filters {
  por: keyof typeof KINDS;
  orden: keyof typeof ORDERS;
  semana: string;
  page: number;
}
type Row = Answer<'/reporte/comparacion'>['comparacion'][number];

const to = ({ page, ...filters }: Filters): string => href('comparacion', { ...filters, page: page !== 1 && page });

/** Rutas, grupos or titulares over twelve weeks, the worst first. */
export const ComparacionPage = withRunningWeek(({ running }) => {
  const { query } = useLocation();
  const monday = mondayOf(query.semana);
  const filters: Filters = {
    por: oneOf(query.por, ['grupo', 'ruta', 'titular']),
    orden: oneOf(query.orden, ['morosidad', 'crecimiento', 'bono', 'nombre']),
    semana: monday && monday <= running ? monday : running,
    page: positive(query.page) ?? 1,
  };
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, f) =>
    ask('/reporte/comparacion', { ...f, semanas: SEMANAS, per_page: PER_PAGE }),
  );
  // Until the answers are there, what is shown is still the comparison before.
  const named = answers.shown?.wanted ?? filters;
  return (
    <Page
      title={`${KINDS[named.por]} en ${SEMANAS} semanas`}
      over={`Comparación hasta la semana del ${weekInWords(named.semana)}`}
      answers={answers}
      wanted={filters}
      actions={
        <button type="button" onClick={() => print()}>
          Imprimir
        </button>
      }
    >
      {(list, shown) => (
        <section class="tarjeta" aria-label="Comparación">
          <Choices filters={filters} />
          {list.total_items === 0 ? (
            <Empty>No hay nada que comparar.</Empty>
          ) : (
            <Table
              title={`${KINDS[shown.por]} en ${SEMANAS} semanas`}
              rows={list.comparacion}
              rowKey={(r) => r.id ?? 0}
              columns={[
                { title: KINDS[shown.por], isHeading: true, cell: (r) => <Name row={r} filters={shown} /> },
                { title: 'Morosidad', isNumber: true, cell: (r) => percent(r.morosidad_porcentaje) },
                {
                  title: 'Semana a semana',
                  class: 'con-barra',
                  cell: (r) => (
                    <Sparkline
                      values={r.semanas.map((w) => w.morosidad_porcentaje)}
                      summary={`Morosidad de ${r.semanas.length} semanas: la última, ${percent(r.semanas.at(-1)?.morosidad_porcentaje ?? null)}`}
                    />
                  ),
                },
                { title: 'Cobranza ideal', isNumber: true, cell: (r) => money(r.cobranza_ideal) },
                { title: 'Cobranza real', isNumber: true, cell: (r) => money(r.cobranza_real) },
                { title: 'Morosidad ($)', isNumber: true, cell: (r) => money(r.morosidad_monto) },
                { title: 'Faltas', isNumber: true, cell: (r) => integer(r.faltas) },
                { title: 'Bonos', isNumber: true, cell: (r) => money(r.bono) },
                { title: 'Activos al inicio', isNumber: true, cell: (r) => integer(r.prestamos_activos_al_inicio) },
                { title: 'Activos al final', isNumber: true, cell: (r) => integer(r.prestamos_activos) },
              ]}
            />
          )}
          <Pages of="la comparación" page={list.page} total={list.total_pages} href={(page) => to({ ...filters, page })} />
        </section>
      )}
    </Page>
  );
});

function Name({ row, filters: { por, semana } }: { row: Row; filters: Filters }) {
  if (row.id === null) return <span class="nadie">Sin asignar</span>;
  if (por === 'grupo') return <GrupoLink id={row.id} name={row.nombre} semana={semana} />;
  return <a href={por === 'ruta' ? href('', { semana, ruta: row.id }) : listHref('cartera', { semana, titular: row.id })}>{row.nombre}</a>;
}

function Choices({ filters }: { filters: Filters }) {
  const { route } = useLocation();
  return (
    <search class="filtro">
      <nav class="pestanas" aria-label="Qué se compara">
        {(Object.keys(KINDS) as Filters['por'][]).map((por) => (
          <a key={por} class="boton" href={to({ ...filters, por, page: 1 })} aria-current={por === filters.por ? 'page' : undefined}>
            {KINDS[por]}
          </a>
        ))}
      </nav>
      <label class="campo">
        <span>Orden</span>
        <select
          id="orden"
          value={filters.orden}
          onChange={(e) => route(to({ ...filters, orden: e.currentTarget.value as Filters['orden'], page: 1 }))}
        >
          {(Object.keys(ORDERS) as Filters['orden'][]).map((orden) => (
            <option key={orden} value={orden}>
              {ORDERS[orden]}
            </option>
          ))}
        </select>
      </label>
      <p class="nota">La morosidad es la cobranza ideal menos la real, sobre la ideal, sumadas en las {SEMANAS} semanas.</p>
    </search>
  );
}
