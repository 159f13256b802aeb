// The collector's page: a build of its own, because it must run on phones of five years ago and be small.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

const BASE = '/cobro/';

export default defineConfig({
  base: BASE,
  publicDir: false,
  build: {
    outDir: 'dist-cobro',
    assetsDir: '',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Chrome for Android of November 2021. src/cobro/built.test.ts reads what comes out.
    target: 'chrome96',
    cssTarget: 'chrome96',
    rollupOptions: {
      input: { cobro: 'cobro.html', sw: 'src/cobro/worker.ts' },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : '[name]-[hash].js') },
    },
  },
  plugins: [installable()],
});

const ICONS = [
  { file: 'icono-192.png', sizes: '192x192', purpose: 'any' },
  { file: 'icono-512.png', sizes: '512x512', purpose: 'any' },
  { file: 'icono-recortable-512.png', sizes: '512x512', purpose: 'maskable' },
] as const;

/** The manifest with its icons, and the service worker's list of what it keeps. */
function installable(): Plugin {
  return {
    name: 'installable',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const icons = ICONS.map(({ file, sizes, purpose }) => {
          const id = this.emitFile({ type: 'asset', name: file, source: readFileSync(`src/cobro/iconos/${file}`) });
          return { src: BASE + this.getFileName(id), sizes, type: 'image/png', purpose };
        });
        const manifest = {
          id: '/cobro',
          name: 'Prosmex: cobro en la calle',
          short_name: 'Cobro',
          description: 'Cobre las hojas de la semana, también sin señal.',
          lang: 'es-MX',
          start_url: '/cobro',
          scope: '/cobro',
          display: 'standalone',
          orientation: 'portrait',
          background_color: '#eef1f5',
          theme_color: '#10243d',
          icons,
        };
        this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: JSON.stringify(manifest) });

        const worker = bundle['sw.js'];
        const page = bundle['cobro.html'];
        if (worker?.type !== 'chunk' || page?.type !== 'asset') throw new Error('The build has no worker or no page.');
        const names = Object.keys(bundle).filter((name) => !['sw.js', 'cobro.html', 'manifest.webmanifest'].includes(name));
        const kept = [
          { url: '/cobro', revision: createHash('sha256').update(page.source).digest('hex').slice(0, 16) },
          // The name of each has a hash of its content. Icons are the system's once the page is installed.
          ...names.filter((name) => !name.endsWith('.png')).map((name) => ({ url: BASE + basename(name), revision: null })),
        ];
        worker.code = worker.code.replace('self.__WB_MANIFEST', JSON.stringify(kept));
      },
    },
  };
}
