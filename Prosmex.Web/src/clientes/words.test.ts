import { expect, test } from 'vitest';
import { visitInWords } from './words';

test.each([
  [{ visita: 'pago', monto: 350.5, promesa: null }, '$350.50'],
  [{ visita: 'pago', monto: 0, promesa: null }, 'Sin pago'],
  [{ visita: 'no_estaba', monto: 0, promesa: null }, 'No estaba'],
  [{ visita: 'no_quiso', monto: 0, promesa: null }, 'No quiso'],
  [{ visita: 'prometio', monto: 0, promesa: null }, 'Prometió'],
  [{ visita: 'prometio', monto: 0, promesa: { fecha: '2026-12-01', monto: 500 } }, 'Prometió $500.00 para el 1 dic 2026'],
] as const)('a visit %j is %s', (visita, text) => {
  expect(visitInWords(visita)).toBe(text);
});
