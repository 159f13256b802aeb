// Envíos: written before they are sent, and the same at each try. Docs: docs/hoja-de-cobranza.md.

import type { Dto } from '../../api/contract';
import { amountOfCents } from '../../common/amounts';
import { newId, type Reader, seal, unseal } from './crypto';
import { DURABLE, type StoredEnvio } from './database';
import { type Delay, type Fila, MAX_ROWS, type Result, sum, UNDO_TIME } from './model';
import type { Phone } from './phone';
import { readFilas } from './rows';

/** A row as it is sent. This form is a contract for ever: servers to come must take it from pages that were never updated. */
export interface SentFila {
  clave: string;
  prestamo_id: number;
  monto: string;
  ocurrido_en: string;
  visita: string;
  nota?: string;
  promesa?: { fecha: string; monto: string };
  llave?: string;
}

/** What is the same at each try. */
export interface EnvioContent {
  grupo_id: number;
  grupo: string;
  control_filas: number;
  control_total: string;
  filas: SentFila[];
}

export interface Envio {
  envio_id: string;
  content: EnvioContent;
  tries: number;
  nextTry: number;
  delay: Delay | null;
  reason: string | null;
}

/**
 * Rows for new envíos: of one group, each loan once, as many as fit. A client who was visited twice goes into two, in the order of the visits.
 */
export function chooseFilas(filas: readonly Fila[]): Fila[][] {
  const chosen: Fila[][] = [];
  for (const fila of filas) {
    const fits = (envio: Fila[]) =>
      envio.length < MAX_ROWS && envio[0]?.grupo_id === fila.grupo_id && envio.every(({ prestamo_id }) => prestamo_id !== fila.prestamo_id);
    const envio = chosen.find(fits);
    if (envio) envio.push(fila);
    else chosen.push([fila]);
  }
  return chosen;
}

const sentFila = ({ clave, prestamo_id, monto, ocurrido_en, visita, nota, promesa, recibo }: Fila): SentFila => ({
  clave,
  prestamo_id,
  monto: amountOfCents(monto),
  ocurrido_en,
  visita,
  ...(nota && { nota }),
  ...(promesa && { promesa: { fecha: promesa.fecha, monto: amountOfCents(promesa.monto) } }),
  ...(recibo && { llave: recibo.llave }),
});

/** Whether a row can be undone no longer. A clock that was set back holds nothing up. */
export const isDue = ({ keptAt, wasSent }: Pick<Fila, 'keptAt' | 'wasSent'>, now: number): boolean =>
  wasSent || now - keptAt >= UNDO_TIME || now < keptAt;

/**
 * Writes envíos of the rows that are in none.
 * @param until those tapped up to then also go where they could still be undone.
 */
export async function formEnvios(phone: Phone, reader: Reader, until = Number.NEGATIVE_INFINITY): Promise<void> {
  const { db, now, announce } = phone;
  const { filas } = await readFilas(phone, reader, (fila) => fila.estado === 'guardada' && (fila.keptAt <= until || isDue(fila, now())));
  for (const rows of chooseFilas(filas)) {
    const first = rows[0] as Fila;
    const content: EnvioContent = {
      grupo_id: first.grupo_id,
      grupo: first.grupo,
      control_filas: rows.length,
      control_total: amountOfCents(sum(rows.map(({ monto }) => monto))),
      filas: rows.map(sentFila),
    };
    const envio: StoredEnvio = {
      envio_id: newId(),
      usuario_id: reader.usuario_id,
      madeAt: now(),
      tries: 0,
      nextTry: 0,
      delay: null,
      content: await seal(reader.key, content),
      reason: null,
    };
    const tx = db.transaction(['filas', 'envios'], 'readwrite', DURABLE);
    const store = tx.objectStore('filas');
    const stored = await Promise.all(rows.map(({ clave }) => store.get(clave)));
    // One was undone while the envío was being sealed: the rest goes with the next one.
    if (stored.some((fila) => fila?.estado !== 'guardada')) {
      await tx.done;
      continue;
    }
    for (const fila of stored) if (fila) void store.put({ ...fila, estado: 'en_envio', envio_id: envio.envio_id, wasSent: true });
    void tx.objectStore('envios').add(envio);
    await tx.done;
    announce();
  }
}

/** Oldest first. One that this key does not open stays where it is. */
export async function readEnvios({ db }: Pick<Phone, 'db'>, reader: Reader): Promise<Envio[]> {
  const stored = (await db.getAllFromIndex('envios', 'usuario', reader.usuario_id)).sort((a, b) => a.madeAt - b.madeAt);
  const read = stored.map(async ({ envio_id, content, reason, tries, nextTry, delay }): Promise<Envio> => {
    const [open, why] = await Promise.all([unseal<EnvioContent>(reader, content), reason ? unseal<string>(reader, reason) : null]);
    return { envio_id, content: open, tries, nextTry, delay, reason: why };
  });
  const settled = await Promise.allSettled(read);
  return settled.flatMap((envio) => (envio.status === 'fulfilled' ? [envio.value] : []));
}

