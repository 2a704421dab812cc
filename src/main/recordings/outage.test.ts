import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, literalCorpus, type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { toneWav } from '../testing/wav.ts';
import { hurriedClock, temporaryDir } from '../testing/workspace-fixtures.ts';
import { createFastClock } from '../voicy/test-support.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { type FetchContext, fetchRecording } from './fetch-recording.ts';
import { recordingPaths } from './files.ts';
import { createFreeSpace } from './free-space.ts';
import { createStorageGate } from './storage-gate.ts';
import { createUrlGuard } from './url-guard.ts';

const ids = Array.from({ length: 150 }, (_, i) => `call-${i}`);

describe('many recordings', () => {
  let place: ReturnType<typeof temporaryDir>;
  let sandbox: Sandbox;
  beforeEach(async () => {
    place = temporaryDir();
    const recording = { bytes: toneWav(4000) };
    sandbox = await startSandbox({
      corpus: literalCorpus(ids.map((id) => ({ call: { call_id: id, start_timestamp: 0 }, recording }))),
    });
  });
  afterEach(async () => {
    await sandbox.close();
    place.remove();
  });
  const signed = (id: string): SignedUrl => ({
    url: sandbox.recordingUrl(id),
    obtainedAtMs: sandbox.now(),
    expiresAtMs: sandbox.now() + 3_600_000,
  });
  const context = (id: string, dir: string, over: Partial<FetchContext>): FetchContext => ({
    callId: id,
    paths: recordingPaths(dir),
    fetch: globalThis.fetch,
    clock: hurriedClock(),
    random: Math.random,
    sign: async () => signed(id),
    serverNow: () => sandbox.now(),
    isAllowed: createUrlGuard(sandbox.baseUrl),
    mayStillArrive: true,
    onRequest: () => undefined,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...over,
  });

  it.each<[string, Fault]>([
    ['answers 503', { kind: 'status', status: 503 }],
    ['breaks every connection', { kind: 'reset-before-headers' }],
  ])(
    'cost a storage that %s at most 40 requests in ten minutes, and arrive when it is back',
    async (_name, fault) => {
      const clock = createFastClock(300);
      const gate = createStorageGate({ clock, random: Math.random });
      const missing = new Set(ids);
      const sync = async (isOver: () => boolean) => {
        const queue = [...missing].values();
        const worker = async () => {
          for (const id of queue) {
            if (isOver()) return;
            const found = await fetchRecording(signed(id), context(id, place.dir, { clock, gate }));
            if (found.kind === 'ready') missing.delete(id);
          }
        };
        await Promise.all(Array.from({ length: 6 }, worker));
        await clock.sleep(5000);
      };
      const outage = sandbox.faults.add(fault);
      const end = clock.now() + 600_000;
      while (clock.now() < end) await sync(() => clock.now() >= end);
      expect(sandbox.counts().media).toBeGreaterThan(0);
      expect(sandbox.counts().media).toBeLessThanOrEqual(40);
      outage.remove();
      while (missing.size > 0) await sync(() => false);
      expect(readdirSync(join(place.dir, 'recordings'))).toHaveLength(ids.length);
    },
    60_000,
  );

  // Only the system's administrator may make a disk, and many containers not even then.
  it.skipIf(!canMount())(
    'leave nothing behind on a disk that fills up, and arrive when there is room again',
    async () => {
      const { dir, unmount } = mountSmallDisk();
      try {
        const space = createFreeSpace(dir, 0);
        // The size is not announced, so that only the write itself finds out.
        sandbox.faults.add({ kind: 'close-delimited-cut', atByte: 60_000, times: 1 });
        mkdirSync(join(dir, 'other'));
        writeFileSync(join(dir, 'other', 'filler'), Buffer.alloc(160_000));
        const full = await fetchRecording(signed('call-0'), context('call-0', dir, { space }));
        expect(full).toMatchObject({ kind: 'failed', code: 'disk-full' });
        expect(readdirSync(join(dir, 'recordings'))).toEqual([]);
        const announced = await fetchRecording(signed('call-0'), context('call-0', dir, { space }));
        expect(announced).toMatchObject({ kind: 'failed', code: 'disk-full', message: /free 1 MB/ });
        rmSync(join(dir, 'other'), { recursive: true });
        expect(await fetchRecording(signed('call-0'), context('call-0', dir, { space }))).toMatchObject({
          kind: 'ready',
        });
      } finally {
        unmount();
      }
    },
  );
});

function administer(tool: 'mount' | 'umount', ...args: string[]): void {
  execFileSync(tool, args, { stdio: 'ignore' });
}

/** A disk of 200 kB. */
function mountSmallDisk(): { dir: string; unmount: () => void } {
  const place = temporaryDir();
  try {
    administer('mount', '-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', place.dir);
  } catch (error) {
    place.remove();
    throw error;
  }
  return {
    dir: place.dir,
    unmount: () => {
      administer('umount', place.dir);
      place.remove();
    },
  };
}

function canMount(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    mountSmallDisk().unmount();
    return true;
  } catch {
    return false;
  }
}
