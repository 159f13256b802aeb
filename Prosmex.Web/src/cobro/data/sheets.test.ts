// @vitest-environment node

import { beforeEach, describe, expect, it } from 'vitest';
import { enter, newPhone, type TestPhone, visit } from '../testing/phone';
import { reply, Server } from '../testing/server';
import type { Reader } from './crypto';
import type { SentFila } from './envios';
import { progressOf } from './figures';
import type { Hoja } from './model';
import { keepVisit, readFilas } from './rows';
import { sendRound } from './sender';
import { readHojas } from './sheets';

let server: Server;
let phone: TestPhone;
let reader: Reader;

beforeEach(async () => {
  server = new Server();
  server.loans.push({ prestamo_id: 1, grupo_id: 1, semanal: 50_000, restante: 60_000 });
  server.loans.push({ prestamo_id: 2, grupo_id: 1, semanal: 50_000, restante: 400_000 });
  phone = await newPhone(server);
  reader = await enter(phone);
  await sendRound(phone, { withSheets: true });
});

/** What the server has from others. */
const other = (clave: string, prestamo_id: number): SentFila => ({
  clave,
  prestamo_id,
  monto: '1',
  ocurrido_en: '2026-11-23T17:02:11.000Z',
  visita: 'pago',
});

/** What the group's screen says: of the rows and the sheet that are here. */
async function figures() {
  const [hoja] = (await readHojas(phone, reader)) as [Hoja];
  const { filas } = await readFilas(phone, reader);
  const { cobrado, esperado } = progressOf(hoja, (id) => filas.filter(({ prestamo_id }) => prestamo_id === id), []);
  return [cobrado, esperado];
}

describe('money por aclarar', () => {
  /** More than is owed, and a payment beside it. */
  const tap = async (): Promise<string> => {
    const { clave } = await keepVisit(phone, reader, visit(1, 70_000));
    await keepVisit(phone, reader, visit(2, 50_000));
    return clave;
  };
  const resolve = (clave: string, estado: 'aplicado' | 'devuelto' | 'por_aclarar') => {
    const received = server.received.get(clave);
    if (received) received.estado = estado;
    // The sheet is another one, though no row has come in.
    server.received.set(`${server.received.size}`, { fila: other('otra', 99), estado: 'aplicado' });
  };
  const fetched = async () => {
    await sendRound(phone, { withSheets: true });
    return figures();
  };

  it('counts once: on top of the sheet, and in it once the office has applied it', async () => {
    const clave = await tap();
    expect(await figures()).toEqual([120_000, 0]);
    await sendRound(phone, { isAsked: true });
    expect([await figures(), await fetched()]).toEqual([
      [120_000, 0],
      [120_000, 0],
    ]);
    resolve(clave, 'aplicado');
    expect(await fetched()).toEqual([120_000, 0]);
    // The payment was cancelled: it waits again.
    resolve(clave, 'por_aclarar');
    expect(await fetched()).toEqual([120_000, 0]);
  });

  it('counts no longer once the client has it back', async () => {
    const clave = await tap();
    await sendRound(phone, { isAsked: true });
    resolve(clave, 'devuelto');
    expect(await fetched()).toEqual([50_000, 50_000]);
  });

  it('is found on whichever page of the list it is', async () => {
    for (let id = 1000; id < 1250; id++) {
      server.received.set(`otra-${id}`, { fila: other(`otra-${id}`, id), estado: 'por_aclarar' });
    }
    await tap();
    await sendRound(phone, { isAsked: true });
    expect(await figures()).toEqual([120_000, 0]);
  });

  it('is asked about again soon where the answer failed, and only where a row of the group waits', async () => {
    const asked = () => server.calls.filter(({ path }) => path.startsWith('/por-aclarar')).map(({ path }) => path);
    expect(asked()).toEqual([]);
    const clave = await tap();
    server.way = (path) => (path.startsWith('/por-aclarar') ? 'error' : 'whole');
    await sendRound(phone, { isAsked: true });
    expect(await figures()).toEqual([120_000, 0]);
    server.way = () => 'whole';
    resolve(clave, 'devuelto');
    phone.clock.at += 6 * 60_000;
    await sendRound(phone);
    expect(await figures()).toEqual([50_000, 50_000]);
    expect(new Set(asked())).toEqual(new Set(['/por-aclarar?estado=pendiente&grupo_id=1&page=1&per_page=200']));
  });
});

describe('a sheet that is the one of before', () => {
  const stored = async () => (await phone.db.getAll('hojas')).map(({ askedAt, hoja: { iv } }) => ({ askedAt, iv: iv.join() }));

  it('is not written again, but when it was asked for is', async () => {
    const before = await stored();
    phone.clock.at += 60_000;
    await sendRound(phone, { withSheets: true });
    expect(await stored()).toEqual(before.map(({ askedAt, iv }) => ({ askedAt: askedAt + 60_000, iv })));
  });

  it('holds the rows that were answered before, though nothing on it is different', async () => {
    await keepVisit(phone, reader, visit(2, 50_000));
    server.override = (path) => (path.startsWith('/hojas?') ? reply(304, null) : undefined);
    await sendRound(phone, { isAsked: true });
    expect((await readHojas(phone, reader)).map(({ turn }) => turn)).toEqual([1, 1]);
  });
});
