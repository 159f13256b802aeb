import { expect, test } from 'vitest';
import { bonoWarning, type LoanChange, loanFields, type WeekChange } from './preview-words';

const STATE: NonNullable<LoanChange['antes']> = {
  monto_prestamo: 1000,
  monto_prestamo_real: 1000,
  monto_utilidad: 1400,
  cobranza_ideal: 100,
  numero_semanas: 14,
  fecha_inicio: '2026-10-07',
  status: 'liquidado',
  pagado: 1400,
  restante: 0,
  semana_activa: 14,
  adelanto_acumulado: 0,
  semanas_que_debe: 0,
  faltas: 0,
};

const loan = (antes: LoanChange['antes'], despues: LoanChange['despues']): LoanChange => ({
  prestamo_id: 7,
  cliente_id: 3,
  cliente: 'Ana Ruiz Soto',
  antes,
  despues,
});

test('of a loan: the balance, and what changes', () => {
  const after = { ...STATE, status: 'activo' as const, pagado: 1300, restante: 100, semana_activa: 13, semanas_que_debe: 1 };

  expect(loanFields(loan(STATE, after))).toEqual([
    { field: 'Por pagar', before: '$0.00', after: '$100.00' },
    { field: 'Pagado', before: '$1,400.00', after: '$1,300.00' },
    { field: 'Estado', before: 'Liquidado', after: 'Activo' },
    { field: 'Semanas completadas', before: '14 de 14', after: '13 de 14' },
    { field: 'Semanas que debe', before: '0', after: '1' },
  ]);
  expect(loanFields(loan(STATE, STATE))).toEqual([{ field: 'Por pagar', before: '$0.00', after: '$0.00' }]);
});

test('a loan that is not there yet has nothing before', () => {
  expect(loanFields(loan(null, STATE)).map((f) => f.before)).toEqual(Array(12).fill('—'));
});

test('the bono of a closed week is warned of where it changes', () => {
  const week = (cerrada: boolean, before: number, after: number): WeekChange => ({
    semana: '2026-11-09',
    cerrada,
    grupo_id: 1,
    grupo: 'G',
    antes: { cobranza_real: 6000, faltas: 0, bono: before },
    despues: { cobranza_real: 5000, faltas: 1, bono: after },
  });

  expect(bonoWarning(week(true, 200, 0))).toBe('La semana ya está cerrada y su bono cambia de $200.00 a $0.00.');
  expect(bonoWarning(week(true, 200, 200))).toBeNull();
  expect(bonoWarning(week(false, 200, 0))).toBeNull();
});
