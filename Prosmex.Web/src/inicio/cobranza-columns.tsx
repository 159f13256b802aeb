import { integer, money, percent } from '../common/numbers';
import { Bar } from '../ui/charts';
import type { TableColumn } from '../ui/table';
import { collectedShare, type WeekFigures } from './data';

/** The columns that a route and a group have in common. */
export interface Behind<Row> {
  faltas: (row: Row) => string;
  porCobrar: (row: Row) => string;
  activos: (row: Row) => string;
  name: (row: Row) => string;
}

/** @param behind where the lists behind the numbers are. */
export function cobranzaColumns<Row extends WeekFigures>(
  rows: readonly Row[],
  behind: Behind<Row>,
  total?: WeekFigures,
): TableColumn<Row>[] {
  const maximum = Math.max(0, ...rows.flatMap((r) => [r.cobranza_ideal, r.cobranza_real]));
  const number = (title: string, write: (row: WeekFigures) => string): TableColumn<Row> => ({
    title,
    isNumber: true,
    cell: write,
    total: total && write(total),
  });
  const linked = (title: string, count: (row: WeekFigures) => number, to: (row: Row) => string, what: string): TableColumn<Row> => ({
    ...number(title, (r) => integer(count(r))),
    cell: (r) =>
      count(r) === 0 ? (
        '0'
      ) : (
        <a href={to(r)}>
          {integer(count(r))}
          <span class="oculto">{` ${what} de ${behind.name(r)}`}</span>
        </a>
      ),
  });
  return [
    {
      title: 'Real frente a ideal',
      class: 'con-barra',
      cell: (r) => <Bar part={r.cobranza_real} whole={r.cobranza_ideal} maximum={maximum} />,
    },
    number('Ideal', (r) => money(r.cobranza_ideal)),
    number('Real', (r) => money(r.cobranza_real)),
    number('Cobrado', (r) => percent(collectedShare(r))),
    number('Morosidad ($)', (r) => money(r.morosidad_monto)),
    linked('Faltas', (r) => r.faltas, behind.faltas, 'faltas'),
    number('Bono', (r) => money(r.bono)),
    linked('Activos', (r) => r.prestamos_activos, behind.activos, 'préstamos activos'),
    linked('Sin cobrar', (r) => r.por_cobrar, behind.porCobrar, 'préstamos sin cobrar'),
  ];
}
