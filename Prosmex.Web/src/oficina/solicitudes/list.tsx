import { useLocation } from 'preact-iso';
import { instantInWords } from '../../common/days';
import { plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { ChoiceFilter, FilterForm } from '../../ui/filters';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { CHOICES, readFilters, type Solicitud, solicitudesHref, solicitudHref, stateInWords } from './words';

/** Work that waits for another user, the latest first. */
export function SolicitudesPage() {
  const filters = readFilters(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { cuales, page }) =>
    ask('/solicitudes', {
      page,
      per_page: 25,
      ...(cuales === 'por_responder' ? { por_responder: true } : cuales !== 'todas' && { estado: cuales }),
    }),
  );
  return (
    <Page
      title="Solicitudes"
      over="Oficina"
      answers={answers}
      wanted={filters}
      actions={
        <a class="boton" href={href('oficina/solicitudes/reglas')}>
          Qué necesita aprobación
        </a>
      }
    >
      {({ solicitudes, page, total_items, total_pages }, shown) => (
        <section class="tarjeta" aria-label="Solicitudes">
          <FilterForm to={(typed) => solicitudesHref(readFilters(typed))}>
            <ChoiceFilter label="Cuáles" name="cuales" value={shown.cuales} choices={CHOICES} />
          </FilterForm>
          <p class="nota" id="resumen">
            {`${plural(total_items, 'solicitud', 'solicitudes')}, de la más nueva a la más vieja.`}
          </p>
          {solicitudes.length === 0 ? (
            <Empty>
              {shown.cuales === 'por_responder' ? 'Ninguna solicitud espera su respuesta.' : 'No hay solicitudes con lo que pide.'}
            </Empty>
          ) : (
            <Table title="Solicitudes, la más nueva primero" rows={solicitudes} rowKey={(s) => s.id} columns={columns} />
          )}
          <Pages of="solicitudes" page={page} total={total_pages} href={(to) => solicitudesHref({ ...shown, page: to })} />
        </section>
      )}
    </Page>
  );
}

const columns = [
  {
    title: 'Solicitud',
    isHeading: true,
    cell: (s: Solicitud) => (
      <>
        <a href={solicitudHref(s.id)}>{s.nombre}</a>
        <span class="detalle">{`núm. ${s.id}`}</span>
      </>
    ),
  },
  { title: 'Cliente', class: 'persona', cell: (s: Solicitud) => s.cliente ?? '—' },
  {
    title: 'La pidió',
    class: 'persona',
    cell: (s: Solicitud) => (
      <>
        {s.solicitante}
        <span class="detalle">{instantInWords(s.pedida_en)}</span>
      </>
    ),
  },
  {
    title: 'Estado',
    cell: (s: Solicitud) => (
      <>
        {stateInWords(s.estado)}
        {s.estado === 'pendiente' && <span class="detalle">{`vence el ${instantInWords(s.expira_en)}`}</span>}
      </>
    ),
  },
];
