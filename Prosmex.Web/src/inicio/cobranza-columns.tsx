import type { ComponentChildren } from 'preact';
import { integer, money, percent } from '../common/numbers';
import { Bar } from '../ui/charts';
import type { TableColumn } from '../ui/table';
import { collectedShare, type WeekFigures } from './data';

/** The columns that a route and a group have in common. */
export function cobranzaColumns<Row extends WeekFigures>(
  rows: readonly Row[],
  porCobrar: (row: Row) => ComponentChildren,
  total?: WeekFigures,
): TableColumn<Row>[] {
  const maximum = Math.max(0, ...rows.flatMap((r) => [r.cobranza_ideal, r.cobranza_real]));
  const number = (title: string, write: (row: WeekFigures) => string): TableColumn<Row> => ({
    title,
    isNumber: true,
    cell: write,
    total: total && write(total),
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
    number('Faltas', (r) => integer(r.faltas)),
    number('Bono', (r) => money(r.bono)),
    number('Activos', (r) => integer(r.prestamos_activos)),
    { ...number('Sin cobrar', (r) => integer(r.por_cobrar)), cell: porCobrar },
  ];
}
