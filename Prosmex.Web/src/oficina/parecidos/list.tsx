import { useLocation } from 'preact-iso';
import { plural } from '../../common/numbers';
import { useAnswers } from '../../common/use-answers';
import { ClienteLink, can, EDITAR_INFORMACION } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { decideHref, decisionInWords, type Par, type Persona, parecidosHref, readFilters, reasonsInWords } from './words';

const LISTS = [
  ['', 'Por decidir'],
  ['misma', 'La misma persona'],
  ['distinta', 'Personas distintas'],
] as const;

/** Clients who look like one person, the certain ones first. */
export function ParecidosPage() {
  const filters = readFilters(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { decision, page }) =>
    ask('/clientes/parecidos', { page, per_page: 25, ...(decision && { decision }) }),
  );
  return (
    <Page title="Clientes parecidos" over="Oficina" answers={answers} wanted={filters}>
      {({ pares, page, total_items, total_pages }, shown) => (
        <section class="tarjeta" aria-label="Clientes parecidos">
          <nav class="acciones" aria-label="Cuáles">
            {LISTS.map(([decision, title]) => (
              <a
                key={decision}
                class="boton"
                href={parecidosHref({ decision })}
                aria-current={shown.decision === decision ? 'page' : undefined}
              >
                {title}
              </a>
            ))}
          </nav>
          <p class="nota" id="resumen">{`${plural(total_items, 'pareja', 'parejas')}.`}</p>
          <p class="nota">
            Pueden ser una persona registrada dos veces, o alguien que no existe. También familiares que comparten un teléfono. Hable con
            ellos antes de decidir; lo que se decide no cambia sus préstamos.
          </p>
          {pares.length === 0 ? (
            <Empty>No hay parejas de clientes así.</Empty>
          ) : (
            <Table title="Clientes parecidos" rows={pares} rowKey={(p) => `${p.uno.id}/${p.otro.id}`} columns={COLUMNS} />
          )}
          <Pages of="parejas" page={page} total={total_pages} href={(to) => parecidosHref({ ...shown, page: to })} />
        </section>
      )}
    </Page>
  );
}

const Who = ({ id, nombre, grupo, prestamos_abiertos }: Persona) => (
  <>
    <ClienteLink id={id} name={nombre} />
    <span class="detalle">{`${grupo}, ${prestamos_abiertos === 0 ? 'sin préstamo abierto' : 'con préstamo abierto'}`}</span>
  </>
);

const COLUMNS = [
  { title: 'Cliente', isHeading: true, cell: (p: Par) => <Who {...p.uno} /> },
  { title: 'Se parece a', cell: (p: Par) => <Who {...p.otro} /> },
  {
    title: 'Por qué',
    cell: (p: Par) => (
      <>
        {reasonsInWords(p.motivos)}
        {p.decision && <span class="detalle">{decisionInWords(p.decision)}</span>}
      </>
    ),
  },
  {
    title: 'Qué hacer',
    cell: (p: Par) =>
      can(EDITAR_INFORMACION) && <a href={decideHref(p.uno.id, p.otro.id)}>{p.decision ? 'Decidir de nuevo' : 'Decidir'}</a>,
  },
];
