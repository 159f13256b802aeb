import { useLocation } from 'preact-iso';
import { integer, plural } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { FilterForm, TextFilter } from '../../ui/filters';
import { isAdmin } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty, Person } from '../../ui/section';
import { Table } from '../../ui/table';

interface Filters {
  q: string;
  page: number;
}

export const rutasHref = ({ q, page = 1 }: Partial<Filters> = {}): string => href('oficina/rutas', { q, page: page > 1 && page });

export function RutasPage() {
  const { query } = useLocation();
  const filters: Filters = { q: (query.q ?? '').trim().slice(0, 100), page: positive(query.page) ?? 1 };
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { q, page }) =>
    ask('/rutas/lista', { page, per_page: 25, ...(q && { q }) }),
  );
  return (
    <Page
      title="Rutas"
      over="Oficina"
      answers={answers}
      wanted={filters}
      actions={
        isAdmin() && (
          <a class="boton principal" href={href('oficina/rutas/nueva')}>
            Crear una ruta
          </a>
        )
      }
    >
      {({ rutas, page, total_items, total_pages }) => (
        <section class="tarjeta" aria-label="Rutas">
          <FilterForm to={({ q = '' }) => rutasHref({ q: q.trim() })}>
            <TextFilter label="Nombre de la ruta" name="q" value={filters.q} />
          </FilterForm>
          <p class="nota" id="resumen">{`${plural(total_items, 'ruta', 'rutas')}.`}</p>
          {rutas.length === 0 ? (
            <Empty>{filters.q ? 'Ninguna ruta se llama así.' : 'Todavía no hay rutas.'}</Empty>
          ) : (
            <Table
              title="Rutas, por nombre"
              rows={rutas}
              rowKey={(r) => r.ruta_id}
              columns={[
                { title: 'Ruta', isHeading: true, cell: (r) => r.ruta },
                { title: 'Gerente', class: 'persona', cell: (r) => <Person name={r.gerente} /> },
                { title: 'Supervisor', class: 'persona', cell: (r) => <Person name={r.supervisor} /> },
                {
                  title: 'Grupos',
                  isNumber: true,
                  cell: (r) => <a href={href('oficina/grupos', { ruta: r.ruta_id })}>{integer(r.grupos)}</a>,
                },
                ...(isAdmin()
                  ? [
                      {
                        title: 'Cambios',
                        cell: (r: (typeof rutas)[number]) => (
                          <span class="junto">
                            <a href={href(`oficina/rutas/${r.ruta_id}/editar`)}>
                              Cambiar<span class="oculto">{` ${r.ruta}`}</span>
                            </a>
                            {r.grupos === 0 && (
                              <a href={href(`oficina/rutas/${r.ruta_id}/eliminar`)}>
                                Eliminar<span class="oculto">{` ${r.ruta}`}</span>
                              </a>
                            )}
                          </span>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
          <Pages of="rutas" page={page} total={total_pages} href={(to) => rutasHref({ ...filters, page: to })} />
        </section>
      )}
    </Page>
  );
}
