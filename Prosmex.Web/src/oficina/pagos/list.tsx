import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { money, plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { Chip, ChoiceFilter, DaysFilter, FilterForm, TextFilter } from '../../ui/filters';
import { ClienteLink, can, EDITAR_INFORMACION, PrestamoLink } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { withRunningWeek } from '../../ui/with-running-week';
import { apiPagos, type PagosFilters, pagosHref, readPagos } from './filters';

type Movimiento = Answer<'/pagos/movimientos'>['movimientos'][number];

/** Payments by what somebody knows of them. */
export const PagosPage = withRunningWeek(({ running }) => {
  const { query } = useLocation();
  const filters = readPagos(query, running);
  const answers = useAnswers(filters, JSON.stringify(filters), async (ask, wanted) => {
    const [list, grupos] = await Promise.all([ask('/pagos/movimientos', apiPagos(wanted)), ask('/grupos')]);
    return { list, grupos: grupos ?? [] };
  });
  return (
    <Page title="Pagos" over="Oficina" answers={answers} wanted={filters}>
      {({ list, grupos }, shown) => (
        <section class="tarjeta" aria-label="Pagos">
          <Filters filters={shown} grupos={grupos} who={list.movimientos[0]?.custodio ?? null} />
          <p class="nota" id="resumen">
            {`${plural(list.total_items, shown.cancelados ? 'pago cancelado' : 'pago', shown.cancelados ? 'pagos cancelados' : 'pagos')}. Suman ${money(list.total_monto)}.`}
          </p>
          {list.movimientos.length === 0 ? (
            <Empty>No hay pagos con lo que pide. Cambie las fechas o quite algún filtro.</Empty>
          ) : (
            <Table title="Pagos, el más nuevo primero" rows={list.movimientos} rowKey={(m) => m.pago_id} columns={columns(shown)} />
          )}
          <Pages of="pagos" page={list.page} total={list.total_pages} href={(page) => pagosHref({ ...shown, page })} />
        </section>
      )}
    </Page>
  );
});

const columns = (filters: PagosFilters) => [
  { title: 'Folio', isHeading: true, cell: (m: Movimiento) => <a href={href(`recibo/${m.pago_id}`)}>{`Núm. ${m.pago_id}`}</a> },
  { title: 'Fecha', cell: (m: Movimiento) => instantInWords(m.fecha_pago) },
  {
    title: 'Cliente',
    cell: (m: Movimiento) => (
      <>
        <ClienteLink id={m.cliente_id} name={m.cliente} />
        <span class="detalle">
          <PrestamoLink id={m.prestamo_id} />
          {`, ${m.grupo}`}
        </span>
      </>
    ),
  },
  {
    title: 'Monto',
    isNumber: true,
    cell: (m: Movimiento) => (
      <>
        {m.reversado ? <s>{money(m.monto)}</s> : money(m.monto)}
        {m.monto === 0 && <span class="detalle">visita sin pago</span>}
      </>
    ),
  },
  {
    title: 'Cobró',
    class: 'persona',
    cell: (m: Movimiento) =>
      m.custodio_id === null ? (
        m.por_aclarar ? (
          'Era dinero por aclarar'
        ) : (
          '—'
        )
      ) : (
        <a href={pagosHref({ ...filters, cobro: m.custodio_id, page: 1 })}>{m.custodio}</a>
      ),
  },
  filters.cancelados
    ? { title: 'Motivo', cell: (m: Movimiento) => m.motivo ?? 'Sin motivo' }
    : { title: 'Cambios', cell: (m: Movimiento) => <Changes {...m} /> },
];

/** What was money por aclarar is cancelled, and applied again. */
const Changes = ({ pago_id, por_aclarar }: Movimiento) =>
  can(EDITAR_INFORMACION) ? (
    <span class="junto">
      {!por_aclarar && <a href={href(`oficina/pagos/${pago_id}/corregir`)}>Corregir</a>}
      <a href={href(`oficina/pagos/${pago_id}/cancelar`)}>Cancelar</a>
    </span>
  ) : (
    '—'
  );

interface FiltersProps {
  filters: PagosFilters;
  grupos: NonNullable<Answer<'/grupos'>>;
  /** Who received the cash, where the filter names them and there is a payment. */
  who: string | null;
}

const Filters = ({ filters, grupos, who }: FiltersProps) => (
  <FilterForm
    to={(typed) => href('oficina/pagos', { ...typed, prestamo: filters.prestamo, cobro: filters.cobro })}
    chips={
      <>
        {filters.prestamo !== null && (
          <Chip text={`Préstamo núm. ${filters.prestamo}`} without={pagosHref({ ...filters, prestamo: null, page: 1 })} />
        )}
        {filters.cobro !== null && (
          <Chip text={`Cobró ${who ?? `la cuenta núm. ${filters.cobro}`}`} without={pagosHref({ ...filters, cobro: null, page: 1 })} />
        )}
      </>
    }
  >
    <TextFilter label="Cliente o folio del pago" name="q" value={filters.q} />
    <DaysFilter {...filters} />
    <ChoiceFilter label="Grupo" name="grupo" value={filters.grupo} choices={grupos.map((g) => [g.grupo_id, g.nombre_grupo])} all="Todos" />
    <ChoiceFilter
      label="Cuáles"
      name="cancelados"
      value={filters.cancelados ? 'si' : ''}
      choices={[['si', 'Cancelados o corregidos']]}
      all="Vigentes"
    />
  </FilterForm>
);
