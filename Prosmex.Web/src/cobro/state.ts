// What the screens show: the database's content as signals. A tap is shown at once, everything else after it was read again.

import { batch, computed, type Signal, signal } from '@preact/signals';
import { mexicoDay } from '../common/days';
import type { Reader } from './data/crypto';
import { openDatabase } from './data/database';
import { type Envio, readEnvios } from './data/envios';
import { cajaOf, progressOf } from './data/figures';
import {
  type Collector,
  type Efectivo,
  type EstadoDeSesion,
  type Fila,
  type Gasto,
  type Hoja,
  isUnanswered,
  isWaiting,
  type ReciboKey,
  sum,
  type Visit,
  type Waiting,
} from './data/model';
import { browserPhone, openChannel, type Phone } from './data/phone';
import { keepVisit, readFilas, undoVisit } from './data/rows';
import { type RoundOptions, sendRound } from './data/sender';
import { readEfectivo, readGastos, readHojas } from './data/sheets';
import { currentUser, readerOf, readSecret } from './data/users';

/** Who is signed in on this phone, and how things stand between it and the server. */
export interface View {
  usuario_id: number;
  collector: Collector | null;
  sesion: EstadoDeSesion;
  /** The rows can be read. */
  isOpen: boolean;
  lastContact: number;
  skew: number;
  semana: string;
  waiting: Waiting;
  discarded: number;
}

export type Phase = 'starting' | 'ready' | 'unusable' | 'outdated' | 'closed';

export const phase = signal<Phase>('starting');
/** Why the page cannot work here. */
export const problem = signal('');
export const view = signal<View | null>(null);
export const hojas = signal<readonly Hoja[]>([]);
export const filas = signal<readonly Fila[]>([]);
export const unreadable = signal(0);
export const envios = signal<readonly Envio[]>([]);
export const gastos = signal<readonly Gasto[]>([]);
export const efectivo = signal<Efectivo | null>(null);
export const isOnline = signal(navigator.onLine);
export const isSending = signal(false);
/** Rows of people who are not signed in. */
export const sealedRows = signal(0);
/** The time, for what changes by itself: every half minute. */
export const clock = signal(Date.now());

export const unansweredCount = computed(() => filas.value.filter(({ estado }) => isUnanswered(estado)).length);
/** When the oldest row was tapped that the server does not have; never, where it has all. */
export const oldestUnanswered = computed(() =>
  Math.min(Number.POSITIVE_INFINITY, ...filas.value.filter(({ estado }) => isUnanswered(estado)).map(({ keptAt }) => keptAt)),
);
export const refusedCount = computed(() => filas.value.filter(({ estado }) => estado === 'rechazada').length);
export const caja = computed(() => cajaOf(filas.value, gastos.value, efectivo.value, clock.value));

/** The day in Mexico City. */
export const today = computed(() => mexicoDay(new Date(clock.value).toISOString()));

const NONE: readonly Fila[] = [];
const byLoan = new Map<number, Signal<readonly Fila[]>>();

/** The rows of one loan: its card alone is drawn again when they change. */
export function filasOf(prestamo_id: number): Signal<readonly Fila[]> {
  let found = byLoan.get(prestamo_id);
  if (!found) {
    found = signal(NONE);
    byLoan.set(prestamo_id, found);
  }
  return found;
}

/** The Monday of the newest week that this phone has heard of: of the server, or by a sheet. */
const newestWeek = computed(() => [view.value?.semana ?? '', ...hojas.value.map(({ semana }) => semana)].sort().at(-1) ?? '');

/** The sheet is of a week before: taking it failed since. */
export const isOld = ({ semana }: Hoja): boolean => semana < newestWeek.value;

const offSheets = computed(() => {
  const onSheets = new Set(hojas.value.flatMap(({ prestamos }) => prestamos.map(({ prestamo_id }) => prestamo_id)));
  return filas.value.filter(({ prestamo_id }) => !onSheets.has(prestamo_id));
});

export const progress = (hoja: Hoja) => progressOf(hoja, (id) => filasOf(id).value, offSheets.value);

let phone: Phone | null = null;
let reader: Reader | null = null;

export function thePhone(): Phone {
  if (!phone) throw new Error('The page has not started.');
  return phone;
}

export function theReader(): Reader {
  if (!reader) throw new Error('No user is signed in.');
  return reader;
}

/** What of a row changes. */
const CHANGING = ['clave', 'estado', 'wasSent', 'isSettled'] as const;
const isSame = (a: readonly Fila[], b: readonly Fila[]): boolean =>
  a.length === b.length && a.every((fila, i) => CHANGING.every((name) => fila[name] === b[i]?.[name]));

function showFilas(all: readonly Fila[]): void {
  const groups = new Map<number, Fila[]>();
  for (const fila of all) {
    const group = groups.get(fila.prestamo_id);
    if (group) group.push(fila);
    else groups.set(fila.prestamo_id, [fila]);
  }
  if (!isSame(filas.value, all)) filas.value = all;
  for (const id of new Set([...byLoan.keys(), ...groups.keys()])) {
    const shown = filasOf(id);
    const present = groups.get(id) ?? NONE;
    if (!isSame(shown.value, present)) shown.value = present;
  }
}

