import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  endOffset,
  legsOf,
  letterOf,
  offsetAfterSwitch,
  otherOf,
  pairAfterPick,
  scheduleOf,
  startOffset,
} from './play-plan.ts';
import type { ListenSpan } from './start-point.ts';

const span = (fromMs: number, toMs: number): ListenSpan => ({
  fromMs,
  onsetMs: fromMs,
  toMs,
  source: 'measured',
  doubtful: false,
});
const spans = fc
  .tuple(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 1, max: 90_000 }))
  .map(([fromMs, length]) => span(fromMs, fromMs + length));

describe('the plan', () => {
  it('plays A, A–B, A–B–A', () => {
    expect(legsOf('one', [0, 1], 3)).toEqual([3]);
    expect(legsOf('a-b', [0, 1], 3)).toEqual([0, 1]);
    expect(legsOf('a-b-a', [1, 4], 0)).toEqual([1, 4, 1]);
    expect([0, 1, 5].map(letterOf)).toEqual(['A', 'B', 'F']);
  });

  it('begins every leg at the same place of the axis, one after the other', () => {
    const plan = scheduleOf(legsOf('a-b-a', [0, 1], 0), [span(5000, 8000), span(20_000, 22_000)], 1500, 400);
    expect(plan).toEqual([
      { clip: 0, atMs: 0, fromOffsetMs: -1500, toOffsetMs: 3000 },
      { clip: 1, atMs: 4900, fromOffsetMs: -1500, toOffsetMs: 2000 },
      { clip: 0, atMs: 8800, fromOffsetMs: -1500, toOffsetMs: 3000 },
    ]);
  });

  it('leaves out what cannot be heard', () => {
    expect(scheduleOf([0, 1, 0], [span(0, 1000), null], 500, 400).map(({ clip }) => clip)).toEqual([0, 0]);
  });

  it('has no two legs at once, and no lead-in from before the recording', () => {
    fc.assert(
      fc.property(spans, spans, fc.integer({ min: 0, max: 5000 }), (a, b, leadInMs) => {
        const plan = scheduleOf([0, 1, 0], [a, b], leadInMs, 400);
        plan.forEach((leg, at) => {
          const before = plan[at - 1];
          if (before === undefined) return;
          expect(leg.atMs - before.atMs).toBe(before.toOffsetMs - before.fromOffsetMs + 400);
        });
        for (const one of [a, b]) expect(one.fromMs + startOffset(one, leadInMs)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a switch in mid-play', () => {
  it('goes on at the same place of the axis', () => {
    expect(offsetAfterSwitch(span(20_000, 24_000), 1234, 1500)).toBe(1234);
    expect(offsetAfterSwitch(span(20_000, 24_000), -900, 1500)).toBe(-900);
  });

  it('begins where the other turn is over by then, and where its recording has no such early place', () => {
    expect(offsetAfterSwitch(span(20_000, 24_000), 4000, 1500)).toBe(-1500);
    expect(offsetAfterSwitch(span(300, 4000), -900, 1500)).toBe(-300);
  });

  it('always lands within the turn', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -9000, max: 99_000 }), (one, offset) => {
        const landed = offsetAfterSwitch(one, offset, 1500);
        expect(landed).toBeLessThan(endOffset(one));
        expect(one.fromMs + landed).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('the pair', () => {
  it('stays while its own are picked, and takes in what is picked after the one before', () => {
    expect(pairAfterPick([0, 1], 0, 1)).toEqual([0, 1]);
    expect(pairAfterPick([0, 1], 1, 3)).toEqual([1, 3]);
    expect(pairAfterPick([1, 3], 3, 0)).toEqual([0, 3]);
  });

  it('swaps', () => {
    expect(otherOf([0, 3], 0)).toBe(3);
    expect(otherOf([0, 3], 3)).toBe(0);
  });
});
