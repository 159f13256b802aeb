// axe finds nothing, in light and dark, on a phone and a desk; and no page scrolls sideways, on paper's addresses neither.

import { expect, test } from 'vitest';
import { findings, sideways } from './support/axe';
import { expectQuiet, openTab, signedIn, useBrowser, visit } from './support/browser';
import { everyPage, samplesOfDirector } from './support/samples';

useBrowser();

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
