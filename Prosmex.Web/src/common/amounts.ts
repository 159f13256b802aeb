// Amounts that people type, and amounts in words. Never a floating-point number: an amount is sent as the text that was typed.

import { toCardinal } from 'n2words/es-MX';

/** An amount as the API takes it ("1234.50"), or null where it is none: no sign, at most two decimals, commas only between thousands. */
export function amountOf(typed: string): string | null {
  const text = typed.trim().replace(/^\$\s*/, '');
  const digits = /^\d{1,3}(,\d{3})+(\.\d{1,2})?$/.test(text) ? text.replaceAll(',', '') : text;
  return /^\d{1,10}(\.\d{1,2})?$/.test(digits) ? digits : null;
}

/** In cents, to be added and compared exactly. */
export function centsOf(amount: string): number {
  const [pesos = '0', decimals = ''] = amount.split('.');
  return Number(pesos) * 100 + Number(decimals.padEnd(2, '0'));
}

/** "1234.50" of 123450. */
export const amountOfCents = (cents: number): string => (cents / 100).toFixed(2);

/** "Trescientos cincuenta pesos 50/100 M.N.", as it is written on receipts. */
export function amountInWords(amount: string): string {
  const cents = centsOf(amount);
  const pesos = Math.floor(cents / 100);
  // Before a noun it is "un" and "veintiún".
  const words = toCardinal(pesos)
    .replace(/veintiuno\b/g, 'veintiún')
    .replace(/\buno\b/g, 'un');
  const noun = `${/mill(ón|ones)$/.test(words) ? 'de ' : ''}${pesos === 1 ? 'peso' : 'pesos'}`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} ${noun} ${String(cents % 100).padStart(2, '0')}/100 M.N.`;
}
