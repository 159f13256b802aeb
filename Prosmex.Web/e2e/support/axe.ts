// What a person with a screen reader, a keyboard or a small window would stumble over.

/// <reference types="node" />
import { readFile } from 'node:fs/promises';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const WIDTHS = [320, 390, 480, 768, 1024, 1440];

let script: Promise<string> | null = null;
const axe = (): Promise<string> => (script ??= readFile('node_modules/axe-core/axe.min.js', 'utf8'));

/** Boxes that scroll are made focusable once they were measured: two frames later. */
async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** Theme, width, rule, where and what is wrong; in light and dark, on a phone and a desk unless other widths are named. */
export async function findings(page: Page, widths: readonly number[] = [390, 1440]): Promise<string[]> {
  // The protocol evaluates it: a script element would be refused by the pages' policy.
  await page.evaluate(await axe());
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of widths) {
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
export async function sideways(page: Page, widths: readonly number[] = WIDTHS): Promise<number[]> {
  const wide: number[] = [];
  for (const width of widths) {
    await resize(page, width);
    if ((await page.evaluate(() => document.documentElement.scrollWidth)) > width) wide.push(width);
  }
  return wide;
}
