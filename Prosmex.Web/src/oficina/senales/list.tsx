import { useLocation } from 'preact-iso';
import { dayWithYear } from '../../common/days';
import { plural } from '../../common/numbers';
import { useAnswers } from '../../common/use-answers';
import { ChoiceFilter, FilterForm } from '../../ui/filters';
import { GrupoLink } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table, type TableColumn } from '../../ui/table';
import { Clientes, Prestamos, Usuario } from './about';
import { choices, formHref, markInWords, type Regla, readFilters, ruleInWords, type Senal, senalesHref, whatToAsk } from './words';

const STATES = [
  ['false', 'Por revisar'],
  ['true', 'Falsas alarmas'],
] as const;

/** Signs of loans to invented clients and of money that is kept, the latest first. */
export function SenalesPage() {
  const filters = readFilters(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { regla, descartadas, page }) =>
    ask('/reporte/senales', { page, per_page: 25, ...(regla && { regla }), ...(descartadas && { descartadas }) }),
  );
  return (
    <Page title="Señales" over="Oficina" answers={answers} wanted={filters}>
      {({ senales, page, total_items, total_pages }, shown) => (
        <section class="tarjeta" aria-label="Señales">
          <FilterForm to={(typed) => senalesHref(readFilters(typed))}>
            <RuleFilter value={shown.regla} />
            <ChoiceFilter label="Cuáles" name="descartadas" value={String(shown.descartadas)} choices={STATES} />
          </FilterForm>
          <p class="nota" id="resumen">
            {`${plural(total_items, 'señal', 'señales')}, de la más nueva a la más vieja.`}
          </p>
          <p class="nota">
            Una señal no prueba nada: dice a quién visitar y qué preguntar. Si todo está en orden, márquela como falsa alarma.
          </p>
          {senales.length === 0 ? (
            <Empty>{shown.descartadas ? 'Nadie ha marcado una falsa alarma con lo que pide.' : 'No hay señales con lo que pide.'}</Empty>
          ) : (
            <Table
              title="Señales, la más nueva primero"
              rows={senales}
              rowKey={(s) => `${s.regla} ${s.clave}`}
              columns={columns(shown.descartadas)}
            />
          )}
          <Pages of="señales" page={page} total={total_pages} href={(to) => senalesHref({ ...shown, page: to })} />
        </section>
      )}
    </Page>
  );
}

function RuleFilter({ value }: { value: Regla | null }) {
  const rules = choices();
  return <ChoiceFilter label="Qué señal" name="regla" value={value} choices={rules} {...(rules.length > 1 && { all: 'Todas' })} />;
}

const columns = (areMarked: boolean): TableColumn<Senal>[] => [
  {
    title: 'Señal',
    isHeading: true,
    cell: (s) => (
      <>
        {ruleInWords(s.regla)}
        {s.desde && <span class="detalle">{dayWithYear(s.desde)}</span>}
      </>
    ),
  },
  {
    title: 'Qué se ve',
    cell: (s) => (
      <>
        {s.mensaje}
        <span class="detalle">{whatToAsk(s.regla)}</span>
      </>
    ),
  },
  {
    title: 'Clientes',
    class: 'persona',
    cell: (s) => (
      <>
        <Clientes senal={s} most={5} />
        {s.grupo_id !== null && s.grupo !== null && (
          <span class="detalle">
            <GrupoLink id={s.grupo_id} name={s.grupo} />
          </span>
        )}
      </>
    ),
  },
  { title: 'Préstamos', cell: (s) => <Prestamos senal={s} most={5} /> },
  { title: 'Quién registró', class: 'persona', cell: (s) => <Usuario senal={s} /> },
  {
    title: areMarked ? 'Falsa alarma' : 'Qué hacer',
    cell: (s) => (
      <>
        {markInWords(s)}
        <span class={areMarked ? 'detalle' : undefined}>
          <a href={formHref(s)}>{areMarked ? 'Volver a revisarla' : 'Es falsa alarma'}</a>
        </span>
      </>
    ),
  },
];
