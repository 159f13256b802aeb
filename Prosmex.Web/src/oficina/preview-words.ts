// What a preview says, in the words of the office.

import type { Dto } from '../api/contract';
import { dayWithYear } from '../common/days';
import { integer, money } from '../common/numbers';
import type { FieldChange } from '../ui/before-after';
import { statusInWords } from '../ui/status';

export type Preview = Dto['VistaPreviaDto'];
export type LoanChange = Preview['prestamos'][number];
export type WeekChange = Preview['semanas'][number];
type LoanState = NonNullable<LoanChange['antes']>;

/** For a loan that is not there yet, or not any more. */
const NOTHING = '—';

const LOAN_FIELDS: readonly (readonly [field: string, value: (s: LoanState) => string])[] = [
  ['Por pagar', (s) => money(s.restante)],
  ['Pagado', (s) => money(s.pagado)],
  ['Estado', (s) => statusInWords(s.status)],
  ['Semanas completadas', (s) => `${integer(s.semana_activa)} de ${integer(s.numero_semanas)}`],
  ['Adelanto a favor', (s) => money(s.adelanto_acumulado)],
  ['Semanas que debe', (s) => integer(s.semanas_que_debe)],
  ['Faltas', (s) => integer(s.faltas)],
  ['Monto en papel', (s) => money(s.monto_prestamo)],
  ['Monto entregado', (s) => money(s.monto_prestamo_real)],
  ['Total a pagar', (s) => money(s.monto_utilidad)],
  ['Pago semanal', (s) => money(s.cobranza_ideal)],
  ['Inicio', (s) => dayWithYear(s.fecha_inicio)],
];

/** The balance, and what else changes. */
export const loanFields = ({ antes, despues }: LoanChange): FieldChange[] =>
  LOAN_FIELDS.map(([field, value]) => ({
    field,
    before: antes ? value(antes) : NOTHING,
    after: despues ? value(despues) : NOTHING,
  })).filter(({ field, before, after }) => field === 'Por pagar' || before !== after);

export const weekFields = ({ antes, despues }: WeekChange): FieldChange[] => [
  { field: 'Cobranza real', before: money(antes.cobranza_real), after: money(despues.cobranza_real) },
  { field: 'Faltas', before: integer(antes.faltas), after: integer(despues.faltas) },
  { field: 'Bono del titular', before: money(antes.bono), after: money(despues.bono) },
];

/** What somebody should know before they say yes; null where there is nothing. */
export function bonoWarning({ cerrada, antes, despues }: WeekChange): string | null {
  if (!cerrada || antes.bono === despues.bono) return null;
  return `La semana ya está cerrada y su bono cambia de ${money(antes.bono)} a ${money(despues.bono)}.`;
}
