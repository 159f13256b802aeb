// Pictures of the pages for docs/capturas: only with PROSMEX_CAPTURAS=1, so that a run leaves no files.

/// <reference types="node" />
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { signedIn, useBrowser, visit } from './support/browser';
import { samplesOfDirector } from './support/samples';

useBrowser();

const FOLDER = resolve('..', 'docs', 'capturas');
const HEIGHT = 1500;
const LIMIT = 300_000;

const KINDS = [
  { name: '390', width: 390 },
  { name: '768', width: 768 },
  { name: '1440', width: 1440 },
  { name: 'oscuro', width: 1440, colorScheme: 'dark' },
  // The width of A4 at 96 dots per inch.
  { name: 'papel', width: 794, media: 'print' },
] as const;

test.runIf(process.env.PROSMEX_CAPTURAS)('pictures of the pages', async () => {
  const { cliente, prestamo, grupo } = await samplesOfDirector();
  const { page } = await signedIn('director');
  await mkdir(FOLDER, { recursive: true });

  for (const [name, at] of [
    ['semana', '/panel'],
    ['cartera', '/panel/cartera?desde=8&hasta=30'],
    ['cliente', `/panel/clientes/${cliente}`],
    ['prestamo', `/panel/prestamos/${prestamo}`],
    ['grupo', `/panel/grupos/${grupo}`],
    ['comparacion', '/panel/comparacion'],
    ['hoja', `/panel/hoja/${grupo}`],
  ] as const) {
    for (const kind of KINDS) {
      await page.emulateMedia({
        colorScheme: 'colorScheme' in kind ? kind.colorScheme : 'light',
        media: 'media' in kind ? kind.media : 'screen',
      });
      await page.setViewportSize({ width: kind.width, height: 900 });
      await visit(page, at);
      const height = Math.min(HEIGHT, await page.evaluate(() => document.documentElement.scrollHeight));
      const picture = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: kind.width, height }, animations: 'disabled' });

      expect(picture.length, `${name}-${kind.name}`).toBeLessThanOrEqual(LIMIT);
      await writeFile(join(FOLDER, `${name}-${kind.name}.png`), picture);
    }
  }
});
