// @vitest-environment node
// Clients open it on whatever phone they have, and pay for what it loads.

/// <reference types="node" />
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

it('the page of receipts loads little, runs on phones of 2020, and has nothing of the panel', async () => {
  const { output } = (await build({
    configFile: 'vite.config.ts',
    logLevel: 'silent',
    build: { write: false },
  })) as Rolldown.RolldownOutput;
  const page = output.find(({ fileName }) => fileName === 'recibo.html') as Rolldown.OutputAsset;
  const names = [...String(page.source).matchAll(/(?:src|href)="\/panel\/([^"]+)"/g)].map(([, name]) => name);
  const loaded = output.filter(({ fileName }) => names.includes(fileName));
  const chunks = loaded.filter((file) => file.type === 'chunk');
  const contents = loaded.map((file) => (file.type === 'chunk' ? file.code : file.source));

  expect(loaded.length).toBe(names.length);
  expect(chunks.flatMap(({ dynamicImports }) => dynamicImports)).toEqual([]);
  const own = chunks.flatMap(({ moduleIds }) => moduleIds.filter((id) => /\/src\//.test(id) && !/node_modules/.test(id)));
  expect(own.filter((id) => !/\/src\/(recibo|common|estilos)\/|\/api\/http\.ts$|\.svg$/.test(id))).toEqual([]);
  for (const { code } of chunks) expect(() => parse(code, { ecmaVersion: 2020, sourceType: 'module' })).not.toThrow();
  const size = [page.source, ...contents].reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
  expect(size).toBeLessThanOrEqual(16_000);
}, 60_000);
