import { effect, signal } from '@preact/signals';
import { currentUser, get } from '../api/session';

/** The running week is asked for again after so long. */
const VALID_FOR = 10 * 60_000;

interface RunningWeek {
  semana: string;
  validUntil: number;
}

/** The Monday of the server's running week: its clock counts, not this machine's. Null before the first answer of a session. */
export const runningWeek = signal<RunningWeek | null>(null);
effect(() => {
  if (currentUser.value === null) runningWeek.value = null;
});

export const isRunningWeekDue = (): boolean => runningWeek.value === null || Date.now() > runningWeek.value.validUntil;

export async function loadRunningWeek(): Promise<string> {
  if (isRunningWeekDue()) {
    const { tendencia } = await get('/reporte/tendencia', { query: { semanas: 1 } });
    runningWeek.value = { semana: tendencia.at(-1)?.semana ?? '', validUntil: Date.now() + VALID_FOR };
  }
  return runningWeek.value?.semana ?? '';
}
