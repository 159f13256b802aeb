import { useLocation } from 'preact-iso';
import { instantInWords } from '../../common/days';
import { plural } from '../../common/numbers';
import { href } from '../../common/query';
import { useAnswers } from '../../common/use-answers';
import { FilterForm, TextFilter } from '../../ui/filters';
import { BAJA_DE_USUARIO, can } from '../../ui/links';
import { Page } from '../../ui/page';
import { Pages } from '../../ui/pages';
import { Empty } from '../../ui/section';
import { Table } from '../../ui/table';
import { decisionInWords, readFilters, stateInWords, type Telefono, telefonosHref, waitingInWords } from './words';

/** The phones that collect, the latest contact first. */
export function TelefonosPage() {
  const filters = readFilters(useLocation().query);
  const answers = useAnswers(filters, JSON.stringify(filters), (ask, { q, usuario, numero, page }) =>
    ask('/cobro/telefonos', {
      page,
      per_page: 25,
      ...(q && { q }),
      ...(usuario && { usuario_id: usuario }),
      ...(numero && { id: numero }),
    }),
  );
  return (
    <Page title="Teléfonos" over="Oficina" answers={answers} wanted={filters}>
      {({ telefonos, page, total_items, total_pages }, shown) => (
        <section class="tarjeta" aria-label="Teléfonos">
          <FilterForm to={(typed) => telefonosHref(readFilters(typed))}>
            <TextFilter label="Persona o teléfono" name="q" value={shown.q} />
          </FilterForm>
          <p class="nota" id="resumen">
            {`${plural(total_items, 'teléfono', 'teléfonos')}. `}
            {(shown.usuario || shown.numero) && <a href={telefonosHref()}>Ver todos</a>}
          </p>
          <p class="nota">
            Si se pierde un teléfono, termine su sesión y restablezca la contraseña de la persona: en cuanto el teléfono tenga señal, borra
            lo que guarda. Lo que no había enviado queda cifrado en él hasta que la persona entre de nuevo, o hasta que usted lo descarte.
          </p>
          {telefonos.length === 0 ? (
            <Empty>No hay teléfonos con lo que pide. Aparecen cuando alguien entra a la página de cobro.</Empty>
          ) : (
            <Table title="Teléfonos, el último contacto primero" rows={telefonos} rowKey={(t) => t.id} columns={COLUMNS} />
          )}
          <Pages of="teléfonos" page={page} total={total_pages} href={(to) => telefonosHref({ ...shown, page: to })} />
        </section>
      )}
    </Page>
  );
}

const COLUMNS = [
  {
    title: 'Persona',
    isHeading: true,
    cell: (t: Telefono) => (
      <>
        {can(BAJA_DE_USUARIO) ? <a href={href(`oficina/personas/${t.usuario.id}`)}>{t.usuario.nombre}</a> : t.usuario.nombre}
        <span class="detalle">{`${t.nombre}, versión ${t.version}`}</span>
      </>
    ),
  },
  { title: 'Último contacto', cell: (t: Telefono) => instantInWords(t.ultimo_contacto) },
  { title: 'Sin enviar', cell: waitingInWords },
  {
    title: 'Estado',
    cell: (t: Telefono) => (
      <>
        {stateInWords(t)}
        <span class="detalle">{decisionInWords(t)}</span>
      </>
    ),
  },
  { title: 'Qué hacer', cell: (t: Telefono) => <Actions {...t} /> },
];

const Actions = ({ id, estado }: Telefono) =>
  estado === 'terminada' ? (
    <a href={href(`oficina/telefonos/${id}/descartar`)}>Descartar lo que no se envió</a>
  ) : (
    <a href={href(`oficina/telefonos/${id}/terminar`)}>Terminar su sesión</a>
  );
