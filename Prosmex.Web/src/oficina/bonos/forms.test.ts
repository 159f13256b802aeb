import { expect, test } from 'vitest';
import { inWords } from './forms';

test('amounts are read as they may be typed', () => {
  expect(inWords({ desde: '5,000', hasta: '$9,999.99', monto: '300', fallas: '2' })).toBe(
    'Tramo de $5,000.00 a $9,999.99: bono de $300.00 con 2 faltas o menos.',
  );
});
