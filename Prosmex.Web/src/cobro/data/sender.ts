// Delivers what was tapped: one sender at a time, whichever tab or the service worker.

import type { Reader } from './crypto';
import type { StoredUser } from './database';
import {
  answeredFilas,
  bodyOf,
  type Envio,
  type EnvioContent,
  formEnvios,
  isDue,
  markTry,
  putOff,
  readEnvios,
  settle,
  takeApart,
} from './envios';
import { UNDO_TIME } from './model';
import { isPassing, type Phone, problemOf, type Reply } from './phone';
import { forgetOldFilas } from './rows';
import { askAs, contact, findOutWhy, giveUpOldData } from './session';
import { areSheetsDue, fetchSheets } from './sheets';
import { currentUser, readerOf } from './users';

export interface RoundOptions {
  /** The user pressed the button: what was tapped before goes too, though it could still be undone, and nothing waits. */
  isAsked?: boolean;
  /** The network is back: what only waited for it does not wait any longer. */
  isBack?: boolean;
  /** The sheets are taken again, though nothing was sent. */
  withSheets?: boolean;
}

/** The server hears of a phone at least so often, while it is open and has signal. */
const CONTACT_EVERY = 5 * 60_000;

/** The sender's lock: while it is held nothing leaves the phone. */
export const SENDER = 'prosmex-cobro-envios';

/** A round: everything that is due, then what the server says of it. It never fails: what was not sent is sent the next time. */
export function sendRound(phone: Phone, options: RoundOptions = {}): Promise<void> {
  // Not when the round's turn comes: rows tapped meanwhile keep their time to be undone.
  const until = options.isAsked ? phone.now() : undefined;
  return phone.alone(SENDER, async () => {
    await giveUpOldData(phone);
    await forgetOldFilas(phone);
    const user = await currentUser(phone);
    const reader = readerOf(user);
    const isSent = user?.sesion === 'vigente' && reader ? await sendAs(phone, reader, until, options) : false;
    await contactAll(phone, isSent || options.isBack === true || options.isAsked === true || options.withSheets === true);
  });
}

/** @returns whether anything was answered. */
async function sendAs(phone: Phone, reader: Reader, until: number | undefined, options: RoundOptions): Promise<boolean> {
  const { db, now } = phone;
  await formEnvios(phone, reader, until);
  const tried = new Set<string>();
  let isSent = false;
  for (;;) {
    const envio = (await readEnvios(phone, reader)).find((e) => !tried.has(e.envio_id) && isDueNow(e, now(), options));
    if (!envio) break;
    tried.add(envio.envio_id);
    const end = await send(phone, reader, envio);
    if (end === 'signIn') {
      await findOutWhy(phone, reader.usuario_id);
      return isSent;
    }
    if (end === 'noAnswer') return isSent;
    if (end === 'answered') isSent = true;
    // What is left of it, in the same round.
    if (end === 'apart') await formEnvios(phone, reader);
  }
  // Figures are taken only when none of them can hold a row that is not marked as answered yet.
  const isCertain = (await db.getAllFromIndex('envios', 'usuario', reader.usuario_id)).every(
    ({ tries, delay }) => tries === 0 || delay === 'rechazo',
  );
  if (isCertain && (isSent || options.withSheets || options.isAsked || (await areSheetsDue(phone, reader)))) {
    if ((await fetchSheets(phone, reader)) === 'refused') await findOutWhy(phone, reader.usuario_id);
  }
  return isSent;
}

const isDueNow = ({ nextTry, delay, tries }: Envio, now: number, { isAsked, isBack }: RoundOptions): boolean =>
  isAsked === true || (isBack === true && delay === 'red') || now >= nextTry || isTooFar(nextTry, now, tries);

/** The clock was set back meanwhile: no wait is that long. */
const isTooFar = (nextTry: number, now: number, tries: number): boolean => tries > 0 && nextTry - now > 60 * 60_000;

type End = 'answered' | 'apart' | 'later' | 'noAnswer' | 'signIn';

async function send(phone: Phone, reader: Reader, envio: Envio): Promise<End> {
  await markTry(phone, envio);
  const { content } = envio;
  const reply = await askAs(phone, reader, `/hojas/${content.grupo_id}/envios`, { method: 'POST', body: bodyOf(envio, phone.now()) });
  if (reply === 'refused') return 'signIn';
  if (reply === null) {
    phone.announce();
    return 'noAnswer';
  }
  if (reply.status === 200) {
    const answer = answeredFilas(reply.body, envio);
    if (!answer) return 'noAnswer';
    await settle(phone, reader, envio, answer);
    return 'answered';
  }
  const { message, codigo } = problemOf(reply);
  if (isPassing(reply)) {
    await putOff(phone, reader, envio, 'servidor', { reason: message, wait: reply.retryAfter });
    phone.announce();
    return 'later';
  }
  const refused = reply.status === 400 ? refusedFilas(reply, content) : new Map();
  if (refused.size > 0 || codigo === 'envio.otro_contenido') {
    await takeApart(phone, reader, envio, refused);
    return refused.size > 0 ? 'apart' : 'later';
  }
  // Refused as a whole, as when the group has another collector now: the rows stay, and a person reads why.
  await putOff(phone, reader, envio, 'rechazo', { reason: message });
  phone.announce();
  return 'later';
}

/** The rows that a refusal names, by clave. */
function refusedFilas(reply: Reply, { filas }: EnvioContent): Map<string, { codigo: string | null; motivo: string | null }> {
  const named = (problemOf(reply).data?.errors ?? []).flatMap(({ index, error = null, codigo = null }) => {
    const fila = index === undefined ? undefined : filas[index];
    return fila ? [[fila.clave, { codigo, motivo: error }] as const] : [];
  });
  return new Map(named);
}

async function contactAll(phone: Phone, isNow: boolean): Promise<void> {
  const actual = await currentUser(phone);
  for (const user of await phone.db.getAll('usuarios')) {
    if (user.usuario_id !== actual?.usuario_id && !(await hasWaiting(phone, user))) continue;
    const passed = phone.now() - user.lastContact;
    if (!isNow && passed >= 0 && passed < CONTACT_EVERY) continue;
    if (!(await contact(phone, user))) return;
    phone.announce();
  }
}

const hasWaiting = async ({ db }: Phone, { usuario_id, waiting }: StoredUser): Promise<boolean> =>
  (waiting?.filas ?? 0) > 0 && (await db.countFromIndex('filas', 'usuario', usuario_id)) > 0;

/** How long until the newest row can be sent, in milliseconds; 0 where none waits for that. */
export async function timeUntilDue({ db, now }: Phone): Promise<number> {
  const waiting = (await db.getAll('filas')).filter((fila) => fila.estado === 'guardada' && !isDue(fila, now()));
  return Math.max(0, ...waiting.map(({ keptAt }) => keptAt + UNDO_TIME - now()));
}
