// A page as a PDF file, read by poppler's tools.

/// <reference types="node" />
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { readPage } from './reading';

const run = promisify(execFile);

export type Paper = 'A4' | 'Letter';
const WIDTH: Record<Paper, number> = { A4: 595.3, Letter: 612 };

export interface Pdf {
  /** The text of each page in the order of the document, blanks as one. */
  pages: string[];
  /** Words that reach beyond the printable width. */
  outside: string[];
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim();

export async function print(page: Page, format: Paper): Promise<Pdf> {
  const folder = await mkdtemp(join(tmpdir(), 'prosmex-pdf-'));
  try {
    const file = join(folder, 'paper.pdf');
    await writeFile(file, await page.pdf({ format, printBackground: true }));
    const { stdout: text } = await run('pdftotext', ['-raw', file, '-'], { maxBuffer: 1 << 24 });
    const { stdout: boxes } = await run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 1 << 26 });
    const words = [...boxes.matchAll(/<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="[\d.-]+">(.*?)<\/word>/g)];
    return {
      pages: text.split('\f').slice(0, -1).map(clean),
      outside: words.filter(([, from, to]) => Number(from) < 20 || Number(to) > WIDTH[format] - 20).map(([, , , word]) => word ?? ''),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Comes back in another order or spelt out. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff]/;

/** Words without what breaks a line. */
const squeeze = (text: string): string => text.replace(/\s+/g, '');

/** Nothing is cut: all words and numbers of each row are in the text, every page says which it is. */
export async function expectWhole(page: Page, pdf: Pdf, what: string): Promise<void> {
  const { tables, facts, heading } = await readPage(page);
  const all = squeeze(pdf.pages.join(' '));
  const parts = [heading, ...facts.flat(2), ...tables.flatMap((t) => [...t.rows.flat(), ...t.foot])].flatMap((text) =>
    text.split(/[\s|]+/),
  );
  const missing = parts.filter((part) => !all.includes(squeeze(part)) && !RIGHT_TO_LEFT.test(part));
  expect.soft(missing.slice(0, 5), what).toEqual([]);
  expect(pdf.outside, what).toEqual([]);
  pdf.pages.forEach((text, i) => {
    expect(text, what).toContain(`Página ${i + 1} de ${pdf.pages.length}`);
  });
}
