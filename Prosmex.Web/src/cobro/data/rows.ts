// Rows: kept when they are tapped, taken back while no envío has them.

import { newId, type Reader, seal, unseal } from './crypto';
import { DURABLE, type StoredFila } from './database';
import { ANSWERED_KEPT, type Fila, isUnanswered, isWaiting, type ReciboKey, type Result, sum, type Visit, type Waiting } from './model';
import type { Phone } from './phone';
import { makeRecibo } from './receipts';

/**
 * Writes a visit to the disk. Only when this has resolved may the screen say so; where it fails, nothing was kept.
 * @param recibos the sheet's key for receipts.
 */
export async function keepVisit(
  { db, now, announce }: Phone,
  { usuario_id, key }: Reader,
  tapped: Visit,
  recibos?: ReciboKey | null,
): Promise<Fila> {
  const clave = newId();
  const keptAt = now();
  // The money counts, with a receipt or without: a key that cannot be used must not stop the tap.
  const recibo = recibos && tapped.monto > 0 ? await makeRecibo(recibos, { clave, ...tapped }).catch(() => null) : null;
  const visit: Visit = recibo ? { ...tapped, recibo } : tapped;
  const sealed = await seal(key, visit);
  const tx = db.transaction(['usuarios', 'filas'], 'readwrite', DURABLE);
  // The session may have been ended meanwhile, in another tab: its key must not write any more.
  const user = await tx.objectStore('usuarios').get(usuario_id);
  if (!user?.key) {
    tx.abort();
    await tx.done.catch(() => undefined);
    throw new Error('The key was dropped.');
  }
  const stored: StoredFila = {
    clave,
    usuario_id,
    estado: 'guardada',
    envio_id: null,
    wasSent: false,
    keptAt,
    answeredAt: null,
    turn: null,
    visit: sealed,
    result: null,
  };
  await Promise.all([tx.objectStore('filas').add(stored), tx.done]);
  announce();
  return { clave, estado: 'guardada', result: null, wasSent: false, keptAt, answeredAt: null, turn: null, ...visit };
}

/** Takes a row back. False where it is on its way already: then the office corrects it. */
export async function undoVisit({ db, announce }: Phone, clave: string): Promise<boolean> {
  const tx = db.transaction('filas', 'readwrite', DURABLE);
  const fila = await tx.store.get(clave);
  const isHere = fila !== undefined && fila.estado === 'guardada' && !fila.wasSent;
  if (isHere) await tx.store.delete(clave);
  await tx.done;
  if (isHere) announce();
  return isHere;
}

/** A refused row that a person has settled with the office. */
export async function dropRefused({ db, announce }: Phone, clave: string): Promise<void> {
  const tx = db.transaction('filas', 'readwrite', DURABLE);
  if ((await tx.store.get(clave))?.estado === 'rechazada') await tx.store.delete(clave);
  await tx.done;
  announce();
}

export interface Read {
  filas: Fila[];
  /** Rows that this key does not open: they are kept, and a person is told. */
  unreadable: number;
}

/** In the order in which they were tapped. Only what is wanted is opened. */
export async function readFilas(
  { db }: Pick<Phone, 'db'>,
  reader: Reader,
  isWanted: (fila: StoredFila) => boolean = () => true,
): Promise<Read> {
  const stored = (await db.getAllFromIndex('filas', 'usuario', reader.usuario_id)).filter(isWanted);
  const read = await Promise.all(stored.map((fila) => readFila(reader, fila).catch(() => null)));
  const filas = read.filter((fila) => fila !== null).sort((a, b) => a.keptAt - b.keptAt);
  return { filas, unreadable: read.length - filas.length };
}

async function readFila(reader: Reader, stored: StoredFila): Promise<Fila> {
  const [visit, result] = await Promise.all([
    unseal<Visit>(reader, stored.visit),
    stored.result ? unseal<Result>(reader, stored.result) : Promise.resolve(null),
  ]);
  const { clave, estado, wasSent, keptAt, answeredAt, turn, isSettled } = stored;
  return { clave, estado, result, wasSent, keptAt, answeredAt, turn, ...(isSettled !== undefined && { isSettled }), ...visit };
}

/** Notes of money por aclarar whether the office has resolved it. */
export async function markSettled({ db }: Phone, claves: readonly string[], pending: ReadonlySet<string>): Promise<void> {
  const tx = db.transaction('filas', 'readwrite');
  for (const clave of claves) {
    const fila = await tx.store.get(clave);
    if (fila) void tx.store.put({ ...fila, isSettled: !pending.has(clave) });
  }
  await tx.done;
}

/** How many of a user's rows the server has not answered: no key is needed. */
export async function countUnanswered({ db }: Pick<Phone, 'db'>, usuario_id?: number): Promise<number> {
  const stored = await (usuario_id === undefined ? db.getAll('filas') : db.getAllFromIndex('filas', 'usuario', usuario_id));
  return stored.filter(({ estado }) => isUnanswered(estado)).length;
}

/** What the office is told: the rows that are not registered, and their money. */
export async function countWaiting(phone: Pick<Phone, 'db'>, reader: Reader): Promise<Waiting> {
  const stored = await phone.db.getAllFromIndex('filas', 'usuario', reader.usuario_id);
  const waiting = stored.filter(({ estado }) => isWaiting(estado));
  const visits = await Promise.all(waiting.map(({ visit }) => unseal<Visit>(reader, visit).catch(() => null)));
  return { filas: waiting.length, total: sum(visits.map((visit) => visit?.monto ?? 0)) };
}

/** Forgets what was answered long ago. */
export async function forgetOldFilas({ db, now }: Phone): Promise<void> {
  const tx = db.transaction('filas', 'readwrite');
  for (const { clave, answeredAt, estado } of await tx.store.getAll()) {
    if (!isWaiting(estado) && answeredAt !== null && now() - answeredAt > ANSWERED_KEPT) await tx.store.delete(clave);
  }
  await tx.done;
}
