import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findWorkerUrl } from './find-worker.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-workers-'));
  await writeFile(join(folder, 'audio-worker.js'), '');
});
afterAll(() => rm(folder, { recursive: true }));

it('finds a worker’s source when run from source', () => {
  expect(findWorkerUrl('audio-worker', import.meta.url).pathname).toMatch(/src\/main\/audio\/worker\.ts$/);
  expect(findWorkerUrl('store-reader', import.meta.url).pathname).toMatch(/src\/main\/store\/reader-worker\.ts$/);
});

it('finds it in a bundle, from beside it or one folder below, and says when it is missing', () => {
  const expected = pathToFileURL(join(folder, 'audio-worker.js')).href;
  const from = (...path: string[]) => pathToFileURL(join(folder, ...path)).href;
  expect(findWorkerUrl('audio-worker', from('index.js')).href).toBe(expected);
  expect(findWorkerUrl('audio-worker', from('chunks', 'app.js')).href).toBe(expected);
  expect(() => findWorkerUrl('store-reader', from('index.js'))).toThrow('no store-reader.js');
});
