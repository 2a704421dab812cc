import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallTiming, MeasuredGap } from '../model/timing.ts';
import { timingOf, turnTimingOf } from '../testing/timing.ts';
import { longerGapMs, pairGaps, summariseMeasuredGaps } from './gap-pairs.ts';

const agent = { role: 'agent' } as const;
const caller = { role: 'caller' } as const;
const gap = (ms: number): MeasuredGap => ({ ms, fromMs: 1000, toMs: 1000 + ms, confidence: 'high', doubts: [] });

function timing(gaps: readonly (MeasuredGap | null)[]): CallTiming {
  return timingOf({
    turns: gaps.map((gap, index) => turnTimingOf(index, { gap, noGap: gap === null ? 'overlap' : null })),
  });
}

describe('measured gaps of a call', () => {
  it('takes agent turns only', () => {
    const summary = summariseMeasuredGaps([caller, agent, agent], timing([gap(9), gap(700), gap(1742)]));
    expect(summary).toMatchObject({ agentTurns: 2, medianMs: 1221, p90Ms: 1742, worst: { position: 2, gapMs: 1742 } });
    expect(summary.gaps.map(({ position }) => position)).toEqual([1, 2]);
    expect(summariseMeasuredGaps([agent], null)).toMatchObject({
      gaps: [],
      agentTurns: 1,
      medianMs: null,
      worst: null,
    });
  });

  it('pairs them with the reported ones, each turn once, in order', () => {
    const list = fc.uniqueArray(fc.record({ position: fc.nat(50), gapMs: fc.nat(5000) }), {
      selector: ({ position }) => position,
    });
    fc.assert(
      fc.property(list, list, (reported, measured) => {
        const pairs = pairGaps(reported, measured);
        const wanted = new Set([...reported, ...measured].map(({ position }) => position));
        expect(pairs.map(({ position }) => position)).toEqual([...wanted].sort((a, b) => a - b));
        for (const pair of pairs) {
          expect(pair.reportedMs).toBe(reported.find(({ position }) => position === pair.position)?.gapMs ?? null);
          expect(pair.measuredMs).toBe(measured.find(({ position }) => position === pair.position)?.gapMs ?? null);
          expect(longerGapMs(pair)).toBe(Math.max(pair.reportedMs ?? 0, pair.measuredMs ?? 0));
        }
      }),
    );
  });
});
