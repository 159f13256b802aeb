// A page as a PDF file, read by poppler's tools.

/// <reference types="node" />
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

const run = promisify(execFile);

export type Paper = 'A4' | 'Letter';
const WIDTH: Record<Paper, number> = { A4: 595.3, Letter: 612 };

export interface Pdf {
  /** The text of each page, blanks as one. */
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
    const { stdout: text } = await run('pdftotext', ['-layout', file, '-'], { maxBuffer: 1 << 24 });
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
