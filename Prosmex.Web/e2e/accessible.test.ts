// axe finds nothing, in light and dark, on a phone and a desk; and no page scrolls sideways, on paper's addresses neither.

/// <reference types="node" />
import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { expectQuiet, openTab, signedIn, useBrowser, visit } from './support/browser';
import { everyPage, samplesOfDirector } from './support/samples';

useBrowser();

let axe: string;
beforeAll(async () => {
  axe = await readFile('node_modules/axe-core/axe.min.js', 'utf8');
});

const WIDTHS = [320, 390, 480, 768, 1024, 1440];

/** Boxes that scroll are made focusable once they were measured: two frames later. */
async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Theme, width, rule, where and what is wrong. */
async function findings(page: Page): Promise<string[]> {
  // The protocol evaluates it: a script element would be refused by the pages' policy.
  await page.evaluate(axe);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1440]) {
      await page.emulateMedia({ colorScheme });
      await resize(page, width);
      const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
      found.push(
        ...violations.flatMap((v) => v.nodes.map((n) => `${colorScheme} ${width}: ${v.id}: ${n.target.join(' ')} (${n.failureSummary})`)),
      );
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return found;
}

/** Widths at which the document is wider than the window. */
async function sideways(page: Page): Promise<number[]> {
  const wide: number[] = [];
  for (const width of WIDTHS) {
    await resize(page, width);
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > width) wide.push(width);
  }
  return wide;
}

test('sign-in form', async () => {
  const tab = await openTab();
  await tab.page.goto('/panel');
  await tab.page.waitForSelector('#usuario');

  expect.soft(await findings(tab.page)).toEqual([]);
  expect.soft(await sideways(tab.page)).toEqual([]);
  expectQuiet(tab);
});

test('every page', async () => {
  const tab = await signedIn('director');

  for (const at of everyPage(await samplesOfDirector())) {
    await visit(tab.page, at);
    expect.soft(await findings(tab.page), at).toEqual([]);
    expect.soft(await sideways(tab.page), at).toEqual([]);
    // On a desk no table needs to be scrolled; a paper is as wide as it is printed.
    const cut = tab.page.locator('.desborda:not(.papel *) caption');
    expect.soft(await cut.allTextContents(), at).toEqual([]);
  }
  expectQuiet(tab);
});

test('page that does not exist, and a page in error', async () => {
  const { page } = await signedIn('director');

  for (const [at, shown] of [
    ['/panel/nada', 'text=No existe esta página'],
    ['/panel/clientes/999999999', '#error:not([hidden])'],
  ] as const) {
    await page.goto(at);
    await page.waitForSelector(shown);
    expect.soft(await findings(page), at).toEqual([]);
    expect.soft(await sideways(page), at).toEqual([]);
  }
});
