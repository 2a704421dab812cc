import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { defaultTimeLimits } from '../voicy/watchdog.ts';
import { type DownloadOptions, downloadOnce } from './download.ts';
import { recordingPaths } from './files.ts';
import { openPartFile, type PartFile } from './part-file.ts';

/** A clock that only moves when told to. */
function steppedClock(): Clock & { advance(ms: number): Promise<void> } {
  let nowMs = 1_700_000_000_000;
  const sleepers = new Set<{ atMs: number; wake: () => void }>();
  const rest = () => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper = { atMs: nowMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance: async (ms) => {
      nowMs += ms;
      for (const sleeper of sleepers) {
        if (sleeper.atMs > nowMs) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await rest();
    },
  };
}

describe('a download by the clock', () => {
  let place: ReturnType<typeof temporaryDir>;
  let part: PartFile;
  let clock: ReturnType<typeof steppedClock>;
  beforeEach(async () => {
    place = temporaryDir();
    clock = steppedClock();
    const paths = recordingPaths(place.dir);
    part = await openPartFile(paths.part('c'), paths.partNotes('c'));
  });
  afterEach(async () => {
    await part.close();
    place.remove();
  });

  /** A storage that sends `bytes` every `everyMs`, up to `total`. */
  const dripping = (total: number, bytes: number, everyMs: number): typeof globalThis.fetch =>
    (async (_url: unknown, init?: RequestInit) => {
      let sent = 0;
      const source: UnderlyingDefaultSource<Uint8Array> = {
        pull: async (controller) => {
          await clock.advance(everyMs);
          if (init?.signal?.aborted) return controller.error(init.signal.reason);
          const next = Math.min(bytes, total - sent);
          sent += next;
          if (next > 0) controller.enqueue(new Uint8Array(next).fill(7));
          if (sent >= total) controller.close();
        },
      };
      // Time passes only while somebody reads.
      const body = new ReadableStream(source, { highWaterMark: 0 });
      return new Response(body, { headers: { 'content-length': String(total), etag: '"v1"' } });
    }) as typeof globalThis.fetch;
  const options = (fetch: typeof globalThis.fetch): DownloadOptions => ({
    fetch,
    clock,
    url: 'https://storage.test/c',
    part,
    isAllowed: async () => true,
    signal: new AbortController().signal,
    onRequest: () => undefined,
    onProgress: () => undefined,
    onSize: () => undefined,
    lackingBytes: async () => 0,
    time: { ...defaultTimeLimits, totalMs: 3_600_000 },
    maxBytes: 2 ** 31,
  });

  it.each<[string, number, number, number, RegExp]>([
    ['nothing for 30 seconds', 100_000, 5000, 31_000, /nothing for 30 seconds/],
    ['less than 1 KB a second', 100_000, 500, 1000, /less than 1024 bytes a second/],
    ['bytes for longer than a download may take', 100_000_000, 20_000, 10_000, /took too long/],
  ])('breaks off when the storage sends %s, and keeps what came', async (_name, total, bytes, everyMs, message) => {
    const outcome = await downloadOnce(options(dripping(total, bytes, everyMs)));
    expect(outcome).toMatchObject({ kind: 'dropped', message: expect.stringMatching(message) });
    expect(part.bytes).toBeLessThan(total);
    expect(part.notes).toMatchObject({ validator: '"v1"', totalBytes: total });
  });

  it('breaks off when no answer comes at all', async () => {
    const silent: typeof globalThis.fetch = (_url, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
        void clock.advance(9_000).then(() => clock.advance(2_000));
      });
    expect(await downloadOnce(options(silent))).toMatchObject({ kind: 'dropped', message: /not answer/ });
  });

  it('lets a slow but steady one finish', async () => {
    expect(await downloadOnce(options(dripping(300_000, 2048, 1000)))).toEqual({ kind: 'complete' });
    expect(part.bytes).toBe(300_000);
  });

  it('says the size and the limit of one that is too large, and does not begin it', async () => {
    const outcome = await downloadOnce({ ...options(dripping(5_368_709_120, 1000, 1)), maxBytes: 2 ** 31 });
    expect(outcome).toMatchObject({ kind: 'unusable', message: /5,369 MB.*2,147 MB/ });
    expect(part.bytes).toBe(0);
  });
});
