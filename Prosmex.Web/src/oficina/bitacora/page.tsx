import { useLocation } from 'preact-iso';
import type { Dto } from '../../api/contract';
import { instantInWords, mondayOf } from '../../common/days';
import { integer, plural } from '../../common/numbers';
import { href, positive } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
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

const day = (text: string | undefined): string => (text && mondayOf(text) ? text : '');

const read = (query: Record<string, string>): Filters => ({
  entidad: ENTITIES.some(([name]) => name === query.entidad) ? (query.entidad ?? '') : '',
  id: positive(query.id),
  usuario: positive(query.usuario),
  desde: day(query.desde),
  hasta: day(query.hasta),
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
          <FilterForm filters={filters} autores={autores} />
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

function FilterForm({ filters, autores }: { filters: Filters; autores: readonly Dto['AutorDto'][] }) {
  const { route } = useLocation();
  return (
    <search class="filtro">
      <form
        class="filtros"
        key={JSON.stringify(filters)}
        onSubmit={(event) => {
          event.preventDefault();
          const typed = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
          route(bitacoraHref({ ...read(typed), page: 1 }));
        }}
      >
        <label class="campo">
          <span>De qué</span>
          <select name="entidad">
            <option value="">Todo</option>
            {ENTITIES.map(([name, text]) => (
              <option key={name} value={name} selected={name === filters.entidad}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <label class="campo">
          <span>Número</span>
          <input name="id" inputMode="numeric" maxLength={9} size={8} defaultValue={filters.id ? String(filters.id) : ''} />
        </label>
        <label class="campo">
          <span>Quién</span>
          <select name="usuario">
            <option value="">Cualquiera</option>
            {autores.map((a) => (
              <option key={a.usuario_id} value={a.usuario_id} selected={a.usuario_id === filters.usuario}>
                {`${a.nombre} (${a.usuario})`}
              </option>
            ))}
          </select>
        </label>
        <label class="campo">
          <span>Desde el día</span>
          <input name="desde" type="date" defaultValue={filters.desde} />
        </label>
        <label class="campo">
          <span>Hasta el día</span>
          <input name="hasta" type="date" defaultValue={filters.hasta} />
        </label>
        <button type="submit">Buscar</button>
      </form>
    </search>
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
      {changes.length > 0 && (
        <table class="antes-y-despues">
          <caption class="oculto">{`Antes y después de ${record}`}</caption>
          <thead>
            <tr>
              <th scope="col">Dato</th>
              <th scope="col">Antes</th>
              <th scope="col">Después</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{field}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  );
}
