import { afterEach, describe, expect, it, vi } from 'vitest';
import { addDays, instantInWords, mexicoDay, mondayOf, ofWhen, shortDay, weekInWords } from './days';

describe('days', () => {
  afterEach(() => void vi.useRealTimers());

  it.each([
    ['2026-11-16', '2026-11-16'],
    ['2026-11-22', '2026-11-16'],
    ['2026-01-01', '2025-12-29'],
    ['2024-02-29', '2024-02-26'],
  ])('mondayOf %s is %s', (day, monday) => expect(mondayOf(day)).toBe(monday));

  it.each(['', 'x', '2026-13-40', '2026-02-30', '2026-11-1', null, undefined])('mondayOf %s is none', (text) =>
    expect(mondayOf(text)).toBeNull(),
  );

  it('addDays crosses the days on which clocks change', () => {
    expect(addDays('2022-10-30', 1)).toBe('2022-10-31');
    expect(addDays('2022-04-03', -1)).toBe('2022-04-02');
  });

  it.each([
    ['2026-11-16', '16 al 22 de noviembre de 2026'],
    ['2026-11-30', '30 de noviembre al 6 de diciembre de 2026'],
    ['2025-12-29', '29 de diciembre de 2025 al 4 de enero de 2026'],
  ])('weekInWords %s', (monday, words) => expect(weekInWords(monday)).toBe(words));

  it('an instant is shown in Mexico City', () => {
    expect(mexicoDay('2026-11-19T05:59:00Z')).toBe('2026-11-18');
    expect(instantInWords('2026-11-19T18:05:00Z')).toMatch(/^19 nov 2026, 12:05/);
    expect(instantInWords('2026-11-19')).toBe('19 nov 2026');
    expect(shortDay('2026-09-07')).toBe('7 sep');
  });

  it('an instant of another day than today is shown with its day', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T05:00:00Z') });
    expect(ofWhen('2026-11-19T06:05:00Z')).toMatch(/^de las 12:05/);
    expect(ofWhen('2026-11-19T05:05:00Z')).toMatch(/^del 18 de noviembre de 2026 a las 11:05/);
  });
});
