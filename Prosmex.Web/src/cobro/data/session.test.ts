// @vitest-environment node

import { beforeEach, describe, expect, it } from 'vitest';
import { enter, newPhone, type TestPhone, visit } from '../testing/phone';
import { RECIBOS, Server } from '../testing/server';
import { type Reader, seal, unseal } from './crypto';
import { DAY, type Hoja } from './model';
import { countUnanswered, keepVisit, readFilas } from './rows';
import { sendRound } from './sender';
import { signOut } from './session';
import { noteGasto, readGastos, readHojas } from './sheets';
import { currentUser } from './users';

let server: Server;
let phone: TestPhone;
let reader: Reader;

beforeEach(async () => {
  server = new Server();
  server.loans.push({ prestamo_id: 1, grupo_id: 1, semanal: 50_000, restante: 400_000 });
  phone = await newPhone(server);
  reader = await enter(phone);
  await sendRound(phone, { withSheets: true });
});

const counts = async () => ({
  hojas: await phone.db.count('hojas'),
  secretos: await phone.db.count('secretos'),
  filas: await phone.db.count('filas'),
});
const waitingAt = (server: Server) => [...server.phones.values()].at(-1);

describe('session', () => {
  it('that ended by time lets the user collect, keeps the key and asks to sign in', async () => {
    server.session = 'vencida';
    await keepVisit(phone, reader, visit(1, 50_000));
    await sendRound(phone, { isAsked: true });

    const user = await currentUser(phone);
    expect([user?.sesion, user?.key !== null, server.received.size]).toEqual(['vencida', true, 0]);
    await keepVisit(phone, reader, visit(1, 10_000));
    expect(waitingAt(server)).toEqual({ filas: 1, total: 500 });

    await enter(phone);
    await sendRound(phone, { isAsked: true });
    expect([server.received.size, server.cash]).toEqual([2, 60_000]);
  });

  it('that the office ended empties the phone; what was not sent stays sealed until the same user is back', async () => {
    await keepVisit(phone, reader, visit(1, 50_000));
    await noteGasto(phone, reader, 'Pasaje', 2_000);
    server.session = 'terminada';
    await sendRound(phone, { isAsked: true });

    const user = await currentUser(phone);
    expect([user?.sesion, user?.key, user?.waiting]).toEqual(['terminada', null, { filas: 1, total: 50_000 }]);
    expect(await counts()).toEqual({ hojas: 0, secretos: 0, filas: 1 });
    await expect(keepVisit(phone, reader, visit(1, 100))).rejects.toThrow();

    const again = await enter(phone);
    expect((await readFilas(phone, again)).filas.map(({ monto }) => monto)).toEqual([50_000]);
    expect((await readGastos(phone, again)).map(({ monto }) => monto)).toEqual([2_000]);
    await sendRound(phone, { isAsked: true });
    expect(server.cash).toBe(50_000);
  });

  it('is not given up by an address that an older server does not know', async () => {
    server.override = (path) =>
      path === '/cobro/contacto' ? { status: 404, body: { codigo: 'ruta_http.no_encontrada' }, etag: null, retryAfter: null } : undefined;
    await sendRound(phone, { isAsked: true });
    expect((await currentUser(phone))?.key).not.toBeNull();
  });

  it('renews its token once, however many tabs ask', async () => {
    server.valid.clear();
    for (const id of [1, 2, 3]) await keepVisit(phone, reader, visit(id, 100));
    await Promise.all([sendRound(phone, { isAsked: true }), sendRound(phone, { withSheets: true })]);
    expect(server.calls.filter(({ path }) => path === '/auth/refresh').length).toBe(1);
    expect(server.received.size).toBe(3);
  });

  it('that the user ends forgets the sheets and keeps what was not sent, sealed', async () => {
    await keepVisit(phone, reader, visit(1, 50_000));
    server.way = () => 'lostRequest';
    await signOut(phone);
    expect([await currentUser(phone), await counts()]).toEqual([null, { hojas: 0, secretos: 0, filas: 1 }]);
    server.way = () => 'whole';
    await sendRound(phone, { isAsked: true });
    expect([await countUnanswered(phone), waitingAt(server)]).toEqual([1, { filas: 1, total: 500 }]);
  });

  it('keeps the rows of one user from another', async () => {
    await keepVisit(phone, reader, visit(1, 50_000));
    server.key = btoa('o'.repeat(32));
    const other = await enter(phone, 'otra');
    expect(await readFilas(phone, other)).toEqual({ filas: [], unreadable: 0 });
    await sendRound(phone, { isAsked: true });
    expect([server.received.size, await phone.db.count('filas')]).toEqual([0, 1]);
  });

  it('gives the sheets and the key up after eight days without contact', async () => {
    await keepVisit(phone, reader, visit(1, 50_000));
    server.way = () => 'lostRequest';
    phone.clock.at += 8 * DAY - 1000;
    await sendRound(phone);
    expect((await counts()).hojas).toBe(2);
    phone.clock.at += 2000;
    await sendRound(phone);
    expect(await counts()).toEqual({ hojas: 0, secretos: 0, filas: 1 });
  });

  it('lets the office discard what was never sent, says so at once and tells the user', async () => {
    await keepVisit(phone, reader, visit(1, 50_000));
    server.session = 'terminada';
    await sendRound(phone, { isAsked: true });
    server.discard = true;
    await sendRound(phone, { isBack: true });
    expect([waitingAt(server), server.discard, await phone.db.count('filas')]).toEqual([{ filas: 0, total: 0 }, false, 0]);
    expect((await phone.db.get('usuarios', 7))?.discarded).toBe(1);
  });

  it('tells how far the clock is off', async () => {
    phone.clock.at += DAY;
    await sendRound(phone, { isBack: true });
    expect((await currentUser(phone))?.skew).toBe(DAY);
  });
});

describe('sheets', () => {
  it('bring the key for receipts, also where an older version of the page kept the same sheet without it', async () => {
    const key = async () => (await readHojas(phone, reader))[0]?.recibos;
    expect(await key()).toEqual(RECIBOS);

    const stored = await phone.db.get('hojas', [7, 1]);
    if (!stored) throw new Error('No sheet was kept.');
    const { recibos: _, ...old } = await unseal<Hoja>(reader, stored.hoja);
    await phone.db.put('hojas', { ...stored, hoja: await seal(reader.key, old) });
    await sendRound(phone, { withSheets: true });
    expect(await key()).toEqual(RECIBOS);

    const asked = server.calls.length;
    await sendRound(phone, { withSheets: true });
    expect(server.calls.slice(asked).filter(({ options }) => options.etag).length).toBe(2);
    expect(await key()).toEqual(RECIBOS);
  });

  it('are ciphertext, in the order of the names, and refreshed after an envío', async () => {
    const [first, second] = await readHojas(phone, reader);
    expect([first?.grupo, second?.grupo, first?.prestamos[0]?.esperado]).toEqual(['Grupo 1', 'Grupo 2', 50_000]);
    await keepVisit(phone, reader, visit(1, 20_000));
    await sendRound(phone, { isAsked: true });
    const [after] = await readHojas(phone, reader);
    expect([after?.prestamos[0]?.esperado, after?.turn]).toEqual([30_000, 1]);
  });
});
