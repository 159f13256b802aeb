import { expect, it } from 'vitest';
import { movementInWords } from './words';

const row = { tipo: 'cobro', monto: 100, reversado: false, reversa_de: null, motivo: null } as const;

it.each([
  [row, 'Pago'],
  [{ ...row, monto: 0 }, 'Visita sin pago'],
  [{ ...row, reversado: true }, 'Pago, reversado'],
  [{ ...row, tipo: 'reversa', reversa_de: 7, motivo: 'era de otro' } as const, 'Reversa del pago núm. 7: era de otro'],
  [{ ...row, tipo: 'reversa', reversa_de: 7 } as const, 'Reversa del pago núm. 7'],
  [{ ...row, tipo: 'liquidacion_por_renovacion' } as const, 'Liquidación por renovación'],
])('a row of the ledger in words: %#', (movimiento, words) => expect(movementInWords(movimiento)).toBe(words));
