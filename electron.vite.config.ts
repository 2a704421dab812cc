import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };

export default defineConfig({
  main: {
    define: { __EARMARK_VERSION__: JSON.stringify(version) },
    build: {
      outDir: 'out/main',
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: {
          index: resolve(root, 'src/main/index.ts'),
          earmark: resolve(root, 'src/main/node/earmark.ts'),
          'audio-worker': resolve(root, 'src/main/audio/worker.ts'),
          'export-worker': resolve(root, 'src/main/export/export-worker.ts'),
          'insights-worker': resolve(root, 'src/main/store/insights/worker.ts'),
          'store-reader': resolve(root, 'src/main/store/reader-worker.ts'),
          'store-writer': resolve(root, 'src/main/writer/worker.ts'),
          'timing-worker': resolve(root, 'src/main/timing/worker.ts'),
        },
        // Chunks lie beside the entries, so that `new URL('./audio-worker.js', import.meta.url)` holds in all of them.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve(root, 'src/preload/index.ts') },
        // A sandboxed preload cannot be an ES module; with `type: module` only `.cjs` is read as CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'src/renderer'),
    plugins: [react(), tailwindcss()],
    // The HTTP handler replaces this placeholder by a fresh nonce in every index.html it serves.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir: resolve(root, 'out/renderer'),
      target: 'chrome140',
      minify: true,
      reportCompressedSize: false,
      // Read from the disk, not from a network.
      chunkSizeWarningLimit: 2000,
      // A data: URL would need a wider policy; every asset stays a file.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: resolve(root, 'src/renderer/index.html') },
        // zod and what sets it up in one chunk: schemas are made while other chunks load, before the entry's own modules run.
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'set-up',
                test: /node_modules[\\/]zod[\\/]|renderer[\\/](?:app[\\/]set-up|lib[\\/]trusted-types)/,
              },
            ],
          },
        },
      },
    },
  },
});
