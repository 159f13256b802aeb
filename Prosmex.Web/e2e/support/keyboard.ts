// The pages with the keyboard alone.

import type { Page } from 'playwright-core';
import { shown } from './browser';

const MOST_TABS = 120;

/** Presses Tab until what has the focus fits. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    if (await page.evaluate((s) => document.activeElement?.matches(s) ?? false, selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${selector} of ${page.url()}`);
}

export async function enter(page: Page, selector: string): Promise<void> {
  await tabTo(page, selector);
  await page.keyboard.press('Enter');
}

/** Follows a link to a page, by its address below /panel. */
export async function open(page: Page, path: string): Promise<void> {
  await enter(page, `a[href="/panel/${path}"]`);
  await page.waitForFunction((to) => location.pathname + location.search === to, `/panel/${path}`);
  await shown(page);
}

/** Types into the form's fields, in the order in which they come. A choice is made by the beginning of its text, of keys that any keyboard has. */
export async function type(page: Page, fields: Record<string, string>): Promise<void> {
  await page.waitForSelector('form.cambio');
  for (const [name, text] of Object.entries(fields)) {
    await tabTo(page, `[name="${name}"]`);
    const isInput = await page.evaluate(() => document.activeElement instanceof HTMLInputElement);
    if (isInput) await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
  }
}

/** Sends the form; where it asks once more, answers it. @returns what the next page says was done. */
export async function send(page: Page, isAsked = false): Promise<string> {
  await enter(page, 'form.cambio button.principal');
  if (isAsked) {
    await page.waitForSelector('form.cambio[data-paso="confirming"]');
    await enter(page, 'form.cambio button.principal');
  }
  await page.waitForSelector('#hecho');
  await shown(page);
  return (await page.textContent('#hecho')) ?? '';
}

/** Signs in at the page that is open. */
export async function signInByKeyboard(page: Page, user: string, password: string): Promise<void> {
  await tabTo(page, '#usuario');
  await page.keyboard.type(user);
  await tabTo(page, '#contrasena');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('#aplicacion');
  await shown(page);
}
