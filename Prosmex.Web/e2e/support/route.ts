// What a collector does with the page, by taps.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Collector } from './lender';

export async function enterAs(page: Page, { usuario, contrasena }: Collector): Promise<void> {
  await page.fill('#usuario', usuario);
  await page.fill('#contrasena', contrasena);
  await page.click('#entrar button[type=submit]');
  // A busy machine is asked again.
  for (let tries = 1; tries < 5; tries++) {
    await page.waitForSelector('.grupo, #error, #actualizar:enabled');
    if (await page.locator('.grupo').count()) break;
    await page.click((await page.locator('#error').count()) ? '#entrar button[type=submit]' : '#actualizar');
  }
  await page.waitForSelector('.grupo');
}

export async function openGrupo(page: Page, grupo: number): Promise<void> {
  await page.evaluate((id) => {
    location.hash = `#/grupo/${id}`;
  }, grupo);
  await page.waitForSelector('.cliente');
  // A long list is drawn in parts.
  await page.waitForFunction(() => {
    const all = /de (\d+)/.exec(document.querySelector('#avance')?.textContent ?? '')?.[1];
    return document.querySelectorAll('.cliente').length === Number(all);
  });
}

export const card = (page: Page, prestamo: number) => page.locator(`.cliente[data-prestamo="${prestamo}"]`);

/** Pays the week's amount with one tap, and waits until the screen says that it is kept. */
export async function payWeek(page: Page, prestamo: number): Promise<void> {
  await card(page, prestamo).locator('.pago').click();
  await card(page, prestamo).locator('.visita').last().waitFor();
}

export async function payOther(page: Page, prestamo: number, amount: string): Promise<void> {
  await card(page, prestamo).locator('.mas').click();
  await card(page, prestamo).locator('.otro-monto').click();
  for (const key of amount) await page.click(`.teclas button:text-is("${key}")`);
  await page.click('#guardar');
  await card(page, prestamo).locator('.visita').last().waitFor();
}

export interface ShownRow {
  clave: string;
  estado: string;
}

/** The rows of the list of envíos. */
export async function shownRows(page: Page): Promise<ShownRow[]> {
  await page.evaluate(() => {
    location.hash = '#/envios';
  });
  await page.waitForSelector('#enviar');
  return page.$$eval('.filas li[data-clave]', (rows) =>
    rows.map((row) => ({ clave: row.getAttribute('data-clave') ?? '', estado: row.getAttribute('data-estado') ?? '' })),
  );
}

/** Sends until nothing waits. */
export async function sendAll(page: Page, patience = 60_000): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/envios';
  });
  await expect
    .poll(
      async () => {
        const button = page.locator('#enviar');
        if (await button.isEnabled()) await button.click();
        return button.textContent();
      },
      { timeout: patience, interval: 500 },
    )
    .toBe('Todo está enviado');
}
