import type { Answer } from '../../api/contract';
import { amountOf } from '../../common/amounts';
import { percent, plural } from '../../common/numbers';
import type { Ask } from '../../common/use-answers';
import type { Change } from '../../common/use-change';
import { ChoiceField, field, MoneyField, TextField } from '../../ui/fields';
import type { Choices } from '../people';

export interface Typed {
  monto: string;
  tipo: string;
  aval: string;
  inicio: string;
}

export interface LoanChoices {
  tipos: Choices;
  avales: Choices;
}

/** @param current the aval of a loan that there is, who need not be eligible any more. */
export async function loanChoicesOf(ask: Ask, clienteId: number, current: { id: number; nombre: string } | null): Promise<LoanChoices> {
  const [tipos, { suggestions }] = await Promise.all([ask('/prestamos/tipos'), ask('/clientes/aval-suggestions/{id}', {}, clienteId)]);
  return { tipos: (tipos ?? []).map(tipoChoice), avales: [...currentChoice(suggestions, current), ...suggestions.map(avalChoice)] };
}

/** A product as it is chosen. */
export const tipoChoice = (t: NonNullable<Answer<'/prestamos/tipos'>>[number]) =>
  [
    String(t.tipo_prestamo_id),
    `${t.nombre}: ${plural(t.numero_semanas, 'semana', 'semanas')}, ${percent(t.porcentaje_semanal)} semanal, interés ${percent(t.interes)}`,
  ] as const;

const avalChoice = (a: Answer<'/clientes/aval-suggestions/{id}'>['suggestions'][number]) =>
  [
    String(a.id),
    a.active_prestamos_as_aval === 0
      ? a.nombre
      : `${a.nombre} (respalda ${plural(a.active_prestamos_as_aval, 'préstamo', 'préstamos')}${a.recommended ? '' : ': no se recomienda'})`,
  ] as const;

const currentChoice = (suggestions: readonly { id: number }[], current: { id: number; nombre: string } | null): Choices =>
  current && !suggestions.some((s) => s.id === current.id) ? [[String(current.id), `${current.nombre} (el de ahora)`]] : [];

/** As the API takes them. */
export const bodyOf = ({ monto, tipo, aval, inicio }: Typed) => ({
  monto_prestamo: amountOf(monto) ?? monto,
  tipo_prestamo_id: tipo,
  aval_id: aval,
  ...(inicio && { fecha_inicio: inicio }),
});

export function LoanFields<Effect>({ change, tipos, avales, isNew }: { change: Change<Typed, Effect>; isNew: boolean } & LoanChoices) {
  return (
    <>
      <MoneyField label="Monto en papel" {...field(change, 'monto')} />
      <ChoiceField label="Producto" {...field(change, 'tipo')} choices={tipos} />
      <ChoiceField
        label="Aval"
        {...field(change, 'aval')}
        choices={avales}
        hint="Del mismo grupo; primero quienes respaldan menos préstamos."
      />
      <TextField
        label="Fecha de inicio"
        {...field(change, 'inicio')}
        type="date"
        isOptional={isNew}
        {...(isNew && { hint: 'Hoy, si se deja vacía.' })}
      />
    </>
  );
}
