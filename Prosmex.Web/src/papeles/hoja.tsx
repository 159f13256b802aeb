import { useLocation } from 'preact-iso';
import type { Answer } from '../api/contract';
import { mondayOf, weekInWords } from '../common/days';
import { integer, money } from '../common/numbers';
import { href } from '../common/query';
import { useAnswers } from '../common/use-answers';
import { Facts } from '../ui/facts';
import { Empty } from '../ui/section';
import { Table } from '../ui/table';
import { withRunningWeek } from '../ui/with-running-week';
import { Paper, Signature } from './paper';

type Row = Answer<'/hojas'>['hoja']['grupos'][number]['prestamos'][number];

const densityOf = (rows: number) => (rows > 30 ? 'muy-compacto' : rows > 18 ? 'compacto' : 'normal');
const sum = (rows: readonly Row[], field: 'esperado' | 'vence_semana' | 'atraso'): string =>
  money(rows.reduce((total, row) => total + Math.round(row[field] * 100), 0) / 100);

/** A group's collection sheet of a week on one page, for a gestor without a telephone. */
export const HojaPaper = withRunningWeek<{ id: number }>(({ id, running }) => {
  const { query } = useLocation();
  const monday = mondayOf(query.semana);
  const semana = monday && monday <= running ? monday : running;
  const answers = useAnswers({ id, semana }, `${id}/${semana}`, async (ask) => {
    const [letterhead, { hoja }] = await Promise.all([ask('/financiera'), ask('/hojas', { grupo_id: id, semana })]);
    return { letterhead, grupo: hoja.grupos[0], week: hoja.semana };
  });
  const rows = answers.shown?.data.grupo?.prestamos ?? [];
  return (
    <Paper
      title={`Hoja de cobranza${answers.shown?.data.grupo ? `: ${answers.shown.data.grupo.grupo}` : ''}`}
      back={{ href: href(`grupos/${id}`, { semana }), text: 'Volver al grupo' }}
      answers={answers}
      wanted={{ id, semana }}
      density={densityOf(rows.length)}
    >
      {({ week }) => (
        <>
          <Facts
            facts={[
              ['Semana', weekInWords(week)],
              ['Préstamos', integer(rows.length)],
              ['Por cobrar', <strong key="t">{sum(rows, 'esperado')}</strong>],
            ]}
          />
          {answers.shown?.data.grupo?.sin_cobranza && (
            <p>
              <strong>Semana sin cobranza.</strong> No se cobra el pago de esta semana y nadie tiene falta; solo se recibe lo atrasado.
            </p>
          )}
          {rows.length === 0 ? (
            <Empty>En esta semana no hay a quién cobrar.</Empty>
          ) : (
            <Table
              title="A quién cobrar"
              rows={rows}
              rowKey={(r) => r.prestamo_id}
              asCards={false}
              hasFooter
              columns={[
                { title: 'Cliente', isHeading: true, cell: (r) => r.cliente, total: 'Total' },
                { title: 'Préstamo', isNumber: true, cell: (r) => r.prestamo_id },
                { title: 'Semana', isNumber: true, cell: (r) => `${r.semanas_hechas}/${r.semanas}` },
                { title: 'De la semana', isNumber: true, cell: (r) => money(r.vence_semana), total: sum(rows, 'vence_semana') },
                { title: 'Atraso', isNumber: true, cell: (r) => money(r.atraso), total: sum(rows, 'atraso') },
                { title: 'Por cobrar', isNumber: true, cell: (r) => money(r.esperado), total: sum(rows, 'esperado') },
                { title: 'Pagó', class: 'casilla', cell: () => <span aria-hidden="true">☐</span> },
                { title: 'No pagó', class: 'casilla', cell: () => <span aria-hidden="true">☐</span> },
                { title: 'Recibido $', class: 'en-blanco', cell: () => '' },
              ]}
            />
          )}
          <div class="control">
            <p>Clientes que pagaron: ________ Clientes que no pagaron: ________ Efectivo contado: $ ______________</p>
          </div>
          <div class="firmas">
            <Signature who="Entrega: gestor de cobranza" />
            <Signature who="Recibe: titular" />
          </div>
        </>
      )}
    </Paper>
  );
});
