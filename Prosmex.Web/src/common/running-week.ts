import { signal } from '@preact/signals';
import { get } from '../api/session';

/** The running week is asked for again after so long. */
const VALID_FOR = 10 * 60_000;

/** The Monday of the server's running week: its clock counts, not this machine's. Null before the first answer. */
export const runningWeek = signal<string | null>(null);
let validUntil = 0;

export async function loadRunningWeek(): Promise<string> {
  if (runningWeek.value === null || Date.now() > validUntil) {
    const { tendencia } = await get('/reporte/tendencia', { query: { semanas: 1 } });
    runningWeek.value = tendencia.at(-1)?.semana ?? null;
    validUntil = Date.now() + VALID_FOR;
  }
  return runningWeek.value ?? '';
}
