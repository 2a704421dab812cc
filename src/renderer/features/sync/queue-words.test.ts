import { describe, expect, it } from 'vitest';
import { idle } from '../../testing/idle-status.ts';
import { failedOf, planSentence, waitingOf } from './queue-words.ts';

const { details: none } = idle.queue;

describe('planSentence', () => {
  it('says that nothing waits, and what failed all the same', () => {
    expect(planSentence(idle)).toBe('Nothing waits.');
    expect(planSentence({ queue: { ...idle.queue, details: { ...none, failed: 2 } } })).toContain('tries again');
  });

  it('counts each kind and leaves out what does not wait', () => {
    const queue = {
      details: { ...none, open: 1, backfill: 1203 },
      recordings: { ...none, wanted: 1 },
      audio: { ...none, newest: 12, failed: 3 },
    };
    expect(planSentence({ queue })).toBe(
      '1\u202f204 calls to read, 1 recording to download and 12 recordings to analyse wait, fetched from left to right.',
    );
  });

  it('agrees with a single one', () => {
    const queue = { ...idle.queue, audio: { ...none, newest: 1 } };
    expect(planSentence({ queue })).toBe('1 recording to analyse waits, fetched from left to right.');
  });
});

it('what failed does not wait for its turn', () => {
  const queue = { ...none, open: 1, wanted: 2, newest: 3, backfill: 4, failed: 5 };
  expect(waitingOf(queue)).toBe(10);
  expect(failedOf({ ...idle.queue, audio: queue })).toBe(5);
});
