import { describe, expect, it } from 'vitest';
import type { QueueEntry } from '#shared/model/review/queue.ts';
import {
  callTitle,
  doneWords,
  dueWords,
  leftOutWords,
  medianWords,
  packWords,
  readCallIds,
  whyWords,
} from './queue-words.ts';

const now = new Date(2026, 2, 29, 12).getTime();
const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime();

describe('when something is due', () => {
  it('is said by days of the calendar, also across a change of the clocks', () => {
    expect(dueWords(at(29, 23), now)).toBe('Due today');
    expect(dueWords(at(29, 1), now)).toBe('Overdue today');
    expect(dueWords(at(30, 0), now)).toBe('Due tomorrow');
    expect(dueWords(at(28, 23), now)).toBe('Due yesterday');
    expect(dueWords(at(26, 12), now)).toBe('Overdue by 3 days');
    expect(dueWords(new Date(2026, 3, 2, 12).getTime(), now)).toBe('Due in 4 days');
  });
});

describe('why a call comes', () => {
  const entry: QueueEntry = {
    callId: 'c',
    reviewer: 'ada',
    assignmentId: null,
    reviewId: null,
    packId: null,
    packName: null,
    place: 'own-sample',
    reason: 'random',
    dueMs: null,
    sinceMs: now,
    skipped: null,
    startMs: null,
    durationMs: null,
    agentName: 'Scheduler',
    agentVersion: '7',
    status: 'ended',
    statusGroup: 'completed',
  };
  it('is said with who or what put it there', () => {
    expect(whyWords(entry, now)).toBe('Your sample: random');
    expect(whyWords({ ...entry, place: 'assigned', reason: null }, now)).toBe('Assigned to you');
    expect(whyWords({ ...entry, place: 'pack', packName: 'March' }, now)).toBe('Pack: March');
    expect(whyWords({ ...entry, place: 'due', dueMs: now, reason: 'slow' }, now)).toBe('Due today, slow');
    expect(whyWords({ ...entry, place: 'in-progress' }, now)).toMatch(/^Begun /);
    expect(callTitle(entry)).toBe('Scheduler v7');
    expect(callTitle({ agentName: null, agentVersion: null })).toBe('Unnamed agent');
  });
});

describe('figures', () => {
  it('are said as they are, and absent ones with the reason', () => {
    const day = { day: '2026-03-29', done: 3, medianSpentMs: null };
    expect(doneWords(day, 40)).toBe('3 of 40 done');
    expect(doneWords(day, null)).toBe('3 done');
    expect(medianWords(day)).toBe('not measured');
    expect(medianWords({ ...day, done: 0 })).toBe('nothing finished yet');
    expect(medianWords({ ...day, medianSpentMs: 61_000 })).toBe('1:01');
    expect(leftOutWords({ reviewed: 2, assigned: 0, skipped: 1, withoutRecording: 0 })).toBe(
      'Left out: 2 reviewed, 1 skipped.',
    );
    expect(leftOutWords({ reviewed: 0, assigned: 0, skipped: 0, withoutRecording: 0 })).toBeNull();
    const seats = [
      { reviewer: 'a', submitted: 3, inProgress: 0 },
      { reviewer: 'b', submitted: 1, inProgress: 1 },
    ];
    const pack = { id: 'p', name: 'P', blind: true, calls: 5, callsMissing: 0, dueMs: null, seats, closed: false };
    expect(packWords(pack)).toBe('4 of 10 reviews submitted');
  });
});

describe('ids of calls in a text', () => {
  it('are told apart by lines, commas and spaces, each once', () => {
    expect(readCallIds(' a, b\nc;a\t\n')).toEqual(['a', 'b', 'c']);
    expect(readCallIds('  ')).toEqual([]);
  });
});
