import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallTiming, MeasuredGap } from '../model/timing.ts';
import type { ReportedLatency } from '../model/turn.ts';
import { longerGapMs, pairGaps, reconcileTurn, summariseMeasuredGaps } from './reconcile.ts';

const latency: ReportedLatency = {
  total_perceived_ms: 1530,
  vad_delay_ms: 500,
  stt_finalize_ms: 1200,
  llm_startup_ms: 85,
  llm_first_sentence_ms: 95,
  tts_synthesis_ms: 130,
  send_overhead_ms: 20,
};
const agent = { role: 'agent', latency, reportedGapMs: 1530 } as const;
const caller = { role: 'caller', latency: null, reportedGapMs: null } as const;
const gap = (ms: number): MeasuredGap => ({ ms, fromMs: 1000, toMs: 1000 + ms, confidence: 'high', doubts: [] });

function timing(gaps: readonly (MeasuredGap | null)[]): CallTiming {
  return {
    speech: null,
    lanes: null,
    clock: null,
    turns: gaps.map((one, index) => ({
      index,
      startMs: null,
      endMs: null,
      startSource: null,
      endSource: null,
      gap: one,
      noGap: one === null ? 'overlap' : null,
      bargedInMs: null,
      heardChars: null,
    })),
    order: null,
    overlaps: [],
    deadAir: [],
    holds: [],
    monologues: [],
    talk: null,
    problems: [],
  };
}

describe('the three numbers of a turn', () => {
  it('holds the vendor’s own example against the sound', () => {
    expect(reconcileTurn(agent, timing([null, gap(1742)]), 1)).toEqual({
      reportedMs: 1530,
      sumMs: 2030,
      measured: gap(1742),
      residualMs: 212,
      noGap: null,
    });
  });

  it('gives no difference, and the reason, where one of the two is missing', () => {
    const overlap = reconcileTurn(agent, timing([null, null]), 1);
    expect(overlap).toMatchObject({ measured: null, residualMs: null });
    expect(overlap.noGap).toContain('while the caller was still speaking');
    expect(reconcileTurn(agent, null, 1).noGap).toContain('not been measured yet');
    expect(reconcileTurn({ ...agent, reportedGapMs: null }, timing([null, gap(1742)]), 1)).toMatchObject({
      reportedMs: null,
      residualMs: null,
      noGap: null,
    });
  });
});

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
