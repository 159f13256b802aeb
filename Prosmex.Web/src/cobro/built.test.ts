// @vitest-environment node
// The support line is Chrome for Android of five years ago (96): what is built for it may use nothing newer.

/// <reference types="node" />
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, it } from 'vitest';

/** Names that Chrome 96 does not know, as methods, properties or globals. Preact asks for moveBefore before it uses it. */
const NEWER = new Set(
  `findLast findLastIndex toSorted toReversed toSpliced groupBy withResolvers fromAsync structuredClone isWellFormed toWellFormed canParse
  checkVisibility showPopover hidePopover startViewTransition isDisjointFrom isSubsetOf isSupersetOf symmetricDifference
  fromBase64 toBase64 fromHex toHex setHTML setHTMLUnsafe inert DurationFormat getOrInsert getOrInsertComputed`.split(/\s+/),
);
/** Static methods that share their name with older ones. */
const NEWER_STATIC = new Set([
  'AbortSignal.timeout',
  'AbortSignal.any',
  'Response.json',
  'Promise.try',
  'URL.parse',
  'Iterator.from',
  'RegExp.escape',
]);
const NEWER_CSS =
  /:has\(|@layer|@container|@scope|@starting-style|\d(?:dvh|svh|lvh|dvw|cqw|cqh|cqi)\b|color-mix\(|oklch\(|oklab\(|light-dark\(|\(\s*(?:width|height)\s*[<>]|&|[;{\s](?:translate|scale|rotate):|contain-intrinsic-size:\s*auto/;

/** The fields of a syntax tree that are looked at. */
interface Node {
  type: string;
  name?: string;
  computed?: boolean;
  object?: Node;
  property?: Node;
}

function* walk(node: unknown): Generator<Node> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (node !== null && typeof node === 'object') {
    if (typeof (node as Node).type === 'string') yield node as Node;
    for (const value of Object.values(node)) if (value !== null && typeof value === 'object') yield* walk(value);
  }
}

/** What a script uses of that. */
export function newerThanTheLine(code: string): string[] {
  const found: string[] = [];
  for (const { type, name, computed, object, property } of walk(parse(code, { ecmaVersion: 2022, sourceType: 'module' }))) {
    if (type === 'Identifier' && name && NEWER.has(name)) found.push(name);
    const called = `${object?.name}.${property?.name}`;
    if (type === 'MemberExpression' && !computed && NEWER_STATIC.has(called)) found.push(called);
  }
  return found;
}

interface BuiltFile {
  name: string;
  content: string | Uint8Array;
}

let files: BuiltFile[] = [];
const textOf = ({ content }: BuiltFile): string => (typeof content === 'string' ? content : new TextDecoder().decode(content));
const named = (end: string): BuiltFile[] => files.filter(({ name }) => name.endsWith(end));

beforeAll(async () => {
  const built = await build({ configFile: 'vite.cobro.config.ts', logLevel: 'silent', build: { write: false } });
  files = (built as Rolldown.RolldownOutput).output.map((file) => ({
    name: file.fileName,
    content: file.type === 'chunk' ? file.code : file.source,
  }));
}, 60_000);

describe('what is built for phones', () => {
  it('is no newer than Chrome 96', () => {
    expect(newerThanTheLine('[1].findLast(f); AbortSignal.timeout(1)')).toEqual(['findLast', 'AbortSignal.timeout']);
    expect(() => newerThanTheLine('/a/v')).toThrow();
    expect(named('.js').length).toBeGreaterThan(1);
    for (const file of named('.js')) expect([file.name, newerThanTheLine(textOf(file))]).toEqual([file.name, []]);
    for (const file of named('.css')) expect([file.name, NEWER_CSS.exec(textOf(file))?.[0]]).toEqual([file.name, undefined]);
  });

  it('is at most 80 kB compressed, all of it', () => {
    const sizes = files.map((file) => [file.name, gzipSync(file.content, { level: 9 }).length] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    expect(total, sizes.map(([name, size]) => `${name} ${size}`).join('\n')).toBeLessThanOrEqual(80_000);
  });

  it('loads everything at once: nothing is fetched later, from a version that may be gone', () => {
    for (const file of named('.js')) expect([file.name, /\bimport\(/.test(textOf(file))]).toEqual([file.name, false]);
  });

  it('can be installed, and its worker keeps each of its files', () => {
    const manifest = JSON.parse(textOf(named('manifest.webmanifest')[0] as BuiltFile));
    expect([manifest.start_url, manifest.scope, manifest.display]).toEqual(['/cobro', '/cobro', 'standalone']);
    const icons = (manifest.icons as { src: string; purpose: string }[]).map(({ src, purpose }) => [
      purpose,
      files.some(({ name }) => src === `/cobro/${name}`),
    ]);
    expect(icons).toEqual([
      ['any', true],
      ['any', true],
      ['maskable', true],
    ]);
    const worker = textOf(files.find(({ name }) => name === 'sw.js') as BuiltFile);
    const kept = [...worker.matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url).sort();
    const own = files.filter(({ name }) => /\.(js|css|svg)$/.test(name) && name !== 'sw.js').map(({ name }) => `/cobro/${name}`);
    expect(kept).toEqual(['/cobro', ...own].sort());
  });
});
