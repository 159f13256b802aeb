import { useLocation } from 'preact-iso';
import type { Answer } from '../api/contract';
import { bandInWords } from '../common/bands';
import { addDays, weekInWords } from '../common/days';
import { plural } from '../common/numbers';
import { href } from '../common/query';
import { type Ask, useAnswers } from '../common/use-answers';
import { Downloads, type Format } from '../ui/downloads';
import { Chip, useReset } from '../ui/filters';
import { Page } from '../ui/page';
import { Pages } from '../ui/pages';
import { Empty } from '../ui/section';
import { Table, type TableColumn } from '../ui/table';
import { type ListFilters, type ListName, listHref } from './filters';

export const PER_PAGE = 25;

interface Row {
  prestamo_id: number;
  grupo: string;
  titular: string;
}

interface List {
  page: number;
  total_items: number;
  total_pages: number;
}

interface ListPageProps<Order extends string, Listed extends List, Item extends Row> {
  name: ListName;
  title: (filters: ListFilters<Order>) => string;
  filters: ListFilters<Order>;
  running: string;
  orders: readonly (readonly [Order, string])[];
  load: (ask: Ask, filters: ListFilters<Order>) => Promise<Listed>;
  rows: (list: Listed) => readonly Item[];
  columns: readonly TableColumn<Item>[];
  /** The sums of all pages, in words. */
  totals: (list: Listed) => string;
  file: (filters: ListFilters<Order>, format: Format) => string;
}

/** The list behind a number of the week, with its filters in the address. */
export function ListPage<Order extends string, Listed extends List, Item extends Row>(props: ListPageProps<Order, Listed, Item>) {
  const { name, filters, load, file } = props;
  const answers = useAnswers(filters, JSON.stringify(filters), async (ask, wanted) => {
    const [list, { rutas }] = await Promise.all([load(ask, wanted), ask('/reporte/rutas', { semana: wanted.semana })]);
    return { list, rutas };
  });
  const to = (change: Partial<ListFilters<Order>>) => listHref(name, { ...filters, page: 1, ...change });
  // Until the answers are there, the list shown is still the one before.
  const named = answers.shown?.wanted ?? filters;
  const title = props.title(named);
  return (
    <Page
      title={title}
      over={`Semana del ${weekInWords(named.semana)}`}
      answers={answers}
      wanted={filters}
      actions={
        <>
          <a class="boton" href={href('', { semana: filters.semana, ruta: filters.ruta })}>
            Volver a la semana
          </a>
          <button type="button" onClick={() => print()}>
            Imprimir
          </button>
          <Downloads title={title} address={(format) => file(filters, format)} />
        </>
      }
    >
      {({ list, rutas }, shown) => (
        <section class="tarjeta" aria-label={title}>
          <Filters {...props} to={to} rutas={rutas} first={props.rows(list)[0]} />
          <p
            class="nota"
            id="resumen"
          >{`${plural(list.total_items, 'préstamo', 'préstamos')}. ${list.total_items > 0 ? props.totals(list) : ''}`}</p>
          {list.total_items === 0 ? (
            <Empty>
              {shown.q || shown.grupo || shown.titular || shown.ruta
                ? 'Nadie cumple con lo que pide. Quite algún filtro.'
                : 'Nadie está en esta lista.'}
            </Empty>
          ) : (
            <Table
              title={`${title}, semana del ${weekInWords(shown.semana)}`}
              rows={props.rows(list)}
              rowKey={(r) => r.prestamo_id}
              columns={props.columns}
            />
          )}
          <Pages of="préstamos" page={list.page} total={list.total_pages} href={(page) => to({ page })} />
        </section>
      )}
    </Page>
  );
}

interface FiltersProps<Order extends string> {
  filters: ListFilters<Order>;
  running: string;
  orders: readonly (readonly [Order, string])[];
  to: (change: Partial<ListFilters<Order>>) => string;
  rutas: Answer<'/reporte/rutas'>['rutas'];
  first: Row | undefined;
}

function Filters<Order extends string>({ filters, running, orders, to, rutas, first }: FiltersProps<Order>) {
  const { route } = useLocation();
  const form = useReset(filters.q);
  return (
    <search class="filtro">
      <form
        class="campo"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          route(to({ q: String(new FormData(event.currentTarget).get('q') ?? '').trim() }));
        }}
      >
        <label for="q">Nombre del cliente</label>
        <span class="junto">
          <input id="q" name="q" type="search" defaultValue={filters.q} maxLength={100} />
          <button type="submit">Buscar</button>
        </span>
      </form>
      <label class="campo">
        <span>Ruta</span>
        <select
          id="ruta"
          value={filters.ruta ?? ''}
          onChange={(e) => route(to({ ruta: Number(e.currentTarget.value) || null, grupo: null }))}
        >
          <option value="">Todas</option>
          {rutas.map((r) => (
            <option key={r.ruta_id} value={r.ruta_id}>
              {r.ruta}
            </option>
          ))}
        </select>
      </label>
      {orders.length > 1 && (
        <label class="campo">
          <span>Orden</span>
          <select id="orden" value={filters.orden} onChange={(e) => route(to({ orden: e.currentTarget.value as Order }))}>
            {orders.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
      <nav class="campo" aria-label="Semana">
        <span>Semana</span>
        <span class="junto">
          <a class="boton" href={to({ semana: addDays(filters.semana, -7) })} aria-label="Semana anterior">
            ←
          </a>
          {filters.semana < running && (
            <a class="boton" href={to({ semana: addDays(filters.semana, 7) })} aria-label="Semana siguiente">
              →
            </a>
          )}
        </span>
      </nav>
      <Chips filters={filters} to={to} first={first} />
    </search>
  );
}

/** The filters that came by a link; each can be taken off. */
function Chips<Order extends string>({ filters, to, first }: Pick<FiltersProps<Order>, 'filters' | 'to' | 'first'>) {
  const { desde, hasta } = filters;
  const chips: [text: string, without: string][] = [];
  if (filters.grupo) chips.push([first?.grupo ?? `Grupo ${filters.grupo}`, to({ grupo: null })]);
  if (filters.titular) chips.push([`Titular: ${first?.titular ?? filters.titular}`, to({ titular: null })]);
  if (desde !== null || hasta !== null) chips.push([bandInWords({ desde: desde ?? 0, hasta }), to({ desde: null, hasta: null })]);
  if (filters.conFaltas) chips.push(['Con faltas', to({ conFaltas: false })]);
  if (filters.q) chips.push([`«${filters.q}»`, to({ q: '' })]);
  return (
    <>
      {chips.map(([text, without]) => (
        <Chip key={text} text={text} without={without} />
      ))}
    </>
  );
}
