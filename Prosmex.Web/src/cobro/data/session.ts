// Sessions last twelve hours, and a route lasts longer: the page collects without one, and asks for the password again to send.

import type { Dto } from '../../api/contract';
import { importKey, newId, type Reader } from './crypto';
import type { StoredUser } from './database';
import { type Collector, KEPT_WITHOUT_CONTACT, type Tokens } from './model';
import { dataOf, type Phone, problemOf, type Reply, type RequestOptions } from './phone';
import { changeUser, currentUser, discardWaiting, dropKey, enter, keepSecret, readerOf, readSecret, waitingOf } from './users';

/** Raised when the office should tell two pages apart. */
export const VERSION = '1.0.0';

const NO_NETWORK = 'No hay conexión con el servidor. Para entrar necesita señal. Intente de nuevo.';
const NOT_NOW = 'El servidor no pudo responder. Espere unos segundos e intente de nuevo.';

/** A refusal in words for people. */
export class Refusal extends Error {}

function demand(reply: Reply | null): Reply {
  if (!reply) throw new Refusal(NO_NETWORK);
  if (reply.status >= 400) throw new Refusal(problemOf(reply).message ?? NOT_NOW);
  return reply;
}

export interface Entered {
  usuario_id: number;
  mustChangePassword: boolean;
}

/** Signs in, and gets this user's key for this phone. Whatever another user left unsent stays sealed. */
export async function signIn(phone: Phone, usuario: string, contrasena: string, nombre: string): Promise<Entered> {
  const { db, ask, now } = phone;
  const signedIn = dataOf<Dto['InicioDeSesionDto']>(demand(await ask('/auth/login', { method: 'POST', body: { usuario, contrasena } })));
  const { userId: usuario_id } = signedIn.User;
  const known = await db.get('usuarios', usuario_id);
  const { telefono, telefono_id } = await register(phone, known?.telefono_id ?? newId(), signedIn.access_token, nombre);
  // What the office gave up must not leave any more.
  if (telefono.descartar) await discardWaiting(phone, usuario_id);
  const key = await importKey(telefono.clave);
  const user: StoredUser = {
    usuario_id,
    telefono_id,
    key,
    sesion: 'vigente',
    lastContact: now(),
    skew: now() - Date.parse(telefono.ahora),
    semana: telefono.semana,
    waiting: null,
    discarded: (await db.get('usuarios', usuario_id))?.discarded ?? 0,
  };
  const other = await currentUser(phone);
  if (other && other.usuario_id !== usuario_id && other.key) await dropKey(phone, other.usuario_id, 'cerrada');
  const reader = { usuario_id, key };
  await keepTokens(phone, reader, signedIn);
  const collector: Collector = {
    usuario: signedIn.User.usuario,
    nombre: [signedIn.User.nombre, signedIn.User.apellido_paterno].filter(Boolean).join(' '),
  };
  await keepSecret(phone, reader, 'persona', collector);
  await enter(phone, user);
  if (telefono.descartar) await contact(phone, user);
  phone.announce();
  return { usuario_id, mustChangePassword: signedIn.debe_cambiar_contrasena === true };
}

async function register(
  { ask }: Phone,
  telefono_id: string,
  token: string,
  nombre: string,
): Promise<{ telefono: Dto['TelefonoRegistradoDto']; telefono_id: string }> {
  const send = (id: string) => ask('/cobro/telefonos', { method: 'POST', token, body: { telefono_id: id, nombre, version: VERSION } });
  let [id, reply] = [telefono_id, await send(telefono_id)];
  if (reply && problemOf(reply).codigo === 'telefono.de_otro_usuario') {
    id = newId();
    reply = await send(id);
  }
  return { telefono: dataOf<{ telefono: Dto['TelefonoRegistradoDto'] }>(demand(reply)).telefono, telefono_id: id };
}

const keepTokens = (phone: Phone, reader: Reader, pair: { access_token: string; refresh_token: string }): Promise<void> => {
  const tokens: Tokens = { access: pair.access_token, refresh: pair.refresh_token };
  return keepSecret(phone, reader, 'tokens', tokens);
};

/**
 * A request with the user's token, renewed once where it is refused.
 * @returns null where there was no answer; `refused` where the user has to sign in.
 */
