import { describe, expect, it } from 'vitest';
import type { SyncStatus } from '#shared/model/sync.ts';
import { groupFailures, hostOf, lastRunSentence, progressOf, syncHeadline } from './sync-words.ts';

const idle: SyncStatus = {
  phase: 'idle',
  startedMs: null,
  listed: 0,
  details: { done: 0, total: 0, failed: 0 },
  recordings: { done: 0, total: 0, failed: 0 },
  receivedBytes: 0,
  etaMs: null,
  waiting: null,
  offlineSinceMs: null,
  lastSuccessMs: null,
  lastRun: null,
  failures: [],
  unreadable: 0,
  cachedCalls: 0,
  cachedRecordings: 0,
  recordingBytes: 0,
};

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
});

it('hostOf keeps what is no address as it is', () => {
  expect(hostOf('https://api.voicy.co/v1')).toBe('api.voicy.co');
  expect(hostOf('nonsense')).toBe('nonsense');
  expect(hostOf(null)).toBeNull();
});
