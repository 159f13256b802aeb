import { useLocation } from 'preact-iso';
import type { Answer } from '../api/contract';
import { addDays, mondayOf, shortDay, weekInWords } from '../common/days';
import { integer, money, percent, plural } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { listHref } from '../listas/filters';
import { Facts } from '../ui/facts';
import { ALTA_DE_CLIENTE, ClienteLink, can, canEditGrupo, canSeeSheets, PrestamoLink } from '../ui/links';
import { Page } from '../ui/page';
import { Empty, Section } from '../ui/section';
import { Table, type TableColumn } from '../ui/table';
import { TelefonoLinks } from '../ui/telefono';
import { withRunningWeek } from '../ui/with-running-week';

const SEMANAS = 12;

type Ficha = Answer<'/grupos/{id}/ficha'>;
type Member = Ficha['clientes'][number];
type Cell = Member['semanas'][number];

/** A group: its members, who paid in each of twelve weeks, and its cash. */
export const GrupoPage = withRunningWeek<{ id: number }>(({ id, running }) => {
  const { query } = useLocation();
  const monday = mondayOf(query.semana);
  const wanted = { id, semana: monday && monday <= running ? monday : running };
  const answers = useAnswers(wanted, JSON.stringify(wanted), (ask, { semana }) =>
    ask('/grupos/{id}/ficha', { semana, semanas: SEMANAS }, id),
  );
  const to = (semana: string) => href(`grupos/${id}`, { semana });
  return (
    <Page
      title={answers.shown?.data.grupo.nombre ?? `Grupo núm. ${id}`}
      over={`Grupo, hasta la semana del ${weekInWords(answers.shown?.wanted.semana ?? wanted.semana)}`}
      answers={answers}
      wanted={wanted}
      actions={
        <>
          <a class="boton" href={to(addDays(wanted.semana, -7))}>
            ← <span class="si-cabe">Semana anterior</span>
          </a>
          {wanted.semana < running && (
            <a class="boton" href={to(addDays(wanted.semana, 7))}>
              <span class="si-cabe">Semana siguiente</span> →
            </a>
          )}
          {canSeeSheets() && (
            <a class="boton" href={href(`hoja/${id}`, { semana: wanted.semana })}>
              Hoja de cobranza
            </a>
          )}
          {can(ALTA_DE_CLIENTE) && (
            <a class="boton" href={href('oficina/clientes/nuevo', { grupo: id })}>
              Registrar un cliente
            </a>
          )}
          {canEditGrupo() && (
            <a class="boton" href={href(`oficina/grupos/${id}/editar`)}>
              Cambiar el grupo
            </a>
          )}
        </>
      }
    >
      {(ficha, { semana }) => (
        <>
          <Week ficha={ficha} id={id} semana={semana} />
          <Grid {...ficha} />
          <Weeks {...ficha} />
          <Cash {...ficha} />
        </>
      )}
    </Page>
  );
});

function Week({ ficha: { ruta, titular, gestor, semanas, clientes }, id, semana }: { ficha: Ficha; id: number; semana: string }) {
  const last = semanas.at(-1);
  if (!last) return null;
  return (
    <Section id="grupo" title="La semana">
      <Facts
        facts={[
          ['Cobranza ideal', money(last.cobranza_ideal)],
          ['Cobranza real', money(last.cobranza_real)],
          ['Morosidad', percent(last.morosidad_porcentaje)],
          [
            'Faltas',
            last.faltas > 0 ? (
              <a key="f" href={listHref('faltas', { semana, grupo: id })}>
                {integer(last.faltas)}
              </a>
            ) : (
              '0'
            ),
          ],
          ['Bono', money(last.bono)],
          [
            'Préstamos activos',
            <a key="a" href={listHref('cartera', { semana, grupo: id })}>
              {integer(last.prestamos_activos)}
            </a>,
          ],
          ['Clientes', integer(clientes.length)],
          [
            'Ruta',
            <a key="r" href={href('', { semana, ruta: ruta.id })}>
              {ruta.nombre}
            </a>,
          ],
          ['Titular', titular || 'Sin asignar'],
          ['Gestor', gestor || 'Sin asignar'],
        ]}
      />
    </Section>
  );
}

const STATES: Record<Cell['estado'], string> = {
  pagado: 'pagó completo',
  parcial: 'pagó una parte',
  sin_pago: 'no pagó',
  sin_vencimiento: 'no le tocaba',
  sin_cobranza: 'semana sin cobranza',
};

