import { describe, expect, it } from 'vitest';
import { idle } from '../../testing/idle-status.ts';
import {
  callPace,
  groupFailures,
  hostOf,
  isPaused,
  isRunning,
  lastRunSentence,
  nextSyncWords,
  progressOf,
  syncHeadline,
  timeLeftSentence,
} from './sync-words.ts';

it('a paused sync does not run, whichever way it says so', () => {
  expect([idle, { ...idle, paused: true }].map(isPaused)).toEqual([false, true]);
  expect(isRunning({ ...idle, phase: 'details' })).toBe(true);
  expect(isRunning({ ...idle, phase: 'details', paused: true })).toBe(false);
  expect(isRunning({ ...idle, phase: 'paused' })).toBe(false);
});

describe('timeLeftSentence', () => {
  const run = { ...idle, phase: 'details' as const, details: { done: 10, total: 1000, failed: 0 }, etaMs: 1_020_000 };
  const rate = { callsPerMinute: 59, bytesPerSecond: 4_200_000, allowancePerMinute: 60 };

  it('is silent while nothing runs, and honest while nothing is known', () => {
    expect(timeLeftSentence(idle)).toBeNull();
    expect(timeLeftSentence({ ...run, paused: true })).toBeNull();
    expect(timeLeftSentence({ ...run, etaMs: null })).toContain('cannot be said yet');
    expect(timeLeftSentence({ ...run, phase: 'listing' })).toContain('once the list has been read');
  });

  it('names the vendor’s limit when that is what holds the run back', () => {
    expect(timeLeftSentence({ ...run, rate })).toBe('About 17\u202fmin left: the vendor allows 60 requests a minute.');
    expect(timeLeftSentence({ ...run, rate: { ...rate, callsPerMinute: 20 } })).toBe(
      'About 17\u202fmin left at 20 calls a minute.',
    );
    expect(timeLeftSentence({ ...run, rate: { ...rate, allowancePerMinute: null, callsPerMinute: null } })).toBe(
      'About 17\u202fmin left.',
    );
  });

  it('speaks of bytes once the calls are read', () => {
    const details = { done: 998, total: 1000, failed: 2 };
    expect(timeLeftSentence({ ...run, details, rate, phase: 'recordings', etaMs: 20_000 })).toBe(
      'Under a minute left at 4.2\u202fMB/s.',
    );
  });
});

it('callPace sets the pace against the allowance', () => {
  const rate = { callsPerMinute: 58.4, bytesPerSecond: null, allowancePerMinute: 60 };
  expect(callPace(rate)).toBe('58 of 60 / min');
  expect(callPace({ ...rate, allowancePerMinute: null })).toBe('58 / min');
  expect(callPace({ ...rate, callsPerMinute: null })).toBeNull();
});

it('nextSyncWords says when, or why not', () => {
  const at = new Date(2026, 10, 25, 14, 7).getTime();
  expect(nextSyncWords({ ...idle, nextSyncMs: at }, true, at - 60_000)).toBe('by itself at 14:07');
  expect(nextSyncWords({ ...idle, nextSyncMs: at, paused: true }, true, at)).toBe('when you resume');
  expect(nextSyncWords(idle, false, at)).toContain('by hand');
  const notices = [{ code: 'read-only' as const, message: 'Another Earmark has this folder.' }];
  expect(nextSyncWords({ ...idle, notices }, true, at)).toContain('the other one');
  expect(nextSyncWords({ ...idle, phase: 'listing' }, true, at)).toContain('not over');
});

describe('progressOf', () => {
  it('knows no end while the list is read', () => {
    expect(progressOf(idle)).toBeNull();
    expect(progressOf({ ...idle, phase: 'listing', listed: 200 })).toEqual({ done: 200, total: null });
  });

  it('counts failures as done with', () => {
    const details = { done: 6, total: 10, failed: 2 };
    const recordings = { done: 1, total: 5, failed: 1 };
    expect(progressOf({ ...idle, phase: 'recordings', details, recordings })).toEqual({ done: 10, total: 15 });
  });
});

it('syncHeadline says what is left', () => {
  const details = { done: 6, total: 10, failed: 0 };
  expect(syncHeadline({ ...idle, phase: 'details', details, etaMs: 240_000 })).toContain('6 of 10, 4');
});

it('groupFailures gathers by cause, largest first', () => {
  const failure = (id: string, code: string) => ({ id, what: 'recording' as const, code, message: code });
  const groups = groupFailures([failure('a', 'expired'), failure('b', 'offline'), failure('c', 'offline')]);
  expect(groups.map((group) => [group.code, group.ids])).toEqual([
    ['offline', ['b', 'c']],
    ['expired', ['a']],
  ]);
});

it('lastRunSentence has one for every outcome', () => {
  const run = { endedMs: 1, code: null, message: 'The disk is full.', newCalls: 1, updatedCalls: 2 };
  for (const outcome of ['done', 'incomplete', 'cancelled', 'offline', 'unauthorized', 'failed'] as const) {
    expect(lastRunSentence({ ...idle, lastRun: { ...run, outcome } })).toMatch(/\.$/);
  }
  expect(lastRunSentence({ ...idle, lastRun: { ...run, outcome: 'done' } })).toContain('1 new call,');
  const queue = { ...idle.queue, recordings: { ...idle.queue.recordings, wanted: 1 } };
  expect(lastRunSentence({ ...idle, queue, lastRun: { ...run, outcome: 'done' } })).toContain('still waits');
});

it('hostOf keeps what is no address as it is', () => {
  expect(hostOf('https://api.voicy.co/v1')).toBe('api.voicy.co');
  expect(hostOf('nonsense')).toBe('nonsense');
  expect(hostOf(null)).toBeNull();
});
