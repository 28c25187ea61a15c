import { defineConfig } from 'vite';

/**
 * The console's bundle. Nothing is inlined, neither scripts nor styles nor pictures: the content security policy lets only
 * files of the own origin in. Paths are relative, so that the same files serve at any address.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    // `npm run console:dev` beside a running `npm start`.
    proxy: { '/api': process.env.STOREHAND_ENDPOINT ?? 'http://127.0.0.1:4510' },
  },
});
