import { defineConfig } from 'vitest/config';

/** `npm run dev` shows changes at once, with the data of a backend that runs already. */
const backend = process.env.PROSMEX_API ?? 'http://localhost:7071';

export default defineConfig({
  base: '/panel/',
  build: {
    // Flat, because the function that serves them knows names without folders.
    assetsDir: '',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // recibo.html is for clients, without an account: what it loads is its own, and runs on their phones of 2020.
    target: 'es2020',
    rollupOptions: { input: { index: 'index.html', recibo: 'recibo.html' } },
  },
  server: { proxy: { '^/(?!panel(/|$|\\?))': backend } },
  test: {
    projects: [
      { extends: true, test: { name: 'sources', include: ['src/**/*.test.{ts,tsx}'], environment: 'happy-dom' } },
      // In Chromium, with a LocalHost that is built; `npm run e2e` has everything else of that kind.
      { test: { name: 'cobro', include: ['e2e/cobro-week.test.ts'] } },
    ],
  },
});
