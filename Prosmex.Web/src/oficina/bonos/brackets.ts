// What the brackets of the bono cover. A bracket is open up to the next peso: 5,000 to 5,999 pays for 5,999.50 too.

import type { Dto } from '../../api/contract';
import { money } from '../../common/numbers';

export type Bono = Dto['BonoDto'];

export interface Bracket {
  /** 0 for the one that is being typed. */
  id: number;
  from: number;
  /** The last whole peso. */
  to: number;
  monto: number;
  fallas: number;
}

export const bracketOf = ({ id, entrega_min, entrega_max, monto, fallas }: Bono): Bracket => ({
  id,
  from: entrega_min,
  to: entrega_max,
  monto,
  fallas,
});

/** Cash from which a bracket pays no more. */
export const end = (bracket: Bracket): number => bracket.to + 1;

export interface Gap {
  from: number;
  to: number;
}

/** Cash between the first and the last bracket that earns nothing. */
export function gapsOf(brackets: readonly Bracket[]): Gap[] {
  const sorted = brackets.toSorted((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let covered = sorted[0]?.from ?? 0;
  for (const bracket of sorted) {
    if (bracket.from > covered) gaps.push({ from: covered, to: bracket.from });
    covered = Math.max(covered, end(bracket));
  }
  return gaps;
}

/** Those that share cash with one. */
export const overlapping = (one: Bracket, brackets: readonly Bracket[]): Bracket[] =>
  brackets.filter((other) => other.id !== one.id && other.from < end(one) && one.from < end(other));

export const rangeInWords = ({ from, to }: { from: number; to: number }): string => `de ${money(from)} a ${money(to)}`;
