// What a phone's camera reads of a QR code on the screen.

import type { Page } from 'playwright-core';
import decodeQR from 'qr/decode.js';

/** Of the first one that is shown, from its picture. */
export async function readQr(page: Page): Promise<string> {
  const picture = await page.locator('svg.qr').first().screenshot();
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const data = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    return { width: image.width, height: image.height, pixels: Array.from(data) };
  }, picture.toString('base64'));
  return decodeQR({ width, height, data: Uint8Array.from(pixels) });
}
