import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const inRoot = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: inRoot('renderer'),
  base: './',
  plugins: [svelte({ configFile: inRoot('svelte.config.js') })],
  build: {
    outDir: inRoot('dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
