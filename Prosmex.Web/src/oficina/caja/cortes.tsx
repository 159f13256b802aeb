import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { money, plural } from '../../common/numbers';
import { dayOf, href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { Chip, DaysFilter, FilterForm, NumberFilter } from '../../ui/filters';
import { can, EDITAR_INFORMACION } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { centsOfNumber, differenceInWords } from './sums';

export type Corte = Answer<'/cortes/historial'>['cortes'][number];

interface Filters {
  /** One corte alone. */
  numero: number | null;
  usuario: number | null;
  desde: string;
  hasta: string;
  page: number;
}

const read = (query: Record<string, string>): Filters => ({
  numero: positive(query.numero),
  usuario: positive(query.usuario),
  desde: dayOf(query.desde),
  hasta: dayOf(query.hasta),
  page: positive(query.page) ?? 1,
});

const cortesHref = ({ page, ...filters }: Filters): string => href('oficina/cortes', { ...filters, page: page > 1 && page });

/** Past cortes with their corrections, the newest first. */
export function CortesPage() {
  const filters = read(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { numero, usuario, desde, hasta, page }) =>
    ask('/cortes/historial', {
      page,
      per_page: 25,
      ...(numero && { id: numero }),
      ...(usuario && { usuario_id: usuario }),
      ...(desde && { desde }),
      ...(hasta && { hasta }),
    }),
  );
  return (
    <Page
      title="Cortes de caja"
      over="Oficina"
      answers={answers}
      wanted={filters}
      actions={
        <a class="boton" href={href('oficina/caja')}>
          Ver la caja
        </a>
      }
    >
      {(list, shown) => (
        <section class="tarjeta" aria-label="Cortes de caja">
          <FilterForm
            to={(typed) => cortesHref({ ...read(typed), usuario: shown.usuario })}
            chips={
              shown.usuario !== null && (
                <Chip
                  text={`De ${list.cortes[0]?.nombre ?? `la cuenta núm. ${shown.usuario}`}`}
                  without={cortesHref({ ...shown, usuario: null, page: 1 })}
                />
              )
            }
          >
            <NumberFilter label="Número" name="numero" value={shown.numero} />
            <DaysFilter {...shown} />
          </FilterForm>
          <p class="nota" id="resumen">
            {`${plural(list.total_items, 'corte', 'cortes')}, con los que se corrigieron o eliminaron.`}
          </p>
          {list.cortes.length === 0 ? (
            <Empty>No hay cortes con lo que pide.</Empty>
          ) : (
            <Table title="Cortes, el más nuevo primero" rows={list.cortes} rowKey={(c) => c.id} columns={columns(shown)} />
          )}
          <Pages of="cortes" page={list.page} total={list.total_pages} href={(page) => cortesHref({ ...shown, page })} />
        </section>
      )}
    </Page>
  );
}

const columns = (filters: Filters) => [
  {
    title: 'Corte',
    isHeading: true,
    cell: (c: Corte) => (
      <>
        {`Núm. ${c.id}`}
        <span class="detalle">{instantInWords(c.fecha)}</span>
      </>
    ),
  },
  {
    title: 'De',
    class: 'persona',
    cell: (c: Corte) => <a href={cortesHref({ ...filters, usuario: c.usuario_id, page: 1 })}>{c.nombre}</a>,
  },
  { title: 'Debía entregar', isNumber: true, cell: (c: Corte) => (c.efectivo_esperado === null ? '—' : money(c.efectivo_esperado)) },
  { title: 'Contado', isNumber: true, cell: (c: Corte) => (c.efectivo_contado === null ? 'Sin contar' : money(c.efectivo_contado)) },
  {
    title: 'Diferencia',
    cell: (c: Corte) =>
      c.diferencia === null ? (
        '—'
      ) : (
        <span class={c.diferencia === 0 ? undefined : 'alerta'}>{differenceInWords(centsOfNumber(c.diferencia))}</span>
      ),
  },
  {
    title: 'Gastos',
    isNumber: true,
    cell: (c: Corte) => (
      <>
        {money(c.total_gastos)}
        {c.gastos.map((g, n) => (
          <span key={n} class="detalle">{`${g.concepto}: ${money(g.monto)}`}</span>
        ))}
      </>
    ),
  },
  { title: 'Estado', cell: (c: Corte) => <State {...c} /> },
];

function State({ id, anulado, anulado_en, sustituido_por, sustituye_a }: Corte) {
  if (anulado && anulado_en) {
    const when = instantInWords(anulado_en);
    return sustituido_por ? (
      <>
        {`Corregido el ${when}: vale el `}
        <a href={href('oficina/cortes', { numero: sustituido_por })}>{`núm. ${sustituido_por}`}</a>
      </>
    ) : (
      `Eliminado el ${when}`
    );
  }
  return (
    <>
      {sustituye_a ? `Corrige al núm. ${sustituye_a}` : 'Vigente'}
      {can(EDITAR_INFORMACION) && (
        <span class="detalle junto">
          <a href={href(`oficina/cortes/${id}/corregir`)}>
            Corregir<span class="oculto">{` el corte núm. ${id}`}</span>
          </a>
          <a href={href(`oficina/cortes/${id}/eliminar`)}>
            Eliminar<span class="oculto">{` el corte núm. ${id}`}</span>
          </a>
        </span>
      )}
    </>
  );
}
