import { describe, expect, it } from 'vitest';
import type { SyncProgress } from './run.ts';
import { buildStatus, etaMs, type StatusParts } from './status.ts';

const progress = (over: Partial<SyncProgress> = {}): SyncProgress => ({
  phase: 'details',
  listed: 100,
  details: { done: 20, total: 100, failed: 0 },
  recordings: { done: 0, total: 0, failed: 0 },
  ...over,
});

const parts = (over: Partial<StatusParts> = {}): StatusParts => ({
  progress: progress(),
  startedMs: 0,
  client: { requests: 1, waiting: null, allowancePerMinute: null },
  failures: [],
  lastRun: null,
  lastSuccessMs: null,
  offlineSinceMs: null,
  receivedBytes: 0,
  counts: { calls: 1, details: 1, recordings: 1, recordingBytes: 1, unreadable: 0 },
  nowMs: 10_000,
  ...over,
});

describe('the sync status', () => {
  it('says why it waits, and for how long', () => {
    const client = { requests: 1, waiting: { reason: 'rate-limit', untilMs: 14_200 }, allowancePerMinute: 60 } as const;
    expect(buildStatus(parts({ client }))).toMatchObject({ phase: 'waiting', waiting: expect.stringContaining('5 s') });
    expect(buildStatus(parts({ client, progress: null }))).toMatchObject({ phase: 'idle', waiting: null });
  });

  it('shows at most two hundred failures', () => {
    const failures = Array.from(
      { length: 500 },
      (_, i) => ({ id: `${i}`, what: 'call', code: 'x', message: 'y' }) as const,
    );
    expect(buildStatus(parts({ failures })).failures).toHaveLength(200);
  });
});

describe('time left', () => {
  it('follows the pace so far', () => {
    expect(etaMs(progress(), 0, null, 10_000)).toBe(40_000);
  });

  it('is never less than the vendor’s allowance demands', () => {
    expect(etaMs(progress({ details: { done: 60, total: 1_000, failed: 0 } }), 0, 60, 1_000)).toBe(940_000);
    expect(etaMs(progress({ details: { done: 20, total: 50, failed: 0 } }), 0, 60, 1_000)).toBe(1_500);
  });

  it.each<[string, Partial<SyncProgress>, number | null]>([
    ['while listing', { phase: 'listing' }, 0],
    ['when nothing is left', { details: { done: 5, total: 5, failed: 0 } }, 0],
    ['when nothing was to do', { details: { done: 0, total: 0, failed: 0 } }, 0],
    ['before anything is known', { details: { done: 0, total: 5, failed: 0 } }, 0],
    ['before the start', {}, null],
  ])('is not guessed %s', (_name, over, startedMs) => {
    expect(etaMs(progress(over), startedMs, null, 5_000)).toBeNull();
  });
});
