import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { recordingPaths, sha256OfFile } from './files.ts';
import { createFirstPlayCheck, type Mismatch } from './first-play-check.ts';

let place: ReturnType<typeof temporaryDir>;
let mismatches: [string, Mismatch][];
let hashes: number;
let stop: AbortController;
beforeEach(() => {
  place = temporaryDir();
  mismatches = [];
  hashes = 0;
  stop = new AbortController();
});
afterEach(() => place.remove());

const bytes = Buffer.from('RIFF and so on');
const file = { name: 'x.wav', bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
const create = () => {
  const paths = recordingPaths(place.dir);
  const failures: unknown[] = [];
  const check = createFirstPlayCheck({
    paths,
    hash: async (path, signal) => {
      hashes += 1;
      return sha256OfFile(path, signal);
    },
    onMismatch: (callId, why) => mismatches.push([callId, why]),
    onFailure: (_callId, error) => failures.push(error),
    signal: stop.signal,
  });
  return { check, failures, path: paths.originalByName(file.name) };
};

it('hashes a good file once a run, and again when it was written to', async () => {
  const { check, path } = create();
  writeFileSync(path, bytes);
  expect([await check.admit('c', file), await check.admit('c', file)]).toEqual([true, true]);
  await check.idle();
  expect([hashes, mismatches]).toEqual([1, []]);
  rmSync(path);
  writeFileSync(path, bytes);
  await check.admit('c', file);
  await check.idle();
  expect([hashes, mismatches]).toEqual([2, []]);
});

it('lets a changed file of the same size begin, and moves it aside', async () => {
  const { check, path } = create();
  const changed = Buffer.from(bytes);
  changed[5] = 0;
  writeFileSync(path, changed);
  expect(await check.admit('c', file)).toBe(true);
  await check.idle();
  expect(mismatches).toEqual([['c', 'hash']]);
  expect(existsSync(path)).toBe(false);
  expect(readFileSync(`${path}.damaged`)).toEqual(changed);
});

it('does not let a file of another size begin, nor one that is gone', async () => {
  const { check, path } = create();
  expect(await check.admit('c', file)).toBe(false);
  writeFileSync(path, bytes.subarray(1));
  expect(await check.admit('c', file)).toBe(false);
  expect(mismatches).toEqual([
    ['c', 'missing'],
    ['c', 'size'],
  ]);
  expect([existsSync(path), existsSync(`${path}.damaged`), hashes]).toEqual([false, true, 0]);
});

it('tells of a file that cannot be read, and judges nothing when the program ends', async () => {
  const { check, path, failures } = create();
  writeFileSync(path, bytes);
  await check.admit('c', file);
  rmSync(path);
  await check.idle();
  expect(failures).toHaveLength(1);
  writeFileSync(path, Buffer.alloc(bytes.byteLength));
  stop.abort();
  await check.admit('c', file);
  await check.idle();
  expect(mismatches).toEqual([]);
});
