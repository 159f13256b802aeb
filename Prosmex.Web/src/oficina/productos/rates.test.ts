import { describe, expect, it } from 'vitest';
import { percentOf, rateOf } from './forms';

describe('rates', () => {
  it.each([
    ['40', '0.40'],
    ['7.5', '0.075'],
    ['10', '0.10'],
    ['7.1429', '0.071429'],
    ['140 %', '1.40'],
    ['0', '0.00'],
  ])('reads %s%% as %s', (typed, rate) => expect(rateOf(typed)).toBe(rate));

  it.each(['', '-4', '4,5', '7.14291', 'x', '1e2'])('does not read %s', (typed) => expect(rateOf(typed)).toBeNull());

  it('writes every rate of six decimals so that it is read back as it was', () => {
    for (let millionths = 0; millionths <= 2_000_000; millionths += 1237) {
      const rate = millionths / 1_000_000;
      expect(Number(rateOf(percentOf(rate)))).toBe(rate);
    }
    expect([percentOf(0.1), percentOf(0.4), percentOf(0.071429), percentOf(1), percentOf(0)]).toEqual(['10', '40', '7.1429', '100', '0']);
  });
});
