import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { instantInWords } from '../../common/days';
import { money, plural } from '../../common/numbers';
import { href, oneOf, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { ChoiceFilter, FilterForm } from '../../ui/filters';
import { can, EDITAR_INFORMACION } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { Actions, ForWhom, outcomeInWords } from './words';

type Dinero = Answer<'/por-aclarar'>['por_aclarar'][number];

const STATES = [
  ['pendiente', 'Por aclarar'],
  ['aplicado', 'Aplicado a un préstamo'],
  ['devuelto', 'Devuelto al cliente'],
  ['castigado', 'Dado de baja'],
  ['todos', 'Todo'],
] as const;
const NAMES = STATES.map(([name]) => name) as [(typeof STATES)[number][0], ...(typeof STATES)[number][0][]];

interface Filters {
  estado: (typeof NAMES)[number];
  grupo: number | null;
  page: number;
}

const read = (query: Record<string, string>): Filters => ({
  estado: oneOf(query.estado, NAMES),
  grupo: positive(query.grupo),
  page: positive(query.page) ?? 1,
});

const listHref = ({ estado, grupo, page }: Filters): string =>
  href('oficina/por-aclarar', { estado: estado !== 'pendiente' && estado, grupo, page: page > 1 && page });

/** Money that was received and belongs to no loan yet; the oldest first. */
export function PorAclararPage() {
  const filters = read(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), async (ask, { estado, grupo, page }) => {
    const asked = { page, per_page: 25, ...(estado !== 'todos' && { estado }), ...(grupo && { grupo_id: grupo }) };
    const [list, grupos] = await Promise.all([ask('/por-aclarar', asked), ask('/grupos')]);
    return { list, grupos: grupos ?? [] };
  });
  return (
    <Page title="Dinero por aclarar" over="Oficina" answers={answers} wanted={filters}>
      {({ list, grupos }, shown) => (
        <section class="tarjeta" aria-label="Dinero por aclarar">
          <FilterForm to={(typed) => listHref(read(typed))}>
            <ChoiceFilter label="Estado" name="estado" value={shown.estado} choices={STATES} />
            <ChoiceFilter
              label="Grupo"
              name="grupo"
              value={shown.grupo}
              choices={grupos.map((g) => [g.grupo_id, g.nombre_grupo])}
              all="Todos"
            />
          </FilterForm>
          <p class="nota" id="resumen">
            {`${plural(list.total_items, 'cobro', 'cobros')}. Suman ${money(list.total_monto)}.`}
            {!can(EDITAR_INFORMACION) && ' Para aplicarlo, devolverlo o darlo de baja, pídalo a quien administra el sistema.'}
          </p>
          {list.por_aclarar.length === 0 ? (
            <Empty>
              {shown.estado === 'pendiente' ? 'No hay dinero por aclarar.' : 'No hay nada con lo que pide. Quite algún filtro.'}
            </Empty>
          ) : (
            <Table title="Dinero por aclarar, el más viejo primero" rows={list.por_aclarar} rowKey={(d) => d.id} columns={columns} />
          )}
          <Pages of="dinero por aclarar" page={list.page} total={list.total_pages} href={(page) => listHref({ ...shown, page })} />
        </section>
      )}
    </Page>
  );
}

const columns = [
  {
    title: 'Recibido',
    isHeading: true,
    cell: (d: Dinero) => (
      <>
        <a href={href(`oficina/por-aclarar/${d.id}`)}>{instantInWords(d.recibido_en)}</a>
        <span class="detalle">{`cobrado el ${instantInWords(d.ocurrido_en)}`}</span>
      </>
    ),
  },
  { title: 'Monto', isNumber: true, cell: (d: Dinero) => money(d.monto) },
  {
    title: 'Cobró',
    class: 'persona',
    cell: (d: Dinero) => (
      <>
        {d.usuario_nombre}
        <span class="detalle">{d.grupo}</span>
      </>
    ),
  },
  { title: 'Era para', cell: (d: Dinero) => <ForWhom {...d} /> },
  {
    title: 'Por qué',
    cell: (d: Dinero) => (
      <>
        {d.motivo}
        {d.nota_del_cobro && <span class="detalle">{`Nota: ${d.nota_del_cobro}`}</span>}
      </>
    ),
  },
  { title: 'Qué se hizo', cell: (d: Dinero) => (d.estado === 'pendiente' ? <Actions {...d} /> : outcomeInWords(d)) },
];
