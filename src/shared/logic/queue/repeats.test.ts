import { describe, expect, it } from 'vitest';
import { chooseRepeats } from './repeats.ts';

const day = 86_400_000;
const earlier = Array.from({ length: 40 }, (_, at) => ({
  reviewId: `r${at}`,
  callId: `c${at}`,
  submittedMs: at * day,
}));

describe('hidden repeats', () => {
  const choose = (percent: number, drawn: number, seed = 1) =>
    chooseRepeats(earlier, { percent, afterDays: 14 }, { drawn, seed, nowMs: 40 * day });

  it('are a share of the sample, the same for the same seed', () => {
    expect(choose(5, 40)).toHaveLength(2);
    expect(choose(5, 40)).toEqual(choose(5, 40));
    expect(choose(5, 40, 2)).not.toEqual(choose(5, 40));
    expect(choose(0, 40)).toEqual([]);
    expect(choose(5, 9)).toEqual([]);
  });

  it('are old enough', () => {
    const all = choose(50, 1000);
    expect(
      all
        .map(({ submittedMs }) => submittedMs)
        .toSorted((a, b) => a - b)
        .at(-1),
    ).toBe(26 * day);
    expect(all).toHaveLength(27);
  });

  it('take the first review of a call and no call twice', () => {
    const twice = [
      { reviewId: 'later', callId: 'c', submittedMs: 2 },
      { reviewId: 'first', callId: 'c', submittedMs: 1 },
    ];
    const chosen = chooseRepeats(twice, { percent: 50, afterDays: 1 }, { drawn: 10, seed: 1, nowMs: 40 * day });
    expect(chosen.map(({ reviewId }) => reviewId)).toEqual(['first']);
  });
});