/** After a sign-in: what one key opened is nothing to another. */
export const forgetReader = (): void => {
  reader = null;
};

const isSameList = <T>(a: readonly T[], b: readonly T[]): boolean => a.length === b.length && a.every((item, i) => item === b[i]);

function countOf(all: readonly Fila[]): Waiting {
  const waiting = all.filter(({ estado }) => isWaiting(estado));
  return { filas: waiting.length, total: sum(waiting.map(({ monto }) => monto)) };
}

/** Raised by each tap and each undoing: what was read before is older than what is shown. */
let changes = 0;

async function readAll(): Promise<void> {
  const before = changes;
  const present = thePhone();
  const user = await currentUser(present);
  const open = readerOf(user);
  if (!open) reader = null;
  else if (reader?.usuario_id !== open.usuario_id) reader = open;
  const opened = new Map<string, unknown>();
  const opening = reader && { ...reader, opened };
  const read = opening
    ? await Promise.all([
        readFilas(present, opening),
        readHojas(present, opening),
        readEnvios(present, opening),
        readGastos(present, opening),
        readEfectivo(present, opening),
        readSecret<Collector>(present, opening, 'persona'),
      ])
    : null;
  if (reader) reader.memory = opened;
  // Said at the sign-in only.
  const sealed = reader ? 0 : (await present.db.getAll('filas')).filter(({ estado }) => isWaiting(estado)).length;
  const waiting = read ? countOf(read[0].filas) : (user?.waiting ?? { filas: 0, total: 0 });
  // Shown for a moment, it would offer a button again that was pressed already.
  if (changes !== before) return readAll();
  batch(() => {
    sealedRows.value = sealed;
    view.value = user && {
      usuario_id: user.usuario_id,
      collector: read?.[5] ?? null,
      sesion: user.sesion,
      isOpen: user.key !== null,
      lastContact: user.lastContact,
      skew: user.skew,
      semana: user.semana,
      waiting,
      discarded: user.discarded,
    };
    showFilas(read?.[0].filas ?? []);
    unreadable.value = read?.[0].unreadable ?? 0;
    if (!isSameList(hojas.value, read?.[1] ?? [])) hojas.value = read?.[1] ?? [];
    envios.value = read?.[2] ?? [];
    gastos.value = read?.[3] ?? [];
    efectivo.value = read?.[4] ?? null;
    clock.value = Date.now();
  });
}

let reading: Promise<void> | null = null;
let isStale = false;

/** Reads the database again; a caller that comes while that is being done gets what is read after it. */
export async function refresh(): Promise<void> {
  if (reading) {
    isStale = true;
    return reading;
  }
  reading = (async () => {
    do {
      isStale = false;
      await readAll();
    } while (isStale);
  })();
  try {
    await reading;
  } finally {
    reading = null;
  }
}

let later: ReturnType<typeof setTimeout> | undefined;

/** Not after each tap of a quick hand: a little later, once. */
function refreshSoon(): void {
  clearTimeout(later);
  later = setTimeout(() => void refresh(), 250);
}

/** Opens the database and shows what is in it. */
export async function start(): Promise<void> {
  if (!window.isSecureContext || !crypto.subtle || !navigator.locks) {
    problem.value = 'Abra esta página con Chrome, en la dirección que empieza con https. Así como está, no puede guardar cobros.';
    phase.value = 'unusable';
    return;
  }
  const channel = openChannel();
  try {
    const db = await openDatabase({
      onOutdated: () => {
        phase.value = 'outdated';
      },
      onClosed: () => {
        phase.value = 'closed';
      },
    });
    const browser = browserPhone(db, channel);
    phone = {
      ...browser,
      announce: () => {
        browser.announce();
        refreshSoon();
      },
    };
    channel.onmessage = refreshSoon;
    await refresh();
    phase.value = 'ready';
  } catch {
    problem.value =
      'Este navegador no deja guardar datos. Salga del modo incógnito o libere espacio en el teléfono, y abra la página de nuevo.';
    phase.value = 'unusable';
  }
}

/** Delivers what is due; on a failure of the database the next round tries again. */
export async function send(options: RoundOptions = {}): Promise<void> {
  if (!phone || phase.value !== 'ready') return;
  isSending.value = true;
  try {
    await sendRound(phone, options);
  } catch {
    // Nothing was forgotten: what was not marked as answered goes out again.
  } finally {
    isSending.value = false;
    await refresh();
  }
}

/** Keeps a tap, and shows it only then. It fails where nothing was kept. */
export async function keep(visit: Visit, recibos?: ReciboKey | null): Promise<Fila> {
  const fila = await keepVisit(thePhone(), theReader(), visit, recibos);
  changes++;
  batch(() => {
    filas.value = [...filas.value, fila];
    const shown = filasOf(fila.prestamo_id);
    shown.value = [...shown.value, fila];
  });
  return fila;
}

/** False where the row is on its way already. */
export async function undo({ clave, prestamo_id }: Fila): Promise<boolean> {
  const isUndone = await undoVisit(thePhone(), clave);
  if (!isUndone) return false;
  changes++;
  batch(() => {
    filas.value = filas.value.filter((fila) => fila.clave !== clave);
    const shown = filasOf(prestamo_id);
    shown.value = shown.value.filter((fila) => fila.clave !== clave);
  });
  return true;
}
