import { describe, expect, it } from 'vitest';
import { type Bracket, gapsOf, overlapping } from './brackets';

const bracket = (id: number, from: number, to: number): Bracket => ({ id, from, to, monto: 100, fallas: 0 });

describe('brackets', () => {
  it('that follow each other by a peso leave no gap', () => {
    expect(gapsOf([bracket(2, 6000, 7499), bracket(1, 5000, 5999)])).toEqual([]);
  });

  it('leave the cash between them without bono', () => {
    expect(gapsOf([bracket(1, 5000, 5999), bracket(2, 7000, 7499)])).toEqual([{ from: 6000, to: 7000 }]);
    expect(gapsOf([bracket(1, 5000, 9999), bracket(2, 6000, 6999), bracket(3, 10000.5, 12000)])).toEqual([{ from: 10000, to: 10000.5 }]);
    expect(gapsOf([])).toEqual([]);
  });

  it('overlap where they share cash, up to the last centavo before the next peso', () => {
    const all = [bracket(1, 5000, 5999), bracket(2, 6000, 7499)];
    expect(overlapping(bracket(0, 5999.5, 5999.5), all).map((b) => b.id)).toEqual([1, 2]);
    expect(overlapping(bracket(0, 7500, 8000), all)).toEqual([]);
    expect(overlapping(bracket(1, 5000, 6000), all).map((b) => b.id)).toEqual([2]);
  });
});
