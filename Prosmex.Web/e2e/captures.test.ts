// Pictures of the pages for docs/capturas: only with PROSMEX_CAPTURAS=1, so that a run leaves no files.

/// <reference types="node" />
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page, PageScreenshotOptions } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { Api, userOf } from './support/api';
import { openTab, signedIn, useBrowser, visit } from './support/browser';
import { CLOCK } from './support/demo';
import { samplesOf, samplesOfDirector } from './support/samples';

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
      await take(page, `${name}-${kind.name}`, { fullPage: true, clip: { x: 0, y: 0, width: kind.width, height } });
    }
  }
});

const PHONES = [
  { name: '320', width: 320 },
  { name: '360', width: 360 },
  { name: '412', width: 412 },
  { name: 'oscuro', width: 360, colorScheme: 'dark' },
] as const;

test.runIf(process.env.PROSMEX_CAPTURAS)('pictures of the phone', async () => {
  const { grupo } = await samplesOf(await Api.of('gestor'));
  // On the demo's day, for a phone whose clock is wrong is warned; the service worker would have the machine's.
  const { page } = await openTab({ viewport: { width: 360, height: 740 }, hasTouch: true, serviceWorkers: 'block' });
  await page.clock.setFixedTime(CLOCK);
  await page.goto('/cobro');
  const everyWidth = (name: string, ready: string) => takePhones(page, `cobro-${name}`, ready);
  const go = (hash: string) =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);

  await everyWidth('entrar', '#usuario');
  await page.fill('#usuario', userOf('gestor'));
  await page.fill('#contrasena', inject('password'));
  await page.press('#contrasena', 'Enter');
  await everyWidth('ruta', '.grupo');
  await go(`#/grupo/${grupo}`);
  await page.locator('.pago:enabled').first().click();
  await page.waitForSelector('.visita');
  await page.locator('.mas').first().click();
  await everyWidth('grupo', '.opciones');
  await page.click('.otro-monto');
  await everyWidth('otro-monto', 'dialog[open]');
  await page.keyboard.press('Escape');
  await page.click('.prometio');
  await everyWidth('prometio', 'dialog[open]');
  await page.keyboard.press('Escape');
  await page.locator('.visita a').first().click();
  await everyWidth('recibo', '#texto-recibo');
  // What the client sees of it, before the phone sends.
  const sent = decodeURIComponent((await page.getAttribute('#whatsapp', 'href')) ?? '');
  const client = await openTab({ viewport: { width: 360, height: 740 } });
  await client.page.goto(/http:\S+$/.exec(sent)?.[0] ?? '');
  await takePhones(client.page, 'recibo', '[data-estado]');
  await go('#/envios');
  await everyWidth('envios', '[data-estado=guardada]');
  await go('#/efectivo');
  await everyWidth('efectivo', '#a-entregar');
  await go('#/telefono');
  await everyWidth('telefono', '#salir');
});

async function takePhones(page: Page, name: string, ready: string): Promise<void> {
  await page.waitForSelector(ready);
  for (const kind of PHONES) {
    await page.emulateMedia({ colorScheme: 'colorScheme' in kind ? kind.colorScheme : 'light' });
    await page.setViewportSize({ width: kind.width, height: 740 });
    await take(page, `${name}-${kind.name}`);
  }
}

async function take(page: Page, name: string, options: PageScreenshotOptions = {}): Promise<void> {
  const picture = await page.screenshot({ ...options, animations: 'disabled' });
  expect(picture.length, name).toBeLessThanOrEqual(LIMIT);
  await writeFile(join(FOLDER, `${name}.png`), picture);
}
