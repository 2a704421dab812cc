import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FetchCandidate } from '../store/calls.ts';
import { endedWithin, isPollDue, LATE_WINDOW_MS, needsDetail, nextSyncDelayMs } from './plan.ts';

const now = 1_800_000_000_000;
const call = (over: Partial<FetchCandidate> = {}): FetchCandidate => ({
  id: 'a',
  startMs: now - 600_000,
  durationMs: 60_000,
  statusGroup: 'completed',
  detailState: 'ready',
  lateMissing: false,
  listChanged: false,
  fetchedMs: now - 100_000,
  ...over,
});

const anyCall = fc.record<FetchCandidate>({
  id: fc.string(),
  startMs: fc.option(fc.integer({ min: 0, max: now + 10 ** 9 })),
  durationMs: fc.option(fc.integer({ min: 0, max: 10 ** 8 })),
  statusGroup: fc.constantFrom('in-progress', 'completed', 'failed', 'unknown'),
  detailState: fc.constantFrom('listed', 'ready', 'failed', 'unreadable'),
  lateMissing: fc.boolean(),
  listChanged: fc.boolean(),
  fetchedMs: fc.option(fc.integer({ min: 0, max: now })),
});

describe('which details are worth a Get', () => {
  it.each<[string, Partial<FetchCandidate>, boolean]>([
    ['new', { detailState: 'listed' }, true],
    ['failed before', { detailState: 'failed' }, true],
    ['changed in the list', { listChanged: true }, true],
    ['running', { statusGroup: 'in-progress', durationMs: null }, true],
    ['of an unknown status, without an end', { statusGroup: 'unknown', durationMs: null }, true],
    ['of an unknown status, with an end', { statusGroup: 'unknown' }, false],
    ['finished and complete', {}, false],
    ['finished lately, something missing', { lateMissing: true }, true],
    ['finished long ago, something missing', { lateMissing: true, startMs: now - 2 * LATE_WINDOW_MS }, false],
    ['unreadable and unchanged', { detailState: 'unreadable', statusGroup: 'in-progress' }, false],
  ])('a call that is %s', (_name, over, wanted) => {
    expect(needsDetail(call(over), now)).toBe(wanted);
  });

  it('never asks again about a finished, complete, unchanged call', () => {
    fc.assert(
      fc.property(anyCall, fc.integer({ min: 0, max: now * 2 }), (any, at) => {
        const left = {
          ...any,
          detailState: 'ready',
          lateMissing: false,
          listChanged: false,
          statusGroup: 'completed',
        } as const;
        return !needsDetail(left, at) && !isPollDue(left, at);
      }),
    );
  });
});

describe('polling between syncs', () => {
  const running = { statusGroup: 'in-progress', durationMs: null } as const;
  it.each<[string, Partial<FetchCandidate>, boolean]>([
    ['20 s old and asked 4 s ago', { ...running, startMs: now - 20_000, fetchedMs: now - 4_000 }, false],
    ['20 s old and asked 5 s ago', { ...running, startMs: now - 20_000, fetchedMs: now - 5_000 }, true],
    ['an hour old and asked 59 s ago', { ...running, startMs: now - 3_600_000, fetchedMs: now - 59_000 }, false],
    ['an hour old and asked a minute ago', { ...running, startMs: now - 3_600_000, fetchedMs: now - 60_000 }, true],
    ['ended 10 s ago, asked 10 s ago', { startMs: now - 70_000, fetchedMs: now - 10_000, lateMissing: true }, true],
    ['ended 4 min ago, asked 1 min ago', { startMs: now - 300_000, fetchedMs: now - 60_000, lateMissing: true }, false],
    ['ended 4 min ago, asked 2 min ago', { startMs: now - 300_000, fetchedMs: now - 120_000, lateMissing: true }, true],
    ['ended long ago', { startMs: now - 3 * LATE_WINDOW_MS, lateMissing: true }, false],
  ])('a call %s', (_name, over, due) => {
    expect(isPollDue(call(over), now)).toBe(due);
  });

  it('asks about one call at most twelve times a minute', () => {
    fc.assert(
      fc.property(
        anyCall,
        fc.integer({ min: 0, max: 4_999 }),
        (any, since) => !isPollDue({ ...any, fetchedMs: now - since }, now),
      ),
    );
  });
});

describe('times', () => {
  it('counts the late window from the end of a call', () => {
    expect(endedWithin({ startMs: 0, durationMs: 1000 }, 500, 1499)).toBe(true);
    expect(endedWithin({ startMs: 0, durationMs: 1000 }, 500, 1500)).toBe(false);
    expect(endedWithin({ startMs: null, durationMs: 1000 }, 500, 0)).toBe(false);
  });

  it('waits longer after each failure, with jitter, but never more than about five minutes', () => {
    expect(nextSyncDelayMs(0, 0.5)).toBe(300_000);
    expect(nextSyncDelayMs(1, 0.5)).toBe(15_000);
    expect(nextSyncDelayMs(3, 0.5)).toBe(60_000);
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (n, r) => nextSyncDelayMs(n, r) <= 330_000),
    );
  });
});
