import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { defineConfig } from 'vite';
import { splitTexts } from './split-texts.ts';

/**
 * The console's bundle. Nothing is inlined, neither scripts nor styles nor pictures: the content security policy lets only
 * files of the own origin in. Paths are relative, so that the same files serve at any address.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [splitTexts(resolve(import.meta.dirname, 'src/texts'))],
  css: {
    modules: {
      // By the file alone: with the line, as Vite has it, the names weigh more over the wire than the rules.
      generateScopedName: (name, file) => `${name}_${shortHash(relative(import.meta.dirname, file))}`,
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    // Few files: sixty small ones, each packed by itself, weigh a fifth more over the wire than these, and cost more requests.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              priority: 3,
              test: /node_modules|console\/src\/(parts|api|shell|session)\/|texts\/(parts|status|shell|role|text|languages|channel|sign-in)/,
            },
            {
              name: 'administration',
              priority: 2,
              test: /pages\/(settings|members|set-up|connectors|audit)\//,
            },
            { name: 'intake', priority: 2, test: /pages\/upload\// },
            { name: 'work', priority: 1, test: /console\/src\/(pages|approval-views)\// },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    // `npm run console:dev` beside a running `npm start`.
    proxy: { '/api': process.env.STOREHAND_ENDPOINT ?? 'http://127.0.0.1:4510' },
  },
});

/** Three characters tell some hundred files apart; names from two files meet only where both the name and these are the same. */
function shortHash(file: string): string {
  return createHash('sha256').update(file).digest('base64url').slice(0, 3);
}
