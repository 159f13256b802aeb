// @vitest-environment node

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendRound } from './data/sender';
import * as sheets from './data/sheets';
import { filas, filasOf, hojas, keep, refresh, start, thePhone, theReader, undo } from './state';
import { enter, locks, visit } from './testing/phone';
import { Server } from './testing/server';

vi.hoisted(() => {
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('navigator', { onLine: true, locks: {} });
});
vi.mock('./data/sheets', async (original) => ({ ...(await original<typeof sheets>()) }));

/** Taken before a test and given back by it: what is read meanwhile is older than what is tapped. */
function holdSheets() {
  const { readHojas } = sheets;
  let letGo: () => void = () => undefined;
  const free = new Promise<void>((done) => {
    letGo = done;
  });
  const isHeld = new Promise<void>((done) => {
    vi.spyOn(sheets, 'readHojas').mockImplementationOnce(async (...args) => {
      done();
      await free;
      return readHojas(...args);
    });
  });
  return { isHeld, letGo };
}

let server: Server;

const shown = () => [filas.value, filasOf(1).value].map((list) => list.map(({ clave }) => clave));

beforeAll(async () => {
  await start();
  server = new Server();
  server.loans.push({ prestamo_id: 1, grupo_id: 1, semanal: 50_000, restante: 400_000 });
  Object.assign(thePhone(), { ask: server.ask, alone: locks(), announce: () => undefined });
  await enter(thePhone());
  await sendRound(thePhone(), { withSheets: true });
});
beforeEach(async () => {
  await thePhone().db.clear('filas');
  await refresh();
});

describe('what is read before a tap', () => {
  it('does not take away the row that was kept meanwhile', async () => {
    const { isHeld, letGo } = holdSheets();
    const reading = refresh();
    await isHeld;
    const { clave } = await keep(visit(1, 50_000));
    const seen: string[][] = [];
    const stop = filas.subscribe((list) => seen.push(list.map((fila) => fila.clave)));
    letGo();
    await reading;
    stop();

    expect(seen).toEqual(seen.map(() => [clave]));
    expect(shown()).toEqual([[clave], [clave]]);
  });

  it('does not bring back the row that was undone meanwhile', async () => {
    const fila = await keep(visit(1, 50_000));
    const { isHeld, letGo } = holdSheets();
    const reading = refresh();
    await isHeld;
    expect(await undo(fila)).toBe(true);
    const seen: number[] = [];
    const stop = filas.subscribe((list) => seen.push(list.length));
    letGo();
    await reading;
    stop();

    expect(seen).toEqual(seen.map(() => 0));
    expect(shown()).toEqual([[], []]);
  });
});

describe('what was opened before', () => {
  it('is remembered as long as it is kept, and no longer', async () => {
    await keep(visit(1, 50_000));
    await sendRound(thePhone(), { isAsked: true });
    await refresh();
    const size = theReader().memory?.size;
    const before = hojas.value;
    await refresh();
    expect([theReader().memory?.size, hojas.value]).toEqual([size, before]);
    expect(hojas.value).toBe(before);

    for (const id of ['a', 'b', 'c']) {
      // Another sheet each time.
      server.received.set(id, {
        fila: { clave: id, prestamo_id: 1, monto: '1', ocurrido_en: '2026-11-23T17:02:11.000Z', visita: 'pago' },
        estado: 'aplicado',
      });
      await sendRound(thePhone(), { withSheets: true });
      await refresh();
      expect(theReader().memory?.size).toBe(size);
    }
    expect(hojas.value).not.toBe(before);
  });
});
