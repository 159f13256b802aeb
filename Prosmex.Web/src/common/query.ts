// What a page shows is in its address, so that reload, back and shared links keep it.

import { queryOf } from '../api/contract';
import { mondayOf } from './days';

export const PANEL = '/panel';

export const positive = (text: string | undefined): number | null => (text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null);
export const natural = (text: string | undefined): number | null => (text === '0' ? 0 : positive(text));

/** A day; '' where the text is none. */
export const dayOf = (text: string | undefined): string => (text && mondayOf(text) ? text : '');

/** One of the values known; the first where it is none of them. */
export const oneOf = <Name extends string>(text: string | undefined, names: readonly [Name, ...Name[]]): Name =>
  names.find((name) => name === text) ?? names[0];

/** An address of the pages; null, undefined, '' and false fields are left out. */
export function href(path: string, fields: Record<string, string | number | boolean | null | undefined> = {}): string {
  const query = queryOf(fields);
  const base = path ? `${PANEL}/${path}` : PANEL;
  return query.size > 0 ? `${base}?${query}` : base;
}
