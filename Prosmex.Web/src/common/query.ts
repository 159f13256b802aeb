// What a page shows is in its address, so that reload, back and shared links keep it.

export const PANEL = '/panel';

const isNumber = /^[1-9]\d{0,8}$/;

export const positive = (text: string | undefined): number | null => (text && isNumber.test(text) ? Number(text) : null);

/** An address of the pages; null, undefined, '' and false fields are left out. */
export function href(path: string, fields: Record<string, string | number | boolean | null | undefined> = {}): string {
  const query = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])));
  const base = path ? `${PANEL}/${path}` : PANEL;
  return query.size > 0 ? `${base}?${query}` : base;
}
