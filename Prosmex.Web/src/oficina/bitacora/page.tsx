import { useLocation } from 'preact-iso';
import { instantInWords } from '../../common/days';
import { integer, plural } from '../../common/numbers';
import { dayOf, href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { BeforeAfter } from '../../ui/before-after';
import { ChoiceFilter, DaysFilter, FilterForm, NumberFilter } from '../../ui/filters';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { ACTIONS, type Apunte, changesOf, ENTITIES, recordHref, recordInWords } from './words';

interface Filters {
  entidad: string;
  id: number | null;
  usuario: number | null;
  desde: string;
  hasta: string;
  page: number;
}

const read = (query: Record<string, string>): Filters => ({
  entidad: ENTITIES.some(([name]) => name === query.entidad) ? (query.entidad ?? '') : '',
  id: positive(query.id),
  usuario: positive(query.usuario),
  desde: dayOf(query.desde),
  hasta: dayOf(query.hasta),
  page: positive(query.page) ?? 1,
});

const bitacoraHref = ({ page, ...filters }: Filters): string => href('oficina/bitacora', { ...filters, page: page > 1 && page });

/** Who changed what, the newest first. */
export function BitacoraPage() {
  const { query } = useLocation();
  const filters = read(query);
  const answers = useAnswers(filters, JSON.stringify(filters), async (ask, { entidad, id, usuario, desde, hasta, page }) => {
    const [list, { autores }] = await Promise.all([
      ask('/bitacora', {
        orden: 'recientes',
        page,
        per_page: 25,
        ...(entidad && { entidad }),
        ...(id && { id }),
        ...(usuario && { usuario_id: usuario }),
        ...(desde && { desde }),
        ...(hasta && { hasta }),
      }),
      ask('/bitacora/autores', { per_page: 200 }),
    ]);
    return { ...list, autores };
  });
  return (
    <Page title="Bitácora" over="Oficina" answers={answers} wanted={filters}>
      {({ bitacora, autores, page, total_items, total_pages }, shown) => (
        <section class="tarjeta" aria-label="Bitácora">
          <FilterForm to={(typed) => bitacoraHref({ ...read(typed), page: 1 })}>
            <ChoiceFilter label="De qué" name="entidad" value={filters.entidad} choices={ENTITIES} all="Todo" />
            <NumberFilter label="Número" name="id" value={filters.id} />
            <ChoiceFilter
              label="Quién"
              name="usuario"
              value={filters.usuario}
              choices={autores.map((a) => [a.usuario_id, `${a.nombre} (${a.usuario})`])}
              all="Cualquiera"
            />
            <DaysFilter {...filters} />
          </FilterForm>
          <p class="nota" id="resumen">
            {`${plural(total_items, 'cambio', 'cambios')}, del más nuevo al más viejo.`}
          </p>
          {bitacora.length === 0 ? (
            <Empty>Nadie cambió nada con lo que pide. Quite algún filtro.</Empty>
          ) : (
            <ol class="apuntes">
              {bitacora.map((a) => (
                <li key={a.id}>
                  <Entry apunte={a} filters={shown} />
                </li>
              ))}
            </ol>
          )}
          <Pages of="cambios" page={page} total={total_pages} href={(to) => bitacoraHref({ ...filters, page: to })} />
        </section>
      )}
    </Page>
  );
}

function Entry({ apunte, filters }: { apunte: Apunte; filters: Filters }) {
  const { cuando, usuario, usuario_id, ruta, direccion, accion } = apunte;
  const to = recordHref(apunte);
  const record = recordInWords(apunte);
  const changes = changesOf(apunte);
  return (
    <article>
      <h2>
        {`${ACTIONS[accion] ?? accion}: `}
        {to ? <a href={to}>{record}</a> : record}
      </h2>
      <p class="nota">
        {`${instantInWords(cuando)}, `}
        {usuario_id === null ? (
          'el programa'
        ) : (
          <a href={bitacoraHref({ ...filters, usuario: usuario_id, page: 1 })}>{usuario ?? `cuenta núm. ${integer(usuario_id)}`}</a>
        )}
        {`. Operación: ${ruta}${direccion ? `, desde ${direccion}` : ''}.`}
      </p>
      {changes.length > 0 && <BeforeAfter of={record} changes={changes} />}
    </article>
  );
}
