// The week's sheets, the cash that the office expects, and what is noted beside them.

import type { Dto } from '../../api/contract';
import { newId, type Reader, seal, unseal } from './crypto';
import { DURABLE } from './database';
import { currentTurn } from './envios';
import { centsOfNumber, type Efectivo, type Gasto, type Hoja, isPorAclarar } from './model';
import { dataOf, type Phone, type Reply } from './phone';
import { markSettled, readFilas } from './rows';
import { askAs } from './session';
import { keepSecret, readSecret } from './users';

/** When figures were asked for, by the clock and by the envíos answered before. */
interface Asked {
  askedAt: number;
  turn: number;
}

const askedNow = async (phone: Phone): Promise<Asked> => ({ askedAt: phone.now(), turn: await currentTurn(phone) });

const hojaOf = ({ hoja }: Dto['UnaHojaDto'], grupo_id: number, nombre: string, turn: number): Hoja => {
  const grupo = hoja.grupos.find((g) => g.grupo_id === grupo_id);
  return {
    grupo_id,
    grupo: grupo?.grupo ?? nombre,
    semana: hoja.semana,
    recibos: hoja.recibos ?? null,
    sinCobranza: grupo?.sin_cobranza ?? false,
    turn,
    prestamos: (grupo?.prestamos ?? []).map((p) => ({
      prestamo_id: p.prestamo_id,
      cliente: p.cliente,
      aval: p.aval,
      semanal: centsOfNumber(p.monto_semanal),
      atraso: centsOfNumber(p.atraso),
      adelanto: centsOfNumber(p.adelanto),
      esperado: centsOfNumber(p.esperado),
      pagado: centsOfNumber(p.pagado_semana),
      restante: centsOfNumber(p.restante),
      semanas_hechas: p.semanas_hechas,
      semanas: p.semanas,
      faltas: p.faltas,
    })),
  };
};

const SHEETS_EVERY = 30 * 60_000;
/** Where some are not here, or are still those of before. */
const SHEETS_AGAIN = 5 * 60_000;

const WHOLE = 'completas';

/** By the newest sheet, so that one group that fails is not asked for at each round. A clock that was set back holds nothing up. */
export async function areSheetsDue({ db, now }: Phone, { usuario_id }: Reader): Promise<boolean> {
  const hojas = await db.getAllFromIndex('hojas', 'usuario', usuario_id);
  const passed = now() - Math.max(0, ...hojas.map(({ askedAt }) => askedAt));
  return passed < 0 || passed > ((await db.get('meta', WHOLE)) === 0 ? SHEETS_AGAIN : SHEETS_EVERY);
}

/** How it ended: `partly` where some sheets are still those of before. */
export type Fetched = 'all' | 'partly' | 'refused';

/**
 * Takes the sheets of the user's groups and the cash. Only while no row is on its way: what the figures hold and what they do not must be
 * known to the cent.
 */
export async function fetchSheets(phone: Phone, reader: Reader): Promise<Fetched> {
  const reply = await askAs(phone, reader, '/pagos/grupos');
  if (reply === 'refused') return 'refused';
  if (reply?.status !== 200) return 'partly';
  const { grupos } = dataOf<{ grupos: { id: number; nombre: string }[] }>(reply);
  let isWhole = true;
  // First: the page may be closed before all are here.
  await phone.db.put('meta', 0, WHOLE);
  for (const { id, nombre } of grupos) {
    const asked = await askedNow(phone);
    const answer = await askAs(phone, reader, `/hojas?grupo_id=${id}`, { etag: await etagOf(phone, reader, id) });
    if (answer === 'refused') return 'refused';
    if (!answer || (answer.status !== 200 && answer.status !== 304)) {
      isWhole = false;
      continue;
    }
    await keepHoja(phone, reader, answer, { id, nombre, asked });
    const settled = await fetchSettled(phone, reader, id);
    if (settled === 'refused') return 'refused';
    if (!settled) isWhole = false;
  }
  await forgetOtherHojas(phone, reader, new Set(grupos.map(({ id }) => id)));
  const cash = await fetchEfectivo(phone, reader);
  if (cash === 'refused') return 'refused';
  phone.announce();
  if (!isWhole || !cash) return 'partly';
  await phone.db.put('meta', 1, WHOLE);
  return 'all';
}

/** Null where the whole sheet is needed: none is here, or one that an older version of the page kept without the key for receipts. */
async function etagOf({ db }: Phone, reader: Reader, grupo_id: number): Promise<string | null> {
  const stored = await db.get('hojas', [reader.usuario_id, grupo_id]);
  if (!stored) return null;
  const hoja = await unseal<Hoja>(reader, stored.hoja).catch(() => null);
  return hoja?.recibos === undefined ? null : stored.etag;
}

