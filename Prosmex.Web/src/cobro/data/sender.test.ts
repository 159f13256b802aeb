// @vitest-environment node

import { beforeEach, describe, expect, it } from 'vitest';
import { enter, newPhone, type TestPhone, visit } from '../testing/phone';
import { Killed, RECIBOS, reply, Server } from '../testing/server';
import type { Reader } from './crypto';
import { bodyOf, chooseFilas, formEnvios, readEnvios } from './envios';
import type { Fila, ReciboKey, Visit } from './model';
import { countUnanswered, keepVisit, readFilas, undoVisit } from './rows';
import { SENDER, sendRound } from './sender';

let server: Server;
let phone: TestPhone;
let reader: Reader;

const estados = async () => (await readFilas(phone, reader)).filas.map(({ estado }) => estado);
/** A moment after the one before, as fingers are. */
const tap = (row: Visit, recibos?: ReciboKey) => {
  phone.clock.at++;
  return keepVisit(phone, reader, row, recibos);
};
const now = () => sendRound(phone, { isAsked: true });

beforeEach(async () => {
  server = new Server();
  for (let id = 1; id <= 150; id++) server.loans.push({ prestamo_id: id, grupo_id: 1, semanal: 50_000, restante: 400_000 });
  phone = await newPhone(server, () => 0.5);
  reader = await enter(phone);
});

describe('rows', () => {
  it('are on the disk before they are shown, and only as ciphertext', async () => {
    const fila = await tap(visit(1, 50_000, { nota: 'Pagó su hermana.' }));

    const [stored] = await phone.db.getAll('filas');
    expect(Object.keys(stored ?? {}).sort()).toEqual(
      ['answeredAt', 'clave', 'envio_id', 'estado', 'keptAt', 'result', 'turn', 'usuario_id', 'visit', 'wasSent'].sort(),
    );
    expect(Buffer.from(stored?.visit.datos ?? new ArrayBuffer(0)).toString('latin1')).not.toContain('Cliente');
    expect((await readFilas(phone, reader)).filas).toEqual([fila]);
    expect(reader.key.extractable).toBe(false);
  });

  it('can be undone until an envío has them', async () => {
    const [first, second] = [await tap(visit(1, 100)), await tap(visit(2, 100))];
    expect(await undoVisit(phone, first.clave)).toBe(true);
    server.way = () => 'lostRequest';
    await now();
    expect(await undoVisit(phone, second.clave)).toBe(false);
    expect(await estados()).toEqual(['en_envio']);
  });

  it('that were tapped after the button was pressed can still be undone, though the press had to wait for its turn', async () => {
    await tap(visit(1, 100));
    let free: () => void = () => undefined;
    const other = phone.alone(
      SENDER,
      () =>
        new Promise<void>((done) => {
          free = done;
        }),
    );
    const pressed = now();
    await tap(visit(2, 100));
    free();
    await Promise.all([other, pressed]);
    expect(await estados()).toEqual(['aplicada', 'guardada']);
  });

  it('wait a minute for the user to undo, and not longer where the clock was set back', async () => {
    await tap(visit(1, 100));
    await sendRound(phone);
    expect(await estados()).toEqual(['guardada']);
    phone.clock.at -= 86_400_000;
    await sendRound(phone);
    expect(await estados()).toEqual(['aplicada']);
  });

  it('have a receipt where there is money and the sheet has a key, and are kept where its key is broken', async () => {
    await tap(visit(1, 100), RECIBOS);
    await tap(visit(2, 0, { visita: 'no_estaba' }), RECIBOS);
    await tap(visit(3, 100));
    await tap(visit(4, 100), { ...RECIBOS, clave: '¿?' });

    const { filas } = await readFilas(phone, reader);
    expect(filas.map(({ recibo }) => recibo?.llave)).toEqual(['7-20261123', undefined, undefined, undefined]);
    expect(filas[0]?.recibo?.codigo).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}[0-9A-HJKMNP-TV-Z*~$=U]$/);
  });

  it('say so when they could not be kept', async () => {
    phone.db.close();
    await expect(tap(visit(1, 100))).rejects.toThrow();
  });
});

