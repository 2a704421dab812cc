import { describe, expect, it } from 'vitest';
import { binomialLogTails, voteClock } from './vote.ts';

describe('binomialLogTails', () => {
  it('is the probability of at least so many', () => {
    const tails = Array.from(binomialLogTails(3, 0.5), Math.exp);
    for (const [i, expected] of [1, 7 / 8, 4 / 8, 1 / 8].entries()) expect(tails[i]).toBeCloseTo(expected, 12);
    expect(Math.exp(binomialLogTails(400, 0.1)[40] ?? 0)).toBeCloseTo(0.5243, 3);
    expect(Array.from(binomialLogTails(2, 0))).toEqual([0, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });
});

describe('voteClock', () => {
  it('prefers the plainer of two fits that are equally good', () => {
    // A metronome fits at every beat.
    const onsets = Array.from({ length: 40 }, (_, i) => 1000 + i * 3000);
    const vote = voteClock([{ starts: onsets.slice(10, 20).map((ms) => ms - 900), onsets }], 121_000);
    expect(vote?.offsetMs).toBeGreaterThan(800);
    expect(vote?.offsetMs).toBeLessThan(1000);
  });

  it('has nothing to say without times or sound', () => {
    expect(voteClock([{ starts: [1, 2], onsets: [] }], 1000)).toBeNull();
    expect(voteClock([{ starts: [], onsets: [1] }], 1000)).toBeNull();
    expect(voteClock([], 1000)).toBeNull();
    expect(voteClock([{ starts: [1], onsets: [1] }], 0)).toBeNull();
  });
});
