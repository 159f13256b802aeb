// @vitest-environment node

import { describe, expect, it } from 'vitest';
import { enter, locks, newPhone, type TestPhone, visit } from '../testing/phone';
import { seeded } from '../testing/seeded';
import { cents, Killed, RECIBOS, Server, type Way } from '../testing/server';
import { cajaOf } from './figures';
import { countUnanswered, keepVisit, readFilas, undoVisit } from './rows';
import { sendRound } from './sender';
import { readEfectivo } from './sheets';
import { currentUser, readerOf } from './users';

const CUTS: readonly Way[] = ['lostRequest', 'lostAnswer', 'killed', 'error', 'busy'];
const SEEDS = 8;

/** Two tabs of one phone, a way that cuts anything, a clock that jumps, sessions that end. */
async function play(seed: number): Promise<void> {
  const random = seeded(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const server = new Server();
  for (let id = 1; id <= 30; id++) server.loans.push({ prestamo_id: id, grupo_id: 1 + (id % 2), semanal: 50_000, restante: 1e7 });
  const phone = await newPhone(server, random);
  await enter(phone);
  await sendRound(phone, { withSheets: true });
  const tabs = [phone, { ...phone }];
  const tapped = new Map<string, number>();
  const total = () => [...tapped.values()].reduce((sum, monto) => sum + monto, 0);

  for (let step = 0; step < 60; step++) {
    const tab = tabs[pick(2)] as TestPhone;
    const reader = readerOf(await currentUser(tab));
    if (!reader) {
      server.way = () => 'whole';
      await enter(tab);
      continue;
    }
    const what = pick(10);
    if (what < 4) {
      // Some are of a loan that the server does not know: its money waits por aclarar.
      const id = 1 + pick(31);
      const monto = pick(8) * 5_025;
      const { clave } = await keepVisit(tab, reader, visit(id, monto, { grupo_id: id === 31 ? 1 : 1 + (id % 2) }), RECIBOS);
      tapped.set(clave, monto);
    } else if (what === 4) {
      const { filas } = await readFilas(tab, reader);
      const last = filas.at(-1);
      if (last && (await undoVisit(tab, last.clave))) tapped.delete(last.clave);
    } else if (what === 5) {
      phone.clock.at += (pick(3) - 1) * pick(90_000_000);
    } else if (what === 6 && pick(3) === 0) {
      server.session = pick(2) === 0 ? 'vencida' : 'terminada';
    } else {
      server.way = () => (random() < 0.75 ? 'whole' : (CUTS[pick(CUTS.length)] as Way));
      const options = [{}, { isAsked: true }, { isBack: true }, { withSheets: true }][pick(4)] ?? {};
      const rounds = pick(3) === 0 ? tabs : [tab];
      for (const end of await Promise.allSettled(rounds.map((t) => sendRound(t, options)))) {
        if (end.status === 'rejected' && !(end.reason instanceof Killed)) throw end.reason;
      }
      // Killed: nothing that was held in memory is there any more.
      if (pick(4) === 0) for (const t of tabs) t.alone = locks();
      tabs[1] = { ...phone, alone: phone.alone };
    }
    const after = readerOf(await currentUser(tab));
    const efectivo = after && (await readEfectivo(tab, after));
    if (efectivo) expect(cajaOf((await readFilas(tab, after)).filas, [], efectivo, 0).enMano).toBe(total());
  }

  server.way = () => 'whole';
  const reader = await enter(phone);
  for (let i = 0; i < 3; i++) await sendRound(phone, { isAsked: true });
  expect([await countUnanswered(phone), server.changed]).toEqual([0, 0]);
  expect(new Map([...server.received].map(([clave, { fila }]) => [clave, cents(fila.monto)]))).toEqual(tapped);
  const { filas } = await readFilas(phone, reader);
  expect(filas.filter(({ estado }) => estado === 'rechazada')).toEqual([]);
}

describe('whatever is cut, killed or repeated', () => {
  it.each(Array.from({ length: SEEDS }, (_, i) => i + 1))(
    'no row is lost and none counts twice, and the cash is right at each step (seed %i)',
    async (seed) => {
      await play(seed);
    },
  );
});
