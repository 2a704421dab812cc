import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Each worker's source, relative to this folder, by the name that the bundle gives it. */
const sources = {
  'audio-worker': '../audio/worker.ts',
  'export-worker': '../export/export-worker.ts',
  'insights-worker': '../store/insights/worker.ts',
  'store-reader': '../store/reader-worker.ts',
  'store-writer': '../writer/worker.ts',
  'timing-worker': '../timing/worker.ts',
} as const;

/** The bundle's workers; `electron.vite.config.ts` builds one entry for each. */
export type WorkerName = keyof typeof sources;

/**
 * Finds a worker's code: the source when run from source, `NAME.js` in a bundle, where the asking module may lie in a
 * folder of chunks. `moduleUrl` is the asking module's `import.meta.url`. Throws when the bundle lacks it.
 */
export function findWorkerUrl(name: WorkerName, moduleUrl: string): URL {
  if (moduleUrl.endsWith('.ts')) return new URL(sources[name], import.meta.url);
  const found = [`./${name}.js`, `../${name}.js`]
    .map((path) => new URL(path, moduleUrl))
    .find((url) => existsSync(fileURLToPath(url)));
  if (!found) throw new Error(`no ${name}.js beside ${moduleUrl}`);
  return found;
}
