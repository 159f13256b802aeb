import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Answer } from '../../api/contract';
import { integer, plural } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { ChoiceFilter, FilterForm, TextFilter } from '../../ui/filters';
import { canAssign, canEditGrupo, GrupoLink, isAdmin } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty, Person } from '../../ui/section';
import { Table, type TableColumn } from '../../ui/table';

export type Grupo = Answer<'/grupos/lista'>['grupos'][number];

const LACKING = [
  ['gestor', 'Sin gestor'],
  ['titular', 'Sin titular'],
] as const;

interface Filters {
  q: string;
  ruta: number | null;
  sin: string;
  page: number;
}

const read = (query: Record<string, string>): Filters => ({
  q: (query.q ?? '').trim().slice(0, 100),
  ruta: positive(query.ruta),
  sin: LACKING.find(([name]) => name === query.sin)?.[0] ?? '',
  page: positive(query.page) ?? 1,
});

export const gruposHref = ({ page = 1, ...filters }: Partial<Filters> = {}): string =>
  href('oficina/grupos', { ...filters, page: page > 1 && page });

/** The groups with their route and people; several are assigned at once. */
export function GruposPage() {
  const filters = read(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), async (ask, { q, ruta, sin, page }) => {
    const [list, rutas] = await Promise.all([
      ask('/grupos/lista', { page, per_page: 50, ...(q && { q }), ...(ruta && { ruta_id: ruta }), ...(sin && { sin }) }),
      canAssign() ? ask('/rutas').then((r) => r.rutas) : [],
    ]);
    return { ...list, rutas };
  });
  return (
    <Page
      title="Grupos"
      over="Oficina"
      answers={answers}
      wanted={filters}
      actions={
        isAdmin() && (
          <a class="boton principal" href={href('oficina/grupos/nuevo')}>
            Crear un grupo
          </a>
        )
      }
    >
      {({ grupos, rutas, page, total_items, total_pages }, shown) => (
        <section class="tarjeta" aria-label="Grupos">
          <FilterForm to={(typed) => gruposHref(read(typed))}>
            <TextFilter label="Nombre del grupo" name="q" value={filters.q} />
            {rutas.length > 0 && (
              <ChoiceFilter
                label="Ruta"
                name="ruta"
                value={filters.ruta}
                choices={rutas.map((r) => [r.ruta_id, r.nombre_ruta])}
                all="Todas"
              />
            )}
            <ChoiceFilter label="Qué les falta" name="sin" value={filters.sin} choices={LACKING} all="Cualquiera" />
          </FilterForm>
          <p class="nota" id="resumen">{`${plural(total_items, 'grupo', 'grupos')}.`}</p>
          {grupos.length === 0 ? (
            <Empty>
              {shown.q || shown.ruta || shown.sin ? 'Ningún grupo cumple con lo que pide. Quite algún filtro.' : 'Todavía no hay grupos.'}
            </Empty>
          ) : (
            <Chosen key={JSON.stringify(shown)} grupos={grupos} />
          )}
          <Pages of="grupos" page={page} total={total_pages} href={(to) => gruposHref({ ...filters, page: to })} />
        </section>
      )}
    </Page>
  );
}

/** The table, with a box for each group where the user may assign. */
function Chosen({ grupos }: { grupos: readonly Grupo[] }) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const choose = (ids: readonly number[], isOn: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const id of ids) isOn ? after.add(id) : after.delete(id);
      return after;
    });
  const box: TableColumn<Grupo> = {
    title: 'Elegir',
    cell: (g) => (
      <input
        type="checkbox"
        aria-label={`Elegir ${g.grupo}`}
        checked={chosen.has(g.grupo_id)}
        onChange={(event) => choose([g.grupo_id], event.currentTarget.checked)}
      />
    ),
  };
  return (
    <>
      {canAssign() && (
        <div class="opciones" id="elegidos">
          <label class="casilla">
            <input
              type="checkbox"
              checked={chosen.size === grupos.length}
              onChange={(event) =>
                choose(
                  grupos.map((g) => g.grupo_id),
                  event.currentTarget.checked,
                )
              }
            />{' '}
            Elegir todos los de esta página
          </label>
          {chosen.size > 0 && (
            <a class="boton principal" href={href('oficina/grupos/asignar', { grupos: [...chosen].sort((a, b) => a - b).join('-') })}>
              {`Asignar ${plural(chosen.size, 'grupo', 'grupos')}`}
            </a>
          )}
        </div>
      )}
      <Table
        title="Grupos, por nombre"
        rows={grupos}
        rowKey={(g) => g.grupo_id}
        isChosen={(g) => chosen.has(g.grupo_id)}
        columns={[...(canAssign() ? [box] : []), ...COLUMNS, ...(canEditGrupo() ? [CHANGES] : [])]}
      />
    </>
  );
}

const COLUMNS: readonly TableColumn<Grupo>[] = [
  {
    title: 'Grupo',
    isHeading: true,
    cell: (g) => (
      <>
        <GrupoLink id={g.grupo_id} name={g.grupo} />
        <span class="detalle">{g.ruta}</span>
      </>
    ),
  },
  { title: 'Titular', class: 'persona', cell: (g) => <Person name={g.titular} /> },
  { title: 'Gestor', class: 'persona', cell: (g) => <Person name={g.gestor} /> },
  { title: 'Clientes', isNumber: true, cell: (g) => integer(g.clientes) },
  { title: 'Préstamos abiertos', isNumber: true, cell: (g) => integer(g.prestamos_activos) },
];

const CHANGES: TableColumn<Grupo> = {
  title: 'Cambios',
  cell: (g) => (
    <span class="junto">
      <a href={href(`oficina/grupos/${g.grupo_id}/editar`)}>
        Cambiar<span class="oculto">{` ${g.grupo}`}</span>
      </a>
      {isAdmin() && g.clientes === 0 && (
        <a href={href(`oficina/grupos/${g.grupo_id}/eliminar`)}>
          Eliminar<span class="oculto">{` ${g.grupo}`}</span>
        </a>
      )}
    </span>
  ),
};
