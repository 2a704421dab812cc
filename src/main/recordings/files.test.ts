import { existsSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { recordingPaths, sha256OfFile, sweepOrphans } from './files.ts';

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

it('names files by digest, whatever the id looks like', () => {
  const paths = recordingPaths(place.dir);
  for (const id of ['../../etc/passwd', 'C:\\x', 'a\0b', '', '…', 'x'.repeat(5000)]) {
    expect(paths.original(id, 'wav').slice(place.dir.length)).toMatch(/^\/recordings\/[0-9a-f]{64}\.wav$/);
  }
});

it('sweeps what no call knows, but nothing new, known, half-way or playable', () => {
  const paths = recordingPaths(place.dir);
  const old = new Date(Date.now() - 3_600_000);
  const put = (path: string, time = old) => {
    writeFileSync(path, 'x');
    utimesSync(path, time, time);
    return path;
  };
  const known = put(paths.original('known', 'mp3'));
  const copy = put(paths.playable('known'));
  const part = put(paths.part('other'));
  const orphan = put(paths.original('orphan', 'mp3'));
  const orphanCopy = put(paths.playable('orphan'));
  const fresh = put(paths.original('fresh', 'mp3'), new Date());
  const peaks = put(paths.peaks('known'));
  const unfinished = put(`${paths.peaks('known')}.partial`);
  const removed = sweepOrphans(place.dir, new Set([known.slice(place.dir.length + '/recordings/'.length)]), Date.now());
  expect(removed).toHaveLength(3);
  for (const path of [known, copy, part, fresh, peaks]) expect(existsSync(path)).toBe(true);
  for (const path of [orphan, orphanCopy, unfinished]) expect(existsSync(path)).toBe(false);
});

it('digests files', async () => {
  const path = join(place.dir, 'abc');
  writeFileSync(path, 'abc');
  expect(await sha256OfFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
