import { render } from '@testing-library/preact';
import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { Qr } from './qr';

const SCALE = 4;

/** What is drawn, as a picture of grey pixels. */
function pictureOf(svg: Element): { width: number; height: number; data: Uint8Array } {
  const size = Number(svg.getAttribute('viewBox')?.split(' ')[2]);
  const width = size * SCALE;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, length] of svg
    .querySelector('path')
    ?.getAttribute('d')
    ?.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g) ?? []) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const start = (row * width + Number(x) * SCALE) * 4;
      for (let i = 0; i < Number(length) * SCALE * 4; i++) if (i % 4 !== 3) data[start + i] = 0;
    }
  }
  return { width, height: width, data };
}

test.each([
  'https://financiera.example/recibo#1E53GVYJ7AMQ*',
  `https://${'n'.repeat(60)}.example/recibo#2f6b9c0177ad4e309a77000000000001.75050.1795453331345.7-20261123.c0RED24ZWfDT2htd`,
])('a reader of other makers reads %s', (text) => {
  const { container } = render(<Qr text={text} alt="Código" />);
  const svg = container.querySelector('svg') as Element;

  expect(decodeQR(pictureOf(svg))).toBe(text);
  expect([svg.getAttribute('role'), svg.getAttribute('aria-label')]).toEqual(['img', 'Código']);
});
