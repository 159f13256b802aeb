// What the keys of the numeric pad make of an amount.

export type PadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | '⌫';

export const KEYS: readonly PadKey[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '0', '⌫'];

/** The largest amount that the server takes: 9,999,999.99. */
const MAX_DIGITS = 7;

/** The typed text after one more key. A key that leads to no amount changes nothing. */
export function press(typed: string, key: PadKey): string {
  if (key === '⌫') return typed.slice(0, -1);
  const [pesos = '', decimals] = typed.split('.');
  if (key === '.') return decimals === undefined ? `${pesos || '0'}.` : typed;
  if (decimals !== undefined) return decimals.length < 2 ? typed + key : typed;
  if (pesos === '0') return key;
  return pesos.length < MAX_DIGITS ? typed + key : typed;
}

/** In cents. */
export function typedCents(typed: string): number {
  const [pesos = '', decimals = ''] = typed.split('.');
  return Number(pesos || '0') * 100 + Number(decimals.padEnd(2, '0'));
}

/** "1,234.5" as it is being typed. */
export function typedInWords(typed: string): string {
  const [pesos = '', decimals] = typed.split('.');
  return `$${(pesos || '0').replace(/\B(?=(\d{3})+$)/g, ',')}${decimals === undefined ? '' : `.${decimals}`}`;
}
