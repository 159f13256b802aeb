// A phone whose disk is full: what the screen said was kept is kept, and what was not kept is said.

/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { Handset } from './support/handset';
import { type Collector, type Lender, startLender } from './support/lender';
import { card, enterAs, openGrupo, payWeek, sendAll, shownRows } from './support/route';
import { Signal } from './support/signal';

const SIZE = 120 * 1024 * 1024;

let lender: Lender;
beforeAll(async () => {
  lender = await startLender(1, 30);
}, 240_000);
afterAll(() => lender?.stop());

/** A disk of its own. Null where the user may not mount one. */
async function smallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'prosmex-disco-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    await rm(folder, { recursive: true });
    return null;
  }
  onTestFinished(async () => {
    execFileSync('umount', ['--lazy', folder]);
    await rm(folder, { recursive: true });
  });
  return folder;
}

test('a tap that no longer fits is said to be lost, and all others are there when there is space again', async ({ skip }) => {
  const disk = await smallDisk();
  if (!disk) return skip('Only root can mount a small disk.');
  const collector = lender.collectors[0] as Collector;
  const signal = await Signal.before(lender.address);
  const handset = await Handset.create(disk);
  onTestFinished(async () => {
    await handset.kill();
    await signal.close();
  });
  const context = await handset.switchOn();
  const page = await handset.open(context, `${signal.address}/cobro`);
  await enterAs(page, collector);
  await openGrupo(page, collector.grupo);
  signal.lose();
  await context.setOffline(true);
  const filler = join(disk, 'relleno');
  await writeFile(filler, Buffer.alloc(SIZE)).catch(() => undefined);

  const kept: number[] = [];
  let lost: number | undefined;
  for (const prestamo of collector.prestamos) {
    await card(page, prestamo).locator('.pago').click();
    await card(page, prestamo).locator('.visita').or(page.locator('#reabrir')).waitFor();
    if (await page.locator('#reabrir').count()) {
      lost = prestamo;
      break;
    }
    kept.push(prestamo);
  }
  expect(lost, 'The disk was never full').toBeDefined();
  expect(await page.textContent('#contenido')).toContain('No quedó guardado.');

  await rm(filler);
  await page.click('#reabrir');
  await openGrupo(page, collector.grupo);
  expect((await shownRows(page)).length).toBe(kept.length);
  await openGrupo(page, collector.grupo);
  await payWeek(page, lost as number);
  signal.isGone = false;
  await context.setOffline(false);
  await sendAll(page);
  const rows = await shownRows(page);
  expect(rows.map(({ estado }) => estado)).toEqual(rows.map(() => 'aplicada'));
  expect(rows.length).toBe(kept.length + 1);
  expect(signal.envios.flatMap(({ body }) => body.filas.map(({ prestamo_id }) => prestamo_id)).sort()).toEqual([...kept, lost].sort());
});
