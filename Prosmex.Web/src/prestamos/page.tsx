import type { Answer } from '../api/contract';
import { dayWithYear, instantInWords, shortDay, shortMonth } from '../common/days';
import { integer, money, shortUnit } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { visitHref } from '../oficina/atrasados/words';
import { Columns } from '../ui/charts';
import { Facts } from '../ui/facts';
import { ClienteLink, CREAR_PRESTAMO, can, canCollect, EDITAR_INFORMACION, ELIMINAR_CREDITO, GrupoLink, PrestamoLink } from '../ui/links';
import { Page } from '../ui/page';
import { Empty, Section } from '../ui/section';
import { isOpen, StatusTag } from '../ui/status';
import { Table } from '../ui/table';
import { movementInWords } from './words';

type Ficha = Answer<'/prestamos/{id}/ficha'>;

/** A loan: its plan against what was paid, and every payment and reversal. */
export function PrestamoPage({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), (ask) => ask('/prestamos/{id}/ficha', {}, id));
  const ficha = answers.shown?.data;
  return (
    <Page
      title={ficha ? `${ficha.cliente.nombre}, ${money(ficha.prestamo.monto_prestamo)}` : `Préstamo núm. ${id}`}
      over={`Préstamo núm. ${id}`}
      answers={answers}
      wanted={id}
      actions={
        <>
          <a class="boton" href={href(`plan/${id}`)}>
            Plan de pagos
          </a>
          <a class="boton" href={href(`caratula/${id}`)}>
            Carátula
          </a>
          {ficha && <Changes id={id} {...ficha} />}
        </>
      }
    >
      {(data) => (
        <>
          <Terms {...data} />
          <PlanAndReality {...data} />
          <Movimientos {...data} />
        </>
      )}
    </Page>
  );
}

const Changes = ({ id, prestamo, cliente, movimientos }: { id: number } & Ficha) => (
  <>
    {isOpen(prestamo.status) && can(CREAR_PRESTAMO) && (
      <a class="boton" href={href('oficina/prestamos/nuevo', { cliente: cliente.id })}>
        Renovar
      </a>
    )}
    {isOpen(prestamo.status) && canCollect() && (
      <a class="boton" href={visitHref(id)}>
        Anotar visita
      </a>
    )}
    {isOpen(prestamo.status) && can(EDITAR_INFORMACION) && (
      <a class="boton" href={href(`oficina/prestamos/${id}/editar`)}>
        Cambiar
      </a>
    )}
    {movimientos.length === 0 && can(ELIMINAR_CREDITO) && (
      <a class="boton" href={href(`oficina/prestamos/${id}/eliminar`)}>
        Eliminar
      </a>
    )}
  </>
);

const Terms = ({ prestamo: p, cliente, grupo, ruta, renueva_a, renovado_por }: Ficha) => (
  <Section id="prestamo" title="Cómo va">
    <Facts
      facts={[
        ['Estado', <StatusTag key="e" status={p.status} daysLate={p.dias_de_atraso} />],
        ['Cliente', <ClienteLink key="c" id={cliente.id} name={cliente.nombre} />],
        ['Aval', p.aval ? <ClienteLink key="a" id={p.aval.id} name={p.aval.nombre} /> : 'Sin aval'],
        ['Grupo', <GrupoLink key="g" id={grupo.id} name={grupo.nombre} />],
        ['Ruta', ruta.nombre],
        ['Producto', p.tipo],
        ['Inicio', dayWithYear(p.fecha_inicio)],
        ['Entregado', money(p.monto_prestamo_real)],
        ['Total a pagar', money(p.monto_utilidad)],
        ['Pago semanal', money(p.cobranza_ideal)],
        ['Semanas', `${p.semana_activa} de ${p.numero_semanas}`],
        ['Pagado', money(p.pagado)],
        ['Por pagar', <strong key="r">{money(p.restante)}</strong>],
        ['Atrasado', money(p.atrasado)],
        ['Faltas', integer(p.faltas)],
        ['Renueva a', renueva_a && <PrestamoLink key="ra" id={renueva_a} />],
        ['Lo renovó', renovado_por && <PrestamoLink key="rp" id={renovado_por} />],
      ]}
    />
  </Section>
);

