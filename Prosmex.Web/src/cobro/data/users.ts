// Who collects on this phone, and what is kept of them.

import { type Reader, seal, unseal } from './crypto';
import { DURABLE, type StoredUser } from './database';
import { type EstadoDeSesion, isWaiting, type Waiting } from './model';
import type { Phone } from './phone';
import { countWaiting } from './rows';

type WithDb = Pick<Phone, 'db'>;

const ACTUAL = 'actual';

/** The user who is signed in, with or without a session in force. */
export async function currentUser({ db }: WithDb): Promise<StoredUser | null> {
  const id = await db.get('meta', ACTUAL);
  return id === undefined ? null : ((await db.get('usuarios', id)) ?? null);
}

export const readerOf = (user: StoredUser | null | undefined): Reader | null =>
  user?.key ? { usuario_id: user.usuario_id, key: user.key } : null;

/** Makes somebody the user of this phone. */
export async function enter({ db }: WithDb, user: StoredUser): Promise<void> {
  const tx = db.transaction(['meta', 'usuarios'], 'readwrite', DURABLE);
  void tx.objectStore('usuarios').put(user);
  void tx.objectStore('meta').put(user.usuario_id, ACTUAL);
  await tx.done;
}

export async function changeUser({ db }: WithDb, usuario_id: number, change: Partial<Omit<StoredUser, 'usuario_id'>>): Promise<void> {
  const tx = db.transaction('usuarios', 'readwrite', DURABLE);
  const user = await tx.store.get(usuario_id);
  if (user) await tx.store.put({ ...user, ...change });
  await tx.done;
}

export async function readSecret<T>({ db }: WithDb, reader: Reader, nombre: string): Promise<T | null> {
  const stored = await db.get('secretos', [reader.usuario_id, nombre]);
  return stored ? unseal<T>(reader, stored.valor) : null;
}

export async function keepSecret({ db }: WithDb, { usuario_id, key }: Reader, nombre: string, value: unknown): Promise<void> {
  await db.put('secretos', { usuario_id, nombre, valor: await seal(key, value) });
}

/**
 * Drops the key and everything that the server has too. Rows that it does not have, and noted expenses, stay as ciphertext that nothing here
 * can open, until the same user signs in again.
 */
export async function dropKey(phone: Phone, usuario_id: number, sesion: EstadoDeSesion): Promise<void> {
  const { db, announce } = phone;
  const reader = readerOf(await db.get('usuarios', usuario_id));
  const waiting = reader ? await countWaiting(phone, reader) : null;
  const tx = db.transaction(['usuarios', 'secretos', 'hojas', 'filas'], 'readwrite', DURABLE);
  const user = await tx.objectStore('usuarios').get(usuario_id);
  if (user) void tx.objectStore('usuarios').put({ ...user, sesion, key: null, waiting: waiting ?? user.waiting });
  for (const name of ['secretos', 'hojas'] as const) {
    for (const key of await tx.objectStore(name).index('usuario').getAllKeys(usuario_id)) void tx.objectStore(name).delete(key as never);
  }
  for (const { clave, estado } of await tx.objectStore('filas').index('usuario').getAll(usuario_id)) {
    if (!isWaiting(estado)) void tx.objectStore('filas').delete(clave);
  }
  await tx.done;
  announce();
}

/** What waits here of a user, with the key or without. */
export async function waitingOf(phone: Phone, user: StoredUser): Promise<Waiting> {
  const reader = readerOf(user);
  return reader ? countWaiting(phone, reader) : (user.waiting ?? { filas: 0, total: 0 });
}

/** The office gave up what was never sent. */
export async function discardWaiting({ db, announce }: Phone, usuario_id: number): Promise<void> {
  const tx = db.transaction(['usuarios', 'filas', 'envios'], 'readwrite', DURABLE);
  let discarded = 0;
  for (const { clave, estado } of await tx.objectStore('filas').index('usuario').getAll(usuario_id)) {
    if (!isWaiting(estado)) continue;
    void tx.objectStore('filas').delete(clave);
    discarded++;
  }
  for (const key of await tx.objectStore('envios').index('usuario').getAllKeys(usuario_id)) void tx.objectStore('envios').delete(key);
  const user = await tx.objectStore('usuarios').get(usuario_id);
  if (user) void tx.objectStore('usuarios').put({ ...user, waiting: { filas: 0, total: 0 }, discarded: user.discarded + discarded });
  await tx.done;
  announce();
}
