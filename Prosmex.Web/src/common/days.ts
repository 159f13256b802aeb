// A day is the text YYYY-MM-DD that the API sends; it is computed in UTC from end to end, so that no time zone ever shifts it.

import { lazy } from './lazy';

const DAY = 86_400_000;
const DAY_AND_MONTH = lazy(() => new Intl.DateTimeFormat('es-MX', { timeZone: 'UTC', day: 'numeric', month: 'long' }));
const SHORT_MONTH = lazy(() => new Intl.DateTimeFormat('es-MX', { timeZone: 'UTC', month: 'short' }));
const WEEKDAY = lazy(() => new Intl.DateTimeFormat('es-MX', { timeZone: 'UTC', weekday: 'short' }));
const MEXICO_DAY = lazy(() => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Mexico_City' }));
const MEXICO_TIME = lazy(() => new Intl.DateTimeFormat('es-MX', { timeZone: 'America/Mexico_City', timeStyle: 'short' }));
const MEXICO_DAY_AND_TIME = lazy(
  () => new Intl.DateTimeFormat('es-MX', { timeZone: 'America/Mexico_City', dateStyle: 'long', timeStyle: 'short' }),
);
const MEXICO_IN_FULL = lazy(
  () => new Intl.DateTimeFormat('es-MX', { timeZone: 'America/Mexico_City', dateStyle: 'full', timeStyle: 'short' }),
);

const instant = (day: string): number => {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date);
};
const text = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => text(instant(day) + days * DAY);

/** The Monday of a day's week; null where the text is no day. */
export function mondayOf(day: string | null | undefined): string | null {
  if (!day || !/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(instant(day)) || text(instant(day)) !== day) return null;
  return addDays(day, -((new Date(instant(day)).getUTCDay() + 6) % 7));
}

/** "16 al 22 de noviembre de 2026", as short as the two ends allow. */
export function weekInWords(monday: string): string {
  const sunday = addDays(monday, 6);
  const [first, last] = [instant(monday), instant(sunday)];
  const end = `${DAY_AND_MONTH().format(last)} de ${sunday.slice(0, 4)}`;
  if (monday.slice(0, 7) === sunday.slice(0, 7)) return `${Number(monday.slice(8))} al ${end}`;
  return monday.slice(0, 4) === sunday.slice(0, 4)
    ? `${DAY_AND_MONTH().format(first)} al ${end}`
    : `${DAY_AND_MONTH().format(first)} de ${monday.slice(0, 4)} al ${end}`;
}

export const shortMonth = (day: string): string => SHORT_MONTH().format(instant(day)).replace('.', '');
/** "16 nov". */
export const shortDay = (day: string): string => `${Number(day.slice(8))} ${shortMonth(day)}`;
/** "lun 16". */
export const weekdayAndDay = (day: string): string => `${WEEKDAY().format(instant(day)).replace('.', '')} ${Number(day.slice(8))}`;
/** "16 nov 2026". */
export const dayWithYear = (day: string): string => `${shortDay(day)} ${day.slice(0, 4)}`;
/** The day in Mexico City of an instant, as YYYY-MM-DD. */
export const mexicoDay = (at: string): string => MEXICO_DAY().format(new Date(at));
/** "16 nov 2026, 12:05 p.m." in Mexico City. A day, which both are texts of the API, has no time and is no instant of UTC. */
export const instantInWords = (at: string): string =>
  at.includes('T') ? `${dayWithYear(mexicoDay(at))}, ${MEXICO_TIME().format(new Date(at))}` : dayWithYear(at);
/** "lunes, 23 de noviembre de 2026, 11:02 a.m." in Mexico City: for those who seldom read dates. */
export const instantInFull = (at: string): string => MEXICO_IN_FULL().format(new Date(at));
/** "23 de noviembre de 2026 a las 11:02 a.m." in Mexico City. */
export const dayAndTime = (at: string): string => MEXICO_DAY_AND_TIME().format(new Date(at));
export const now = (): string => dayAndTime(new Date().toISOString());
/** "12:05 p.m." in Mexico City. */
export const timeInWords = (at: string): string => MEXICO_TIME().format(new Date(at));
/** "de las 12:05 p.m."; of another day than today "del 23 de noviembre de 2026 a las 11:02 a.m.". */
export const ofWhen = (at: string): string =>
  mexicoDay(at) === mexicoDay(new Date().toISOString()) ? `de las ${timeInWords(at)}` : `del ${dayAndTime(at)}`;
