// What the data layer needs of the world around it, so that tests can give it another.

import type { Database } from './database';

/** What the server answered. No answer is null: none came, or one that cannot be read. */
export interface Reply {
  status: number;
  body: unknown;
  etag: string | null;
  /** In milliseconds. */
  retryAfter: number | null;
}

export interface RequestOptions {
  method?: string;
  token?: string;
  body?: unknown;
  etag?: string | null;
}

export type Ask = (path: string, options?: RequestOptions) => Promise<Reply | null>;

export interface Phone {
  db: Database;
  /** Milliseconds by the phone's clock. */
  now: () => number;
  /** From 0 to 1. */
  random: () => number;
  ask: Ask;
  /** Runs while no other tab, nor the service worker, runs under the same name. */
  alone: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Tells the other tabs that something is different now. */
  announce: () => void;
}

/** Answers come within a few seconds, or were lost on the way. */
const LIMIT = 20_000;

export async function ask(path: string, { method = 'GET', token, body, etag }: RequestOptions = {}): Promise<Reply | null> {
  const headers = new Headers();
  if (token) headers.set('Authorization', `Bearer ${token}`);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (etag) headers.set('If-None-Match', etag);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), LIMIT);
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: abort.signal,
      cache: 'no-store',
      credentials: 'omit',
    });
    const text = await response.text();
    const wait = Number(response.headers.get('Retry-After'));
    return {
      status: response.status,
      body: text ? JSON.parse(text) : null,
      etag: response.headers.get('ETag'),
      retryAfter: wait > 0 ? wait * 1000 : null,
    };
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

const CHANNEL = 'prosmex-cobro';

/** The phone of a browser. */
export function browserPhone(db: Database, channel: BroadcastChannel): Phone {
  return {
    db,
    now: Date.now,
    random: Math.random,
    ask,
    // The type of the library awaits what the work returns once more than the browser does.
    alone: async <T>(name: string, work: () => Promise<T>): Promise<T> => navigator.locks.request(name, work) as Promise<T>,
    announce: () => channel.postMessage('cambio'),
  };
}

export const openChannel = (): BroadcastChannel => new BroadcastChannel(CHANNEL);

/** `data` of an answer's envelope. */
export const dataOf = <T>(reply: Reply): T => (reply.body as { data: T }).data;

export interface Problem {
  message?: string;
  codigo?: string;
  data?: { errors?: { index?: number; error?: string; codigo?: string }[] };
}

export const problemOf = (reply: Reply): Problem => (reply.body ?? {}) as Problem;

/** No answer, or one after which the same may be sent again. */
export const isPassing = (reply: Reply | null): boolean =>
  reply === null ||
  reply.status >= 500 ||
  [408, 429].includes(reply.status) ||
  ['idempotencia.en_curso', 'conflicto.cambio_simultaneo'].includes(problemOf(reply).codigo ?? '');