/** The request's body. Only `enviado_en` differs from try to try. */
export const bodyOf = ({ envio_id, content }: Pick<Envio, 'envio_id' | 'content'>, now: number): Dto['EnvioRequest'] => ({
  envio_id,
  enviado_en: new Date(now).toISOString(),
  control_filas: content.control_filas,
  control_total: content.control_total,
  filas: content.filas,
});

/** 5, 10, 20, … seconds up to five minutes, with a fifth of jitter. */
export const backOff = (tries: number, random: () => number): number =>
  Math.round(Math.min(5_000 * 2 ** Math.max(0, tries - 1), 300_000) * (0.8 + 0.4 * random()));

/** What only a person can settle is tried again now and then. */
const PATIENCE = 15 * 60_000;

/** Written before the request leaves: whatever happens then, the envío counts as sent. */
export async function markTry({ db, now, random }: Phone, { envio_id, tries }: Envio): Promise<void> {
  const tx = db.transaction('envios', 'readwrite', DURABLE);
  const stored = await tx.store.get(envio_id);
  if (stored) await tx.store.put({ ...stored, tries: tries + 1, nextTry: now() + backOff(tries + 1, random), delay: 'red' });
  await tx.done;
}

/** After an answer that settles nothing. */
export async function putOff(
  { db, now, random }: Phone,
  { key }: Reader,
  { envio_id, tries }: Envio,
  delay: Delay,
  { reason, wait }: { reason?: string | undefined; wait?: number | null } = {},
): Promise<void> {
  const sealed = reason ? await seal(key, reason) : null;
  const time = wait ?? (delay === 'rechazo' ? PATIENCE : backOff(tries + 1, random));
  const tx = db.transaction('envios', 'readwrite', DURABLE);
  const stored = await tx.store.get(envio_id);
  if (stored) await tx.store.put({ ...stored, delay, reason: sealed, nextTry: now() + time });
  await tx.done;
}

type AnsweredFila = Dto['FilaRecibidaDto'];

const TURN = 'turno';

/** How many envíos were answered so far. */
export const currentTurn = async ({ db }: Pick<Phone, 'db'>): Promise<number> => (await db.get('meta', TURN)) ?? 0;

const ESTADOS = { aplicado: 'aplicada', duplicado: 'duplicada', por_aclarar: 'por_aclarar' } as const;

/** The rows of an answer, by clave; null unless it names every row of the envío with a known state. */
export function answeredFilas(body: unknown, { content }: Envio): Map<string, AnsweredFila> | null {
  const filas = (body as { data?: Partial<Dto['EnvioRecibidoDto']> } | null)?.data?.filas;
  if (!Array.isArray(filas)) return null;
  const byClave = new Map(filas.map((fila) => [fila.clave, fila]));
  const isWhole = content.filas.every(({ clave }) => {
    const fila = byClave.get(clave);
    return fila !== undefined && fila.estado in ESTADOS;
  });
  return isWhole ? byClave : null;
}

/** Writes each row's result and forgets the envío, in one transaction. */
export async function settle(
  { db, now, announce }: Phone,
  { key }: Reader,
  { envio_id, content }: Envio,
  answer: Map<string, AnsweredFila>,
): Promise<void> {
  const results = await Promise.all(
    content.filas.map(async ({ clave }) => {
      const { estado, registrada_como = null, codigo = null, motivo = null, pago_id = null } = answer.get(clave) as AnsweredFila;
      const result: Result = { codigo, motivo, pago_id, registrada_como };
      return { clave, estado: ESTADOS[estado], result: await seal(key, result) };
    }),
  );
  const tx = db.transaction(['meta', 'filas', 'envios'], 'readwrite', DURABLE);
  const store = tx.objectStore('filas');
  const turn = ((await tx.objectStore('meta').get(TURN)) ?? 0) + 1;
  void tx.objectStore('meta').put(turn, TURN);
  for (const { clave, estado, result } of results) {
    const fila = await store.get(clave);
    if (fila?.envio_id === envio_id) void store.put({ ...fila, estado, result, answeredAt: now(), turn });
  }
  void tx.objectStore('envios').delete(envio_id);
  await tx.done;
  announce();
}

/**
 * Takes an envío apart: nothing of it was stored. The rows that are named are kept for a person to look at; the others go into a new one.
 * @param refused by clave.
 */
export async function takeApart(
  { db, now, announce }: Phone,
  { key }: Reader,
  { envio_id, content }: Envio,
  refused: Map<string, { codigo: string | null; motivo: string | null }>,
): Promise<void> {
  const results = new Map(
    await Promise.all(
      [...refused].map(async ([clave, why]) => {
        const result: Result = { ...why, pago_id: null, registrada_como: null };
        return [clave, await seal(key, result)] as const;
      }),
    ),
  );
  const tx = db.transaction(['filas', 'envios'], 'readwrite', DURABLE);
  const store = tx.objectStore('filas');
  for (const { clave } of content.filas) {
    const fila = await store.get(clave);
    if (fila?.envio_id !== envio_id) continue;
    const result = results.get(clave);
    void store.put(
      result
        ? { ...fila, estado: 'rechazada', result, envio_id: null, answeredAt: now() }
        : { ...fila, estado: 'guardada', envio_id: null },
    );
  }
  void tx.objectStore('envios').delete(envio_id);
  await tx.done;
  announce();
}
