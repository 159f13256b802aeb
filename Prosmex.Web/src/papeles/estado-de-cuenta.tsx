import type { Answer } from '../api/contract';
import { fullName } from '../clientes/words';
import { dayWithYear } from '../common/days';
import { money } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { catInWords } from '../prestamos/words';
import { Facts } from '../ui/facts';
import { Empty } from '../ui/section';
import { statusInWords } from '../ui/status';
import { Table } from '../ui/table';
import { Paper } from './paper';

type Estado = Answer<'/clientes/{id}/estado-de-cuenta'>;
type Prestamo = Estado['prestamos'][number];

const KINDS: Record<Prestamo['movimientos'][number]['tipo'], string> = {
  cobro: 'Pago',
  reversa: 'Reversa',
  liquidacion_por_renovacion: 'Liquidación por renovación',
};

/** A client's statement of account. */
export function EstadoDeCuentaPaper({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [letterhead, estado] = await Promise.all([ask('/financiera'), ask('/clientes/{id}/estado-de-cuenta', {}, id)]);
    return { letterhead, estado };
  });
  return (
    <Paper title="Estado de cuenta" back={{ href: href(`clientes/${id}`), text: 'Volver al cliente' }} answers={answers} wanted={id}>
      {({ estado }) => (
        <>
          <Facts
            facts={[
              ['Cliente', `${fullName(estado.cliente)} (núm. ${estado.cliente.id})`],
              ['Grupo', estado.grupo],
              ['Saldos al', dayWithYear(estado.fecha)],
              ['Total por pagar', <strong key="t">{money(estado.total_restante)}</strong>],
            ]}
          />
          {estado.prestamos.length === 0 && <Empty>Sin préstamos.</Empty>}
          {estado.prestamos.map((p) => (
            <Loan key={p.prestamo_id} {...p} />
          ))}
        </>
      )}
    </Paper>
  );
}

const Loan = (p: Prestamo) => (
  <section class="prestamo">
    <h2>{`Préstamo núm. ${p.prestamo_id}, ${p.tipo}`}</h2>
    <Facts
      facts={[
        ['Estado', statusInWords(p.status)],
        ['Inicio', dayWithYear(p.fecha_inicio)],
        ['Prestado', money(p.monto_prestamo)],
        ['Total a pagar', money(p.monto_utilidad)],
        ['Pago semanal', money(p.cobranza_ideal)],
        ['CAT sin IVA', catInWords(p.cat)],
        ['Semanas', `${p.semana_activa} de ${p.numero_semanas}`],
        ['Pagado', money(p.monto_pagado)],
        ['Por pagar', money(p.monto_restante)],
        ['Aval', p.aval],
      ]}
    />
    {p.movimientos.length > 0 && (
      <Table
        title={`Pagos del préstamo núm. ${p.prestamo_id}`}
        rows={p.movimientos}
        rowKey={(m) => m.pago_id}
        asCards={false}
        columns={[
          { title: 'Fecha', isHeading: true, cell: (m) => dayWithYear(m.fecha) },
          { title: 'Folio', isNumber: true, cell: (m) => m.pago_id },
          { title: 'Concepto', cell: (m) => (m.tipo === 'cobro' && m.monto === 0 ? 'Visita sin pago' : KINDS[m.tipo]) },
          { title: 'Monto', isNumber: true, cell: (m) => money(m.monto) },
          { title: 'Queda por pagar', isNumber: true, cell: (m) => money(m.restante) },
        ]}
      />
    )}
  </section>
);
