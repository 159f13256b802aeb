import { useLocation } from 'preact-iso';
import { type Answer, address } from '../../api/contract';
import { visitInWords } from '../../clientes/words';
import { dayWithYear, instantInWords } from '../../common/days';
import { money, plural } from '../../common/numbers';
import { useAnswers } from '../../common/use-answers';
import { Downloads } from '../../ui/downloads';
import { Chip, ChoiceFilter, FilterForm, TextFilter } from '../../ui/filters';
import { canCollect } from '../../ui/links';
import { clienteColumn, grupoColumn } from '../../ui/loan-columns';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table, type TableColumn } from '../../ui/table';
import {
  type Atrasado,
  apiFilters,
  atrasadosHref,
  type Filters,
  PROMISES,
  promiseInWords,
  readFilters,
  stateInWords,
  visitHref,
} from './words';

const TITLE = 'Clientes atrasados';

/** Who owes from earlier weeks, what they promised and did, and what to do next; most days late first. */
export function AtrasadosPage() {
  const filters = readFilters(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), async (ask, wanted) => {
    const [list, { rutas }] = await Promise.all([
      ask('/reporte/atrasados', { ...apiFilters(wanted), page: wanted.page, per_page: 25 }),
      ask('/reporte/rutas'),
    ]);
    return { list, rutas };
  });
  return (
    <Page
      title={TITLE}
      over="Oficina"
      answers={answers}
      wanted={filters}
      actions={<Downloads title={TITLE} address={(format) => address(`/reporte/atrasados.${format}`, apiFilters(filters))} />}
    >
      {({ list, rutas }, shown) => (
        <section class="tarjeta" aria-label={TITLE}>
          <QueueFilters filters={shown} rutas={rutas} pasos={list.pasos} grupo={list.atrasados[0]?.grupo} />
          <p class="nota" id="resumen">
            {`${plural(list.total_items, 'préstamo', 'préstamos')}, el de más días primero. Atrasado: ${money(list.total_atrasado)}. Por pagar: ${money(list.total_restante)}.`}
          </p>
          {list.atrasados.length === 0 ? (
            <Empty>
              {Object.keys(apiFilters(shown)).length > 0 ? 'Nadie cumple con lo que pide. Quite algún filtro.' : 'Nadie está atrasado.'}
            </Empty>
          ) : (
            <Table title={`${TITLE}, el de más días primero`} rows={list.atrasados} rowKey={(a) => a.prestamo_id} columns={columns()} />
          )}
          <Pages of="préstamos" page={list.page} total={list.total_pages} href={(page) => atrasadosHref({ ...shown, page })} />
        </section>
      )}
    </Page>
  );
}

interface QueueFiltersProps {
  filters: Filters;
  rutas: Answer<'/reporte/rutas'>['rutas'];
  pasos: Answer<'/reporte/atrasados'>['pasos'];
  /** The name of the group that it is limited to, where a row tells it. */
  grupo: string | undefined;
}

const QueueFilters = ({ filters, rutas, pasos, grupo }: QueueFiltersProps) => (
  <FilterForm
    to={(typed) => atrasadosHref({ ...readFilters(typed), grupo: filters.grupo })}
    chips={filters.grupo && <Chip text={grupo ?? `Grupo ${filters.grupo}`} without={atrasadosHref({ ...filters, grupo: null, page: 1 })} />}
  >
    <TextFilter label="Nombre del cliente" name="q" value={filters.q} />
    <ChoiceFilter label="Ruta" name="ruta" value={filters.ruta} choices={rutas.map((r) => [r.ruta_id, r.ruta])} all="Todas" />
    <ChoiceFilter label="Promesa" name="promesa" value={filters.promesa} choices={PROMISES} all="Todas" />
    <ChoiceFilter label="Siguiente paso" name="paso" value={filters.paso} choices={pasos.map((p) => [p.dias, p.paso])} all="Todos" />
  </FilterForm>
);

const columns = (): TableColumn<Atrasado>[] => [
  clienteColumn(),
  grupoColumn(''),
  {
    title: 'Atraso',
    isNumber: true,
    cell: (a) => (
      <>
        {plural(a.dias_de_atraso, 'día', 'días')}
        <span class="detalle">{`desde el ${dayWithYear(a.atrasado_desde)}`}</span>
      </>
    ),
  },
  {
    title: 'Atrasado',
    isNumber: true,
    cell: (a) => (
      <>
        {money(a.atrasado)}
        <span class="detalle">{`por pagar ${money(a.restante)}`}</span>
      </>
    ),
  },
  { title: 'Última visita', cell: (a) => <LastVisit visita={a.ultima_visita} /> },
  { title: 'Promesa', cell: (a) => <Promised promesa={a.promesa} /> },
  {
    title: 'Siguiente paso',
    cell: (a) => (
      <>
        {a.paso?.paso ?? <span class="nadie">Ninguno</span>}
        {a.aval && <span class="detalle">{`Aval: ${a.aval}`}</span>}
        {canCollect() && (
          <span class="detalle">
            <a href={visitHref(a.prestamo_id, 'atrasados')}>
              Anotar visita <span class="oculto">{`a ${a.cliente}`}</span>
            </a>
          </span>
        )}
      </>
    ),
  },
];

const LastVisit = ({ visita }: { visita: Atrasado['ultima_visita'] }) =>
  visita ? (
    <>
      {visitInWords({ ...visita, promesa: null })}
      <span class="detalle">{[instantInWords(visita.fecha), visita.registrado_por].filter(Boolean).join(', ')}</span>
      {visita.nota && <span class="detalle">{`«${visita.nota}»`}</span>}
    </>
  ) : (
    <span class="nadie">Ninguna</span>
  );

const Promised = ({ promesa }: { promesa: Atrasado['promesa'] }) =>
  promesa ? (
    <>
      {promiseInWords(promesa)}
      <span class="detalle">{stateInWords(promesa)}</span>
    </>
  ) : (
    <span class="nadie">Ninguna</span>
  );