describe('envíos', () => {
  it('are of one group, name each loan once and have at most a hundred rows', () => {
    const filas = Array.from({ length: 150 }, (_, i) => ({ clave: `${i}`, prestamo_id: i, grupo_id: i < 120 ? 1 : 2 }) as Fila);
    const envios = chooseFilas([...filas, { clave: 'x', prestamo_id: 3, grupo_id: 1 } as Fila]);
    expect(envios.map((e) => e.length)).toEqual([100, 21, 30]);
    expect(envios[1]?.at(-1)?.clave).toBe('x');
  });

  it('have this form for ever: servers to come must take it', async () => {
    await tap(visit(682, 75_000));
    await tap(visit(697, 0, { visita: 'prometio', nota: 'El viernes.', promesa: { fecha: '2026-12-01', monto: 50_050 } }), RECIBOS);
    await tap(visit(700, 75_050, { ocurrido_en: '2026-11-23T17:02:11.345Z' }), RECIBOS);
    await formEnvios(phone, reader, phone.now());
    const [envio] = await readEnvios(phone, reader);
    if (!envio) throw new Error('No envío was made.');
    const ids = envio.content.filas.map(({ clave }) => clave);

    expect(bodyOf(envio, Date.parse('2026-11-23T23:10:00Z'))).toEqual({
      envio_id: envio.envio_id,
      enviado_en: '2026-11-23T23:10:00.000Z',
      control_filas: 3,
      control_total: '1500.50',
      filas: [
        { clave: ids[0], prestamo_id: 682, monto: '750.00', ocurrido_en: '2026-11-23T17:02:11.000Z', visita: 'pago' },
        {
          clave: ids[1],
          prestamo_id: 697,
          monto: '0.00',
          ocurrido_en: '2026-11-23T17:02:11.000Z',
          visita: 'prometio',
          nota: 'El viernes.',
          promesa: { fecha: '2026-12-01', monto: '500.50' },
        },
        {
          clave: ids[2],
          prestamo_id: 700,
          monto: '750.50',
          ocurrido_en: '2026-11-23T17:02:11.345Z',
          visita: 'pago',
          llave: '7-20261123',
        },
      ],
    });
    for (const id of [envio.envio_id, ...ids]) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('are sent again as they were when the answer is lost, and count once', async () => {
    await tap(visit(1, 50_000));
    server.way = (path) => (path.includes('envios') ? 'lostAnswer' : 'whole');
    await now();
    server.way = () => 'whole';
    await now();

    expect([await estados(), server.received.size, server.contents.size]).toEqual([['duplicada'], 1, 1]);
  });

  it('wait longer each time, for what the server asks for, and not for the network once it is back', async () => {
    await tap(visit(1, 50_000));
    server.way = () => 'lostRequest';
    await now();
    const [first] = await phone.db.getAll('envios');
    expect((first?.nextTry ?? 0) - phone.clock.at).toBe(5_000);
    await now();
    expect(((await phone.db.getAll('envios'))[0]?.nextTry ?? 0) - phone.clock.at).toBe(10_000);
    server.way = () => 'busy';
    await sendRound(phone, { isBack: true });
    expect(((await phone.db.getAll('envios'))[0]?.nextTry ?? 0) - phone.clock.at).toBe(7_000);
    await sendRound(phone, { isBack: true });
    expect(await estados()).toEqual(['en_envio']);
    server.way = () => 'whole';
    phone.clock.at += 7_000;
    await sendRound(phone);
    expect(await estados()).toEqual(['aplicada']);
  });

  it('that are refused for some rows go without them, and those are kept for a person', async () => {
    for (const id of [1, 2, 3]) await tap(visit(id, 100 * id));
    let isFirst = true;
    server.override = (path) => {
      if (!path.includes('envios') || !isFirst) return undefined;
      isFirst = false;
      const errors = [{ index: 1, error: 'El préstamo es de otro grupo.', codigo: 'envio.otro_grupo' }];
      return reply(400, { message: 'No se registró.', codigo: 'envio.estructura', data: { errors } });
    };
    await now();

    const { filas } = await readFilas(phone, reader);
    expect(filas.map(({ estado, result }) => [estado, result?.motivo ?? null])).toEqual([
      ['aplicada', null],
      ['rechazada', 'El préstamo es de otro grupo.'],
      ['aplicada', null],
    ]);
    expect(filas[0] && (await undoVisit(phone, filas[0].clave))).toBe(false);
  });

  it('of a group that is another collector’s wait with their reason, and hold nothing else up', async () => {
    server.loans.push({ prestamo_id: 200, grupo_id: 2, semanal: 100, restante: 1000 });
    await tap(visit(1, 100));
    await tap(visit(200, 100, { grupo_id: 2 }));
    server.grupos.splice(0, 1);
    await now();

    expect(await estados()).toEqual(['en_envio', 'aplicada']);
    expect((await readEnvios(phone, reader)).map(({ delay, reason }) => [delay, reason])).toEqual([['rechazo', 'Ese grupo no es suyo.']]);
  });

  it('whose number was used for something else get a new one, and the claves stay', async () => {
    const { clave } = await tap(visit(1, 100));
    server.override = (path) => {
      if (!path.includes('envios')) return undefined;
      server.override = null;
      return reply(422, { codigo: 'envio.otro_contenido' });
    };
    await now();
    expect(await estados()).toEqual(['guardada']);
    await now();
    expect([await estados(), [...server.received.keys()]]).toEqual([['aplicada'], [clave]]);
    const ids = server.calls.flatMap(({ options }) => (options.body as { envio_id?: string } | undefined)?.envio_id ?? []);
    expect(new Set(ids).size).toBe(2);
  });

  it('are not settled by an answer that names not every row', async () => {
    await tap(visit(1, 100));
    server.override = (path) => (path.includes('envios') ? reply(200, { data: { filas: [] } }) : undefined);
    await now();
    expect([await estados(), await countUnanswered(phone)]).toEqual([['en_envio'], 1]);
  });

  it('are sent by one tab at a time', async () => {
    for (let id = 1; id <= 20; id++) await tap(visit(id, 100));
    await Promise.all([now(), now(), sendRound({ ...phone }, { isAsked: true })]);
    expect([server.contents.size, server.received.size]).toEqual([1, 20]);
  });
});

describe('sheets', () => {
  const MINUTE = 60_000;
  const asked = () => server.calls.filter(({ path }) => path.startsWith('/hojas?')).length;
  const roundAfter = async (minutes: number) => {
    phone.clock.at += minutes * MINUTE;
    const before = asked();
    await sendRound(phone);
    return asked() - before;
  };

  it('are taken again after half an hour', async () => {
    await sendRound(phone, { withSheets: true });
    expect([await roundAfter(6), await roundAfter(23), await roundAfter(2)]).toEqual([0, 0, 2]);
  });

  it.each(['that failed', 'that was not there yet'])('of a group %s are asked for sooner, but not at each round', async (kind) => {
    if (kind === 'that failed') await sendRound(phone, { withSheets: true });
    server.way = (path) => (path === '/hojas?grupo_id=2' ? 'error' : 'whole');
    phone.clock.at += 31 * MINUTE;
    await sendRound(phone);

    expect([await roundAfter(1), await roundAfter(3), await roundAfter(2), await roundAfter(1)]).toEqual([0, 0, 2, 0]);
    server.way = () => 'whole';
    expect([await roundAfter(5), await roundAfter(6)]).toEqual([2, 0]);
    expect((await phone.db.getAll('hojas')).map(({ askedAt }) => phone.clock.at - askedAt)).toEqual([6 * MINUTE, 6 * MINUTE]);
  });

  it('of which the page was closed before all were here are taken on soon', async () => {
    server.way = (path) => (path === '/hojas?grupo_id=2' ? 'killed' : 'whole');
    await expect(sendRound(phone, { withSheets: true })).rejects.toThrow(Killed);
    server.way = () => 'whole';
    expect([await roundAfter(1), await roundAfter(5)]).toEqual([0, 2]);
  });
});
