// A phone in memory, with a clock that tests move and locks as a browser's.

import 'fake-indexeddb/auto';
import type { Reader } from '../data/crypto';
import { openDatabase } from '../data/database';
import type { Visit } from '../data/model';
import type { Phone } from '../data/phone';
import { signIn } from '../data/session';
import { currentUser, readerOf } from '../data/users';
import type { Server } from './server';

export interface TestPhone extends Phone {
  clock: { at: number };
}

let databases = 0;

/** Locks as navigator.locks has them: by name, in order. */
export function locks(): Phone['alone'] {
  const queues = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const turn = (queues.get(name) ?? Promise.resolve()).then(work, work);
    queues.set(
      name,
      turn.catch(() => undefined),
    );
    return turn;
  };
}

export async function newPhone(server: Server, random: () => number = Math.random): Promise<TestPhone> {
  const db = await openDatabase({}, `prueba-${++databases}`);
  const clock = { at: server.now };
  return { db, clock, now: () => clock.at, random, ask: server.ask, alone: locks(), announce: () => undefined };
}

export async function enter(phone: Phone, usuario = 'ana'): Promise<Reader> {
  await signIn(phone, usuario, 'x', 'Teléfono de prueba');
  const reader = readerOf(await currentUser(phone));
  if (!reader) throw new Error('No user is signed in.');
  return reader;
}

export const visit = (prestamo_id: number, monto: number, more: Partial<Visit> = {}): Visit => ({
  prestamo_id,
  grupo_id: 1,
  cliente: `Cliente ${prestamo_id}`,
  grupo: 'Grupo 1',
  monto,
  visita: 'pago',
  ocurrido_en: '2026-11-23T17:02:11.000Z',
  ...more,
});
