// The phone's only store. In the clear is what scheduling needs; the rest is ciphertext.

import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Sealed } from './crypto';
import type { Delay, EstadoDeFila, EstadoDeSesion, Waiting } from './model';

export interface StoredUser {
  usuario_id: number;
  /** A secret of this user and phone: with it the page asks, without a session, how things stand. */
  telefono_id: string;
  /** Null once the session was ended: what is sealed cannot be read until the same user signs in again. */
  key: CryptoKey | null;
  sesion: EstadoDeSesion;
  /** By the phone's clock. */
  lastContact: number;
  /** The phone's clock less the server's, in milliseconds. */
  skew: number;
  /** The Monday of the server's running week. */
  semana: string;
  /** Counted when the key was dropped, for then it cannot be counted any more. */
  waiting: Waiting | null;
  /** Rows that the office gave up, until the user has read it. */
  discarded: number;
}

export interface StoredFila {
  clave: string;
  usuario_id: number;
  estado: EstadoDeFila;
  envio_id: string | null;
  wasSent: boolean;
  keptAt: number;
  answeredAt: number | null;
  turn: number | null;
  isSettled?: boolean;
  visit: Sealed;
  result: Sealed | null;
}

export interface StoredEnvio {
  envio_id: string;
  usuario_id: number;
  madeAt: number;
  tries: number;
  nextTry: number;
  delay: Delay | null;
  content: Sealed;
  /** What the server says against it, for a person. */
  reason: Sealed | null;
}

interface StoredHoja {
  usuario_id: number;
  grupo_id: number;
  etag: string | null;
  askedAt: number;
  hoja: Sealed;
}

interface StoredGasto {
  id: string;
  usuario_id: number;
  gasto: Sealed;
}

/** `tokens`, `persona`, `orden` and `efectivo` of a user. */
interface StoredSecret {
  usuario_id: number;
  nombre: string;
  valor: Sealed;
}

interface Schema extends DBSchema {
  /** Under `actual` the user who is signed in, under `turno` how many envíos were answered, under `completas` 0 where the last taking of the sheets did not bring all. */
  meta: { key: string; value: number };
  usuarios: { key: number; value: StoredUser };
  secretos: { key: [number, string]; value: StoredSecret; indexes: { usuario: number } };
  hojas: { key: [number, number]; value: StoredHoja; indexes: { usuario: number } };
  filas: { key: string; value: StoredFila; indexes: { usuario: number; envio: string } };
  envios: { key: string; value: StoredEnvio; indexes: { usuario: number } };
  gastos: { key: string; value: StoredGasto; indexes: { usuario: number } };
}

export type Database = IDBPDatabase<Schema>;

export const DATABASE = 'prosmex-cobro';

/** After either nothing can be kept any more. */
interface Endings {
  /** A newer page in another tab needs the database for itself. */
  onOutdated?: () => void;
  /** The browser closed it: the disk is full or broken. */
  onClosed?: () => void;
}

export function openDatabase({ onOutdated, onClosed }: Endings = {}, name = DATABASE): Promise<Database> {
  return openDB<Schema>(name, 1, {
    upgrade(db) {
      db.createObjectStore('meta');
      db.createObjectStore('usuarios', { keyPath: 'usuario_id' });
      db.createObjectStore('secretos', { keyPath: ['usuario_id', 'nombre'] }).createIndex('usuario', 'usuario_id');
      db.createObjectStore('hojas', { keyPath: ['usuario_id', 'grupo_id'] }).createIndex('usuario', 'usuario_id');
      const filas = db.createObjectStore('filas', { keyPath: 'clave' });
      filas.createIndex('usuario', 'usuario_id');
      filas.createIndex('envio', 'envio_id');
      db.createObjectStore('envios', { keyPath: 'envio_id' }).createIndex('usuario', 'usuario_id');
      db.createObjectStore('gastos', { keyPath: 'id' }).createIndex('usuario', 'usuario_id');
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onOutdated?.();
    },
    terminated: () => onClosed?.(),
  });
}

/** On the disk before it resolves, not in a buffer of the system: batteries are pulled. */
export const DURABLE = { durability: 'strict' } as const;