/** Nothing was paid in the week: an advance covered it, it was missed, or nothing was due. */
const WITHOUT_MONEY: Record<Cell['estado'], string> = { pagado: '✓', parcial: '0', sin_pago: '0', sin_vencimiento: '·', sin_cobranza: '—' };

/** What was paid in a week, told apart by colour, border and sign. */
const Paid = ({ debe, pagado, estado, falta }: Cell) => (
  <span class={`celda ${estado}`} title={`Tocaba ${money(debe)}, ${STATES[estado]}${falta ? ', falta' : ''}`}>
    {pagado > 0 ? integer(Math.round(pagado)) : WITHOUT_MONEY[estado]}
    {falta && <span aria-hidden="true"> ✕</span>}
    <span class="oculto">{`, ${STATES[estado]}${falta ? ', falta' : ''}`}</span>
  </span>
);

function Grid({ clientes, semanas }: Ficha) {
  const columns: TableColumn<Member>[] = [
    {
      title: 'Cliente',
      isHeading: true,
      cell: (c) => (
        <>
          <ClienteLink id={c.id} name={c.nombre} />
          {c.prestamo_id !== null && (
            <span class="detalle">
              <PrestamoLink id={c.prestamo_id} />
            </span>
          )}
          {c.telefono && <TelefonoLinks telefono={c.telefono} name={c.nombre} />}
        </>
      ),
    },
    ...semanas.map((week, i) => ({
      title: shortDay(week.semana),
      cell: (c: Member) => {
        const cell = c.semanas[i];
        return cell ? <Paid {...cell} /> : null;
      },
    })),
    {
      title: 'Atraso',
      isNumber: true,
      cell: (c) => (c.prestamo_id === null ? '—' : c.dias_de_atraso > 0 ? plural(c.dias_de_atraso, 'día', 'días') : 'Al corriente'),
    },
    { title: 'Por pagar', isNumber: true, cell: (c) => money(c.restante) },
  ];
  return (
    <Section id="rejilla" title="Quién pagó, semana por semana">
      {clientes.length === 0 ? (
        <Empty>Este grupo no tenía clientes.</Empty>
      ) : (
        <>
          <p class="leyenda">
            <span class="celda pagado">pagó completo</span> <span class="celda parcial">pagó una parte</span>{' '}
            <span class="celda sin_pago">no pagó</span> <span class="celda sin_vencimiento">· no le tocaba</span>{' '}
            <span class="celda sin_cobranza">— semana sin cobranza</span> <span>✓ cubierto con adelanto</span> <span>✕ falta</span>{' '}
            <span>Pesos, sin centavos</span>
          </p>
          <div class="rejilla">
            <Table
              title="Lo que pagó cada cliente en cada semana"
              rows={clientes}
              rowKey={(c) => `${c.id}/${c.nombre}`}
              asCards={false}
              columns={columns}
            />
          </div>
        </>
      )}
    </Section>
  );
}

const Weeks = ({ semanas }: Ficha) => (
  <Section id="semanas" title="Semana por semana">
    <Table
      title="Las figuras del grupo en cada semana"
      rows={[...semanas].reverse()}
      rowKey={(w) => w.semana}
      asCards={false}
      columns={[
        { title: 'Semana', isHeading: true, cell: (w) => weekInWords(w.semana) },
        { title: 'Ideal', isNumber: true, cell: (w) => money(w.cobranza_ideal) },
        { title: 'Real', isNumber: true, cell: (w) => money(w.cobranza_real) },
        { title: 'Morosidad (%)', isNumber: true, cell: (w) => percent(w.morosidad_porcentaje) },
        { title: 'Faltas', isNumber: true, cell: (w) => integer(w.faltas) },
        { title: 'Bono', isNumber: true, cell: (w) => money(w.bono) },
        { title: 'Activos', isNumber: true, cell: (w) => integer(w.prestamos_activos) },
      ]}
    />
  </Section>
);

const Cash = ({ efectivo }: Ficha) => (
  <Section id="efectivo" title="Efectivo de este grupo sin entregar">
    {efectivo.length === 0 ? (
      <Empty>Nadie tiene efectivo de este grupo.</Empty>
    ) : (
      <Table
        title="Quién tiene efectivo de este grupo"
        rows={efectivo}
        rowKey={(e) => e.usuario_id}
        asCards={false}
        columns={[
          { title: 'Quién', isHeading: true, cell: (e) => e.nombre },
          { title: 'Efectivo', isNumber: true, cell: (e) => money(e.efectivo) },
        ]}
      />
    )}
  </Section>
);
