// Numbers, days and times as a page must show them: written apart from the pages' own code.

const MONTHS = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'];
const LONG_MONTHS = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
];
/** Mexico City has had no daylight saving time since 2022. */
const MEXICO = -6 * 3_600_000;

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

export const int = (n: number): string => `${n < 0 ? '-' : ''}${grouped(String(Math.abs(n)))}`;

export function mxn(amount: number): string {
  const cents = String(Math.round(Math.abs(amount) * 100)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}$${grouped(cents.slice(0, -2))}.${cents.slice(-2)}`;
}

/** One decimal, half away from zero. The exponent keeps 0.0125 from becoming 1.2499… on the way. */
const oneDecimal = (fraction: number): string =>
  (Number(`${Math.round(Number(`${Math.abs(fraction)}e3`))}e-1`) * Math.sign(fraction || 1)).toFixed(1);

export const pct = (fraction: number | null): string => (fraction === null ? '—' : `${oneDecimal(fraction)}%`);

export const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

export const count = (n: number, one: string, many: string): string => `${int(n)} ${n === 1 ? one : many}`;

const parts = (day: string): [year: string, month: number, date: number] => [
  day.slice(0, 4),
  Number(day.slice(5, 7)) - 1,
  Number(day.slice(8, 10)),
];

/** "16 nov". */
export const shortDay = (day: string): string => `${parts(day)[2]} ${MONTHS[parts(day)[1]]}`;
/** "16 nov 2026". */
export const day = (text: string): string => `${shortDay(text)} ${parts(text)[0]}`;

export const addDays = (text: string, days: number): string =>
  new Date(Date.parse(`${text}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** "16 nov 2026, 12:00 p.m.", in Mexico City. */
export function instant(at: string): string {
  if (!at.includes('T')) throw new Error(`${at} is a day, not an instant.`);
  const text = new Date(Date.parse(at) + MEXICO).toISOString();
  const hour = Number(text.slice(11, 13));
  return `${day(text)}, ${hour % 12 || 12}:${text.slice(14, 16)} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
}

/** The cell of a client's loan, with its links to call where there is a telephone. */
export const clientCell = (name: string, prestamo: number | null, telefono: string | null): string =>
  [name, prestamo !== null && `Préstamo núm. ${prestamo}`, telefono && 'Llamar WhatsApp'].filter(Boolean).join(' | ');

/** "16 al 22 de noviembre de 2026". */
export function week(monday: string): string {
  const [fromYear, fromMonth, from] = parts(monday);
  const [year, month, to] = parts(addDays(monday, 6));
  const end = `${to} de ${LONG_MONTHS[month]} de ${year}`;
  if (fromYear !== year) return `${from} de ${LONG_MONTHS[fromMonth]} de ${fromYear} al ${end}`;
  return fromMonth === month ? `${from} al ${end}` : `${from} de ${LONG_MONTHS[fromMonth]} al ${end}`;
}
