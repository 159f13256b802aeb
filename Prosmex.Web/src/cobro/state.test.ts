// @vitest-environment node

import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendRound } from './data/sender';
import * as sheets from './data/sheets';
import { filas, filasOf, keep, refresh, start, thePhone, undo } from './state';
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

const shown = () => [filas.value, filasOf(1).value].map((list) => list.map(({ clave }) => clave));

beforeAll(async () => {
  await start();
  const server = new Server();
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
