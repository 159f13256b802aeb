import { describe, expect, it } from 'vitest';
import { type PadKey, press, typedCents, typedInWords } from './pad';

const type = (keys: string) => [...keys].reduce((typed, key) => press(typed, key as PadKey), '');

describe('pad', () => {
  it('takes what is an amount, and nothing else', () => {
    expect(['500', '0075', '.5', '12.345', '1.2.3', '123456789', '12⌫⌫⌫', '0.05'].map(type)).toEqual([
      '500',
      '75',
      '0.5',
      '12.34',
      '1.23',
      '1234567',
      '',
      '0.05',
    ]);
  });

  it('is exact to the cent', () => {
    expect(['', '500', '0.5', '0.05', '1234567.99', '12.'].map(typedCents)).toEqual([0, 50_000, 50, 5, 123_456_799, 1_200]);
    expect(['', '1234567.9', '12.'].map(typedInWords)).toEqual(['$0', '$1,234,567.9', '$12.']);
  });
});
