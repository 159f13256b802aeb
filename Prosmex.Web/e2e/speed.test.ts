import { expect, test } from 'vitest';
import { openTab, useBrowser } from './support/browser';

useBrowser();

const BUDGET = 60_000;

/** A bad mobile network: 400 ms away, 400 kb/s. */
const SLOW = { offline: false, latency: 400, downloadThroughput: (400 * 1000) / 8, uploadThroughput: (400 * 1000) / 8 };

test('the first view is at most 60 kB over the wire', async () => {
  const { page } = await openTab({ viewport: { width: 390, height: 844 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  await session.send('Network.emulateNetworkConditions', SLOW);
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });

  const start = performance.now();
  await page.goto('/panel', { waitUntil: 'commit' });
  await page.locator('#usuario').fill('gestor1');
  const usable = Math.round(performance.now() - start);
  await page.waitForLoadState('networkidle');

  console.log(`The sign-in form is usable after ${usable} ms on slow 3G; ${bytes} bytes over the wire.`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(BUDGET);
});
