import { expect, test } from 'vitest';
import { corteTotal, differenceInWords, expensesOf, requiredAmount, sumOf } from './sums';

test('expenses are added to the cent, whatever is typed', () => {
  expect(
    sumOf([
      { concepto: 'Gasolina', monto: '0.10' },
      { concepto: 'Copias', monto: '0.2' },
      { concepto: 'Comida', monto: '$1,234.50' },
      { concepto: 'Otro', monto: 'nada' },
    ]),
  ).toBe(123_480);
});

test('an expense needs what it was for, and an amount', () => {
  expect(expensesOf([{ concepto: ' Gasolina ', monto: '1,000' }])).toEqual([{ concepto: 'Gasolina', monto: '1000' }]);
  expect(() =>
    expensesOf([
      { concepto: 'a', monto: '1' },
      { concepto: 'b', monto: '0' },
    ]),
  ).toThrow('Gasto 2: escriba un monto en pesos mayor que cero.');
  expect(() => expensesOf([{ concepto: ' ', monto: '1' }])).toThrow('Gasto 1: escriba en qué se gastó.');
  expect(() => requiredAmount('Semilla', '1.234')).toThrow('Semilla: escriba una cantidad en pesos');
});

test('a difference is named', () => {
  expect(differenceInWords(-2050)).toBe('Faltante de caja: $20.50');
  expect(differenceInWords(100)).toBe('Sobrante de caja: $1.00');
  expect(differenceInWords(0)).toBe('Cuadra: sin diferencia');
});

test('the total of a corte is exact and mostly negative', () => {
  expect(corteTotal(-1_440_210, 50_000, 8_010)).toBe('-13982.20');
  expect(corteTotal(0, 0, 0)).toBe('0.00');
});
