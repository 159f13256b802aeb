// How people in Mexico read amounts and shares.

import { lazy } from './lazy';

const PESOS = lazy(() => new Intl.NumberFormat('es-MX', { style: 'currency', currency: 'MXN' }));
const INTEGER = lazy(() => new Intl.NumberFormat('es-MX'));
const PERCENT = lazy(() => new Intl.NumberFormat('es-MX', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const ONE_DECIMAL = lazy(() => new Intl.NumberFormat('es-MX', { minimumFractionDigits: 1, maximumFractionDigits: 1 }));
const THREE_DIGITS = lazy(() => new Intl.NumberFormat('es-MX', { maximumSignificantDigits: 3 }));

export const money = (amount: number): string => PESOS().format(amount);
export const integer = (n: number): string => INTEGER().format(n);
/** A fraction as a share; null is not defined. */
export const percent = (fraction: number | null): string => (fraction === null ? '—' : PERCENT().format(fraction));
/** A fraction as a share without its sign, for labels that must be short. */
export const percentDigits = (fraction: number | null): string => (fraction === null ? '—' : ONE_DECIMAL().format(fraction * 100));
export const plural = (n: number, one: string, many: string): string => `${integer(n)} ${n === 1 ? one : many}`;

/** The unit in which amounts up to a maximum are short, and how to write one in it. */
export function shortUnit(maximum: number): { name: string; write: (amount: number) => string } {
  const [divisor, name] = maximum >= 1e6 ? [1e6, 'millones de pesos'] : maximum >= 1e4 ? [1e3, 'miles de pesos'] : [1, 'pesos'];
  return { name, write: (amount) => THREE_DIGITS().format(amount / divisor) };
}
