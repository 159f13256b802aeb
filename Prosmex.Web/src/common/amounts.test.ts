import { describe, expect, it } from 'vitest';
import { amountInWords, amountOf, amountOfCents, centsOf } from './amounts';

describe('amounts', () => {
  it.each([
    ['350', '350'],
    [' $1,234.50 ', '1234.50'],
    ['0.5', '0.5'],
    ['1,234,567.89', '1234567.89'],
    ['9999999.99', '9999999.99'],
  ])('takes %s', (typed, amount) => expect(amountOf(typed)).toBe(amount));

  it.each(['', '-5', '+5', '1.234', '12,34', '1,2345', '1e3', '5.', '.5', 'cien', '1 000', '12345678901'])('does not take %s', (typed) =>
    expect(amountOf(typed)).toBeNull(),
  );

  it('is exact in cents', () => {
    expect(['0.1', '0.29', '1.1', '9999999.99', '12', '0'].map(centsOf)).toEqual([10, 29, 110, 999999999, 1200, 0]);
    for (let cents = 0; cents < 100_000; cents += 7) expect(centsOf(amountOfCents(cents))).toBe(cents);
  });

  it.each([
    ['0.5', 'Cero pesos 50/100 M.N.'],
    ['1', 'Un peso 00/100 M.N.'],
    ['21', 'Veintiún pesos 00/100 M.N.'],
    ['100.01', 'Cien pesos 01/100 M.N.'],
    ['101', 'Ciento un pesos 00/100 M.N.'],
    ['1000', 'Mil pesos 00/100 M.N.'],
    ['31021.50', 'Treinta y un mil veintiún pesos 50/100 M.N.'],
    ['1000000', 'Un millón de pesos 00/100 M.N.'],
    ['2000001', 'Dos millones un pesos 00/100 M.N.'],
    ['9999999.99', 'Nueve millones novecientos noventa y nueve mil novecientos noventa y nueve pesos 99/100 M.N.'],
  ])('says %s in words', (amount, words) => expect(amountInWords(amount)).toBe(words));
});