export async function askAs(phone: Phone, reader: Reader, path: string, options: RequestOptions = {}): Promise<Reply | null | 'refused'> {
  const tokens = await readSecret<Tokens>(phone, reader, 'tokens');
  if (!tokens) return 'refused';
  const reply = await phone.ask(path, { ...options, token: tokens.access });
  if (reply?.status !== 401) return reply;
  const renewed = await renew(phone, reader, tokens);
  if (renewed === null || renewed === 'refused') return renewed;
  const second = await phone.ask(path, { ...options, token: renewed.access });
  return second?.status === 401 ? 'refused' : second;
}

/** Once, however many tabs were refused at the same time. */
function renew(phone: Phone, reader: Reader, used: Tokens): Promise<Tokens | null | 'refused'> {
  return phone.alone('prosmex-cobro-sesion', async () => {
    const present = await readSecret<Tokens>(phone, reader, 'tokens');
    if (!present) return 'refused';
    if (present.access !== used.access) return present;
    const reply = await phone.ask('/auth/refresh', { method: 'POST', token: present.refresh });
    if (reply?.status === 401) return 'refused';
    if (reply?.status !== 200) return null;
    await keepTokens(phone, reader, dataOf(reply));
    return readSecret<Tokens>(phone, reader, 'tokens');
  });
}

/** Tells the server what waits here, and does what the office decided meanwhile. False where there was no answer. */
export async function contact(phone: Phone, user: StoredUser): Promise<boolean> {
  const { ask, now } = phone;
  const body = { telefono_id: user.telefono_id, version: VERSION, por_enviar: await toldWaiting(phone, user) };
  const reply = await ask('/cobro/contacto', { method: 'POST', body });
  // Only these words give a phone up: an older server knows no such address, and says so with another code.
  if (reply?.status === 404 && problemOf(reply).codigo === 'telefono.no_encontrado') {
    await dropKey(phone, user.usuario_id, 'terminada');
    return true;
  }
  if (reply?.status !== 200) return false;
  const { estado, descartar, ahora, semana } = dataOf<{ contacto: Dto['ContactoDto'] }>(reply).contacto;
  await changeUser(phone, user.usuario_id, { lastContact: now(), skew: now() - Date.parse(ahora), semana });
  if (estado === 'terminada' && user.key) await dropKey(phone, user.usuario_id, 'terminada');
  if (estado === 'vencida' && user.sesion === 'vigente') await changeUser(phone, user.usuario_id, { sesion: 'vencida' });
  if (descartar) {
    await discardWaiting(phone, user.usuario_id);
    await ask('/cobro/contacto', { method: 'POST', body: { ...body, por_enviar: { filas: 0, total: 0 } } });
  }
  return true;
}

async function toldWaiting(phone: Phone, user: StoredUser): Promise<{ filas: number; total: number }> {
  const { filas, total } = await waitingOf(phone, user);
  return { filas, total: total / 100 };
}

/** A token was refused though the page knew of nothing: the server says why. */
export async function findOutWhy(phone: Phone, usuario_id: number): Promise<void> {
  const user = await phone.db.get('usuarios', usuario_id);
  if (!user || !(await contact(phone, user))) return;
  const after = await phone.db.get('usuarios', usuario_id);
  // In force, but not with these tokens.
  if (after?.sesion === 'vigente') await changeUser(phone, usuario_id, { sesion: 'vencida' });
  phone.announce();
}

/** Ends the session there, and forgets here what the server has too. */
export async function signOut(phone: Phone): Promise<void> {
  const user = await currentUser(phone);
  const reader = readerOf(user);
  if (!user) return;
  const tokens = reader && (await readSecret<Tokens>(phone, reader, 'tokens').catch(() => null));
  await dropKey(phone, user.usuario_id, 'cerrada');
  await phone.db.delete('meta', 'actual');
  phone.announce();
  // Without signal it ends there by itself.
  if (tokens) await phone.ask('/auth/logout', { method: 'POST', token: tokens.access });
}

/** After eight days without contact the phone is taken for lost. */
export async function giveUpOldData(phone: Phone): Promise<void> {
  for (const user of await phone.db.getAll('usuarios')) {
    if (user.key && phone.now() - user.lastContact > KEPT_WITHOUT_CONTACT) await dropKey(phone, user.usuario_id, 'cerrada');
  }
}
