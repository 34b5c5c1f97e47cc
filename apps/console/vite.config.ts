import { defineConfig } from 'vite';

/** Builds the page into static files, from the sources of this package and of the libraries that it uses. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  resolve: { conditions: ['@klockwork/source'] },
  build: { outDir: '../../dist/console', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