async function keepHoja(
  { db }: Phone,
  reader: Reader,
  answer: Reply,
  { id, nombre, asked: { askedAt, turn } }: { id: number; nombre: string; asked: Asked },
): Promise<void> {
  const { usuario_id } = reader;
  const before = await db.get('hojas', [usuario_id, id]);
  const known = answer.status === 304 && before ? await unseal<Hoja>(reader, before.hoja) : null;
  const hoja = known ? { ...known, turn } : hojaOf(dataOf<Dto['UnaHojaDto']>(answer), id, nombre, turn);
  // The same is not sealed again: what was opened of it before is good.
  const sealed = before && known?.turn === turn ? before.hoja : await seal(reader.key, hoja);
  await db.put('hojas', { usuario_id, grupo_id: id, etag: answer.etag ?? before?.etag ?? null, askedAt, hoja: sealed });
}

const PER_PAGE = 200;

/** Which of a group's money por aclarar the office has resolved. After its sheet: what is applied in between must not count twice. */
async function fetchSettled(phone: Phone, reader: Reader, grupo_id: number): Promise<boolean | 'refused'> {
  const { filas } = await readFilas(phone, reader, ({ estado }) => estado === 'por_aclarar' || estado === 'duplicada');
  const own = filas.filter((fila) => fila.grupo_id === grupo_id && isPorAclarar(fila));
  if (own.length === 0) return true;
  const pending = new Set<string>();
  for (let page = 1, pages = 1; page <= pages; page++) {
    const path = `/por-aclarar?estado=pendiente&grupo_id=${grupo_id}&page=${page}&per_page=${PER_PAGE}`;
    const reply = await askAs(phone, reader, path);
    if (reply === 'refused') return 'refused';
    if (reply?.status !== 200) return false;
    const { por_aclarar, total_pages } = dataOf<Dto['PageOfPorAclararDto']>(reply);
    for (const { clave } of por_aclarar) pending.add(clave);
    pages = total_pages;
  }
  await markSettled(
    phone,
    own.map(({ clave }) => clave),
    pending,
  );
  return true;
}

async function forgetOtherHojas({ db }: Phone, { usuario_id }: Reader, own: ReadonlySet<number>): Promise<void> {
  const tx = db.transaction('hojas', 'readwrite');
  for (const { grupo_id } of await tx.store.index('usuario').getAll(usuario_id)) {
    if (!own.has(grupo_id)) void tx.store.delete([usuario_id, grupo_id]);
  }
  await tx.done;
}

async function fetchEfectivo(phone: Phone, reader: Reader): Promise<boolean | 'refused'> {
  const asked = await askedNow(phone);
  const reply = await askAs(phone, reader, '/cortes/datos-corte');
  if (reply === 'refused') return 'refused';
  // Who may not make a corte has no such figure; their taps are still added up.
  if (reply?.status === 403) return true;
  if (reply?.status !== 200) return false;
  const { efectivo_esperado } = reply.body as Dto['DatosDeCorteDto'];
  const efectivo: Efectivo = { esperado: centsOfNumber(efectivo_esperado), ...asked };
  await keepSecret(phone, reader, 'efectivo', efectivo);
  return true;
}

export const readEfectivo = (phone: Pick<Phone, 'db'>, reader: Reader): Promise<Efectivo | null> => readSecret(phone, reader, 'efectivo');

/** In the order of the visits: the user's own, and by name where they chose none. */
export async function readHojas(phone: Pick<Phone, 'db'>, reader: Reader): Promise<Hoja[]> {
  const stored = await phone.db.getAllFromIndex('hojas', 'usuario', reader.usuario_id);
  const hojas = await Promise.all(stored.map(({ hoja }) => unseal<Hoja>(reader, hoja)));
  const order = (await readSecret<number[]>(phone, reader, 'orden')) ?? [];
  const place = ({ grupo_id }: Hoja) => (order.includes(grupo_id) ? order.indexOf(grupo_id) : order.length);
  return hojas.sort((a, b) => place(a) - place(b) || a.grupo.localeCompare(b.grupo, 'es-MX', { numeric: true }));
}

export async function keepOrder(phone: Phone, reader: Reader, order: readonly number[]): Promise<void> {
  await keepSecret(phone, reader, 'orden', order);
  phone.announce();
}

export async function readGastos({ db }: Pick<Phone, 'db'>, reader: Reader): Promise<Gasto[]> {
  const stored = await db.getAllFromIndex('gastos', 'usuario', reader.usuario_id);
  const gastos = await Promise.all(stored.map(({ gasto }) => unseal<Gasto>(reader, gasto).catch(() => null)));
  return gastos.filter((gasto) => gasto !== null).sort((a, b) => a.ocurrido_en.localeCompare(b.ocurrido_en));
}

export async function noteGasto({ db, now, announce }: Phone, { usuario_id, key }: Reader, concepto: string, monto: number): Promise<void> {
  const id = newId();
  const gasto: Gasto = { id, concepto, monto, ocurrido_en: new Date(now()).toISOString() };
  const sealed = await seal(key, gasto);
  const tx = db.transaction('gastos', 'readwrite', DURABLE);
  await Promise.all([tx.store.add({ id, usuario_id, gasto: sealed }), tx.done]);
  announce();
}

export async function forgetGastos({ db, announce }: Phone, ids: readonly string[]): Promise<void> {
  const tx = db.transaction('gastos', 'readwrite', DURABLE);
  for (const id of ids) void tx.store.delete(id);
  await tx.done;
  announce();
}
