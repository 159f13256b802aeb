import { describe, expect, it } from 'vitest';
import { integer, money, percent, percentDigits, plural, shortUnit } from './numbers';

describe('numbers', () => {
  it('money has two decimals and thousands', () => {
    expect(money(1234567.5)).toBe('$1,234,567.50');
    expect(money(-0.1)).toBe('-$0.10');
    expect(money(0)).toBe('$0.00');
  });

  it('a share that is not defined is a dash', () => {
    expect(percent(null)).toBe('—');
    expect(percentDigits(null)).toBe('—');
    expect(percent(0.2735)).toMatch(/^27\.[34]%$/);
    expect(percentDigits(1)).toBe('100.0');
  });

  it('counts', () => {
    expect(plural(1, 'préstamo', 'préstamos')).toBe('1 préstamo');
    expect(plural(1200, 'préstamo', 'préstamos')).toBe('1,200 préstamos');
    expect(integer(0)).toBe('0');
  });

  it.each([
    [900, 'pesos', '900'],
    [85_000, 'miles de pesos', '85'],
    [2_500_000, 'millones de pesos', '2.5'],
  ])('shortUnit of %d', (amount, name, text) => {
    expect(shortUnit(amount).name).toBe(name);
    expect(shortUnit(amount).write(amount)).toBe(text);
  });
});
