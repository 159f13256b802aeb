import { useLocation } from 'preact-iso';
import { integer, money, plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { ChoiceFilter, FilterForm, TextFilter } from '../../ui/filters';
import { CREAR_USUARIO, can } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { type Cuenta, type Filters, nameOf, personaHref, personasHref, ROLES, readFilters, STATES, stateInWords } from './words';

/** The people who sign in, deactivated ones too. */
export function PersonasPage() {
  const filters = readFilters(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { q, rol, estado, page }) =>
    ask('/users/cuentas', { estado, page, per_page: 25, ...(q && { q }), ...(rol && { rol_id: rol }) }),
  );
  return (
    <Page
      title="Personas"
      over="Oficina"
      answers={answers}
      wanted={filters}
      actions={
        can(CREAR_USUARIO) && (
          <>
            <a class="boton" href={href('oficina/permisos')}>
              Qué puede cada rol
            </a>
            <a class="boton principal" href={href('oficina/personas/nueva')}>
              Crear una cuenta
            </a>
          </>
        )
      }
    >
      {({ cuentas, page, total_items, total_pages }) => (
        <section class="tarjeta" aria-label="Personas">
          <AccountFilters filters={filters} />
          <p class="nota" id="resumen">{`${plural(total_items, 'cuenta', 'cuentas')}.`}</p>
          {cuentas.length === 0 ? (
            <Empty>No hay cuentas con lo que pide. Quite algún filtro.</Empty>
          ) : (
            <Table title="Cuentas, por nombre" rows={cuentas} rowKey={(c) => c.usuario_id} columns={COLUMNS} />
          )}
          <Pages of="cuentas" page={page} total={total_pages} href={(to) => personasHref({ ...filters, page: to })} />
        </section>
      )}
    </Page>
  );
}

const COLUMNS = [
  {
    title: 'Nombre',
    isHeading: true,
    cell: (c: Cuenta) => (
      <>
        <a href={personaHref(c.usuario_id)}>{nameOf(c)}</a>
        <span class="detalle">{c.usuario}</span>
      </>
    ),
  },
  { title: 'Rol', cell: (c: Cuenta) => c.rol },
  { title: 'Cuenta', cell: stateInWords },
  {
    title: 'A su cargo',
    cell: (c: Cuenta) =>
      [c.grupos > 0 && plural(c.grupos, 'grupo', 'grupos'), c.rutas > 0 && plural(c.rutas, 'ruta', 'rutas')].filter(Boolean).join(', ') ||
      'Nada',
  },
  { title: 'Sesiones abiertas', isNumber: true, cell: (c: Cuenta) => integer(c.sesiones) },
  { title: 'Efectivo por entregar', isNumber: true, cell: (c: Cuenta) => money(c.efectivo) },
];

const AccountFilters = ({ filters }: { filters: Filters }) => (
  <FilterForm to={(typed) => personasHref(readFilters(typed))}>
    <TextFilter label="Nombre o usuario" name="q" value={filters.q} />
    <ChoiceFilter label="Rol" name="rol" value={filters.rol} choices={ROLES} all="Todos" />
    <ChoiceFilter label="Cuentas" name="estado" value={filters.estado} choices={STATES} />
  </FilterForm>
);