function PlanAndReality({ semanas }: Ficha) {
  const unit = shortUnit(Math.max(...semanas.flatMap((w) => [w.debe, w.pagado_en_la_semana])));
  return (
    <Section id="plan" title="Plan y realidad, semana por semana">
      <figure>
        <figcaption>{`Pagado en la semana (columna) frente a lo que tocaba (raya), en ${unit.name}`}</figcaption>
        <Columns
          height={170}
          columns={semanas.map((w, i) => ({
            day: Number(w.semana.slice(8)),
            month: w.semana.slice(0, 7) === semanas[i - 1]?.semana.slice(0, 7) ? '' : shortMonth(w.semana),
            value: w.pagado_en_la_semana,
            goal: w.debe,
            text: w.pagado_en_la_semana === 0 ? '' : unit.write(w.pagado_en_la_semana),
            isOpen: false,
          }))}
          summary="Lo pagado en cada semana frente al plan. Los números están en la tabla que sigue."
        />
      </figure>
      <Table
        title="Lo que tocaba y lo que se pagó en cada semana"
        rows={semanas}
        rowKey={(w) => w.semana}
        asCards={false}
        columns={[
          { title: 'Semana', isHeading: true, cell: (w) => `${w.numero}. ${shortDay(w.semana)} ${w.semana.slice(0, 4)}` },
          { title: 'Tocaba', isNumber: true, cell: (w) => money(w.debe) },
          { title: 'Pagó', isNumber: true, cell: (w) => money(w.pagado_en_la_semana) },
          { title: 'Plan acumulado', isNumber: true, cell: (w) => money(w.plan_acumulado) },
          { title: 'Pagado acumulado', isNumber: true, cell: (w) => money(w.pagado_acumulado) },
          { title: 'Falta', cell: (w) => (w.falta === null ? '—' : w.falta ? 'Sí' : 'No') },
          { title: 'Cubierta', cell: (w) => (w.cubierta ? 'Sí' : 'No') },
        ]}
      />
    </Section>
  );
}

const Movimientos = ({ movimientos }: Ficha) => (
  <Section id="movimientos" title="Pagos y reversas">
    {movimientos.length === 0 ? (
      <Empty>Todavía no hay pagos.</Empty>
    ) : (
      <Table
        title="Todo lo que se registró, también lo reversado"
        rows={movimientos}
        rowKey={(m) => m.id}
        columns={[
          {
            title: 'Folio',
            isHeading: true,
            cell: (m) => (m.tipo === 'cobro' ? <a href={href(`recibo/${m.id}`)}>{`Núm. ${m.id}`}</a> : `Núm. ${m.id}`),
          },
          { title: 'Fecha', cell: (m) => instantInWords(m.fecha_pago) },
          { title: 'Qué es', cell: (m) => movementInWords(m) },
          { title: 'Monto', isNumber: true, cell: (m) => (m.reversado ? <s>{money(m.monto)}</s> : money(m.monto)) },
          { title: 'Registró', class: 'persona', cell: (m) => m.registrado_por },
          { title: 'Recibido', cell: (m) => instantInWords(m.recibido_en) },
          ...(can(EDITAR_INFORMACION)
            ? [
                {
                  title: 'Cambios',
                  cell: (m: Ficha['movimientos'][number]) => <PaymentChanges isInForce={m.tipo === 'cobro' && !m.reversado} id={m.id} />,
                },
              ]
            : []),
        ]}
      />
    )}
  </Section>
);

const PaymentChanges = ({ isInForce, id }: { isInForce: boolean; id: number }) =>
  isInForce ? (
    <span class="junto">
      <a href={href(`oficina/pagos/${id}/corregir`)}>
        Corregir<span class="oculto">{` el pago núm. ${id}`}</span>
      </a>
      <a href={href(`oficina/pagos/${id}/cancelar`)}>
        Cancelar<span class="oculto">{` el pago núm. ${id}`}</span>
      </a>
    </span>
  ) : (
    '—'
  );
