import { addDays, dayWithYear } from '../common/days';
import { money } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { Facts } from '../ui/facts';
import { Table } from '../ui/table';
import { Paper, Signature } from './paper';

/** The plan of a loan, for the client: what to pay, when, and in all. */
export function PlanPaper({ id }: { id: number }) {
  const answers = useAnswers(id, String(id), async (ask) => {
    const [letterhead, ficha, { calendario }] = await Promise.all([
      ask('/financiera'),
      ask('/prestamos/{id}/ficha', {}, id),
      ask('/prestamos/{id}/calendario', {}, id),
    ]);
    return { letterhead, ficha, calendario };
  });
  return (
    <Paper title="Plan de pagos" back={{ href: href(`prestamos/${id}`), text: 'Volver al préstamo' }} answers={answers} wanted={id}>
      {({ ficha: { prestamo: p, cliente, grupo }, calendario }) => (
        <>
          <Facts
            facts={[
              ['Cliente', cliente.nombre],
              ['Préstamo', `Núm. ${p.id}, ${p.tipo}`],
              ['Grupo', grupo.nombre],
              ['Aval', p.aval?.nombre ?? ''],
              ['Inicio', dayWithYear(p.fecha_inicio)],
              ['Monto del préstamo', money(p.monto_prestamo)],
              ['Pago semanal', money(p.cobranza_ideal)],
              ['Total a pagar', <strong key="t">{money(p.monto_utilidad)}</strong>],
            ]}
          />
          <Table
            title="Pagos semana por semana"
            rows={calendario}
            rowKey={(w) => w.semana}
            asCards={false}
            hasFooter
            columns={[
              { title: 'Semana', isHeading: true, cell: (w) => w.semana, total: 'Total' },
              { title: 'Del lunes', cell: (w) => dayWithYear(addDays(w.vence, -6)) },
              { title: 'Al domingo', cell: (w) => dayWithYear(w.vence) },
              { title: 'Pago', isNumber: true, cell: (w) => money(w.monto), total: money(p.monto_utilidad) },
              { title: 'Firma o sello', class: 'en-blanco', cell: (w) => (w.sin_cobranza ? 'Semana sin cobranza' : '') },
            ]}
          />
          <div class="firmas">
            <Signature who={cliente.nombre} />
            <Signature who="Por la financiera" />
          </div>
        </>
      )}
    </Paper>
  );
}
