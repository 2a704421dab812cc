import { describe, expect, it } from 'vitest';
import type { SyncCounts } from '../store/sync-counts.ts';
import type { SyncProgress } from './run.ts';
import { buildStatus, type StatusParts } from './status.ts';

const progress = (over: Partial<SyncProgress> = {}): SyncProgress => ({
  phase: 'details',
  listed: 100,
  details: { done: 20, total: 100, failed: 0 },
  recordings: { done: 0, total: 0, failed: 0 },
  ...over,
});

const queue = { open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 };
const counts: SyncCounts = {
  all: { calls: 1, details: 1, recordings: 10, recordingBytes: 1_000_000, unreadable: 0 },
  queues: { detail: { ...queue, newest: 3 }, recording: { ...queue, failed: 1 }, audio: { ...queue, backfill: 2 } },
  failed: [
    { kind: 'recording', callId: 'a', code: 'network', message: 'm' },
    { kind: 'audio', callId: 'b', code: 'internal', message: 'n' },
  ],
};

const parts = (over: Partial<StatusParts> = {}): StatusParts => ({
  progress: progress(),
  startedMs: 0,
  client: { requests: 1, waiting: null, allowancePerMinute: null },
  lastRun: null,
  lastSuccessMs: null,
  offlineSinceMs: null,
  receivedBytes: 0,
  paused: false,
  nextSyncMs: null,
  notices: [],
  getsPerSecond: null,
  bytesPerSecond: null,
  counts,
  nowMs: 10_000,
  ...over,
});

describe('the sync status', () => {
  it('says why it waits, and for how long', () => {
    const client = { requests: 1, waiting: { reason: 'rate-limit', untilMs: 14_200 }, allowancePerMinute: 60 } as const;
    expect(buildStatus(parts({ client }))).toMatchObject({ phase: 'waiting', waiting: expect.stringContaining('5 s') });
    expect(buildStatus(parts({ client, progress: null }))).toMatchObject({ phase: 'idle', waiting: null });
  });

  it('says that it is paused, what waits, what failed and how fast it goes', () => {
    expect(buildStatus(parts({ progress: null, paused: true, getsPerSecond: 2 }))).toMatchObject({
      phase: 'paused',
      queue: { details: { newest: 3 }, recordings: { failed: 1 }, audio: { backfill: 2 } },
      failures: [{ id: 'a', what: 'recording', code: 'network' }],
      rate: { callsPerMinute: null },
    });
    expect(buildStatus(parts({ getsPerSecond: 2, bytesPerSecond: 9 })).rate).toMatchObject({
      callsPerMinute: 120,
      bytesPerSecond: 9,
    });
  });
});

describe('time left', () => {
  const eta = (over: Partial<SyncProgress>, rest: Partial<StatusParts> = {}) =>
    buildStatus(parts({ progress: progress(over), ...rest })).etaMs;
  const allowing = (allowancePerMinute: number) => ({
    client: { requests: 1, waiting: null, allowancePerMinute },
    nowMs: 1_000,
  });

  it('follows the pace so far, and lately where that is known', () => {
    expect(eta({})).toBe(40_000);
    expect(eta({}, { getsPerSecond: 8 })).toBe(10_000);
  });

  it('is never less than the vendor’s allowance demands', () => {
    expect(eta({ details: { done: 60, total: 1_000, failed: 0 } }, allowing(60))).toBe(940_000);
    expect(eta({ details: { done: 20, total: 50, failed: 0 } }, allowing(60))).toBe(1_500);
  });

  it('counts recordings by their usual size, beside the details', () => {
    const recordings = { done: 10, total: 30, failed: 0 };
    expect(eta({ recordings }, { bytesPerSecond: 20_000 })).toBe(100_000);
    expect(eta({ recordings }, { bytesPerSecond: 2_000_000 })).toBe(40_000);
  });

  it.each<[string, Partial<SyncProgress>, number | null]>([
    ['while listing', { phase: 'listing' }, 0],
    ['when nothing is left', { details: { done: 5, total: 5, failed: 0 } }, 0],
    ['when nothing was to do', { details: { done: 0, total: 0, failed: 0 } }, 0],
    ['before anything is known', { details: { done: 0, total: 5, failed: 0 } }, 0],
    ['before the start', {}, null],
  ])('is not guessed %s', (_name, over, startedMs) => {
    expect(eta(over, { startedMs })).toBeNull();
  });
});
