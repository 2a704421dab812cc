import { describe, expect, it } from 'vitest';
import type { TruthCall } from '../../scripts/make-demo/types.ts';
import type { Turn } from '../../src/shared/model/turn.ts';
import { timingOf, turnTimingOf } from '../../src/shared/testing/timing.ts';
import { addCall, describeErrors, emptyScore, showVerdicts } from './timing-score.ts';

const truth: TruthCall = {
  channels: ['agent', 'caller'],
  clockOffsetMs: 0,
  story: 'under-reported-latency',
  turns: [
    { entry: 0, role: 'caller', onsetMs: 100, endMs: 900, generatedEndMs: null, gapMs: null, bargeIn: false },
    { entry: 1, role: 'agent', onsetMs: 2000, endMs: 3000, generatedEndMs: 4000, gapMs: 1100, bargeIn: false },
    { entry: 2, role: 'caller', onsetMs: 2800, endMs: 3600, generatedEndMs: null, gapMs: null, bargeIn: true },
    { entry: 3, role: 'agent', onsetMs: 5000, endMs: 6000, generatedEndMs: null, gapMs: 1400, bargeIn: false },
  ],
};

const turn = (entry: number, role: Turn['role'], startMs: number, total: number | null): Turn => ({
  index: entry,
  entry,
  role,
  rawRole: role,
  content: 'ten chars.',
  startMs,
  endMs: null,
  gender: null,
  latency:
    total === null
      ? null
      : {
          total_perceived_ms: total,
          vad_delay_ms: null,
          stt_finalize_ms: null,
          llm_startup_ms: null,
          llm_first_sentence_ms: null,
          tts_synthesis_ms: null,
          send_overhead_ms: null,
        },
  reportedGapMs: total,
  measuredGapMs: null,
});

const placed = (index: number, startMs: number, endMs: number) =>
  turnTimingOf(index, { startMs, endMs, startSource: 'sound', endSource: 'sound' });

const timing = timingOf({
  lanes: { roles: ['agent', 'caller'], source: 'detected', confidence: 1 },
  clock: { offsetMs: 5, driftPpm: 0, residualMs: 0, pairs: 4, confidence: 'high', nudgeMs: 0 },
  turns: [
    placed(0, 110, 900),
    {
      ...placed(1, 1990, 3000),
      gap: { ms: 1090, fromMs: 900, toMs: 1990, confidence: 'high', doubts: [] },
      heardChars: 6,
    },
    placed(2, 2800, 3600),
    { ...placed(3, 5000, 6000), noGap: 'not-found' },
  ],
  overlaps: [
    { startMs: 2750, endMs: 3000, first: 'agent', kind: 'barge-in' },
    { startMs: 9000, endMs: 9500, first: 'agent', kind: 'barge-in' },
    { startMs: 9900, endMs: 9990, first: 'caller', kind: 'barge-in' },
  ],
});

describe('addCall', () => {
  it('counts what is right, wrong and missed', () => {
    const score = emptyScore();
    const turns = [
      turn(0, 'caller', 100, null),
      turn(1, 'agent', 2000, 600),
      turn(2, 'caller', 2800, null),
      turn(3, 'agent', 5000, 900),
    ];
    addCall(score, turns, timing, truth, { offsetMs: 0, driftPpm: 0 }, 250);
    expect(score).toMatchObject({
      calls: 1,
      roles: { right: 1, wrong: 0, unknown: 0 },
      clockErrors: [5, 5],
      turns: 4,
      onsetErrors: [10, -10, 0, 0],
      endErrors: [0, 0, 0, 0],
      eligible: 2,
      gapErrors: [-10],
      sureGapErrors: [-10],
      falseGaps: 0,
      bargeIns: { hits: 1, falseAlarms: 1, misses: 0 },
      misreported: { hits: 1, falseAlarms: 0, misses: 1 },
    });
    expect(score.heardErrors[0]).toBeCloseTo(0.1, 9);
    expect(showVerdicts(score.misreported)).toBe('100 % / 50 % (1 of 2)');
  });
});

describe('describeErrors', () => {
  it('tells size from direction', () => {
    expect(describeErrors([])).toBeNull();
    expect(describeErrors([-10, -10, 200])).toMatchObject({ n: 3, bias: -10, median: 10, within100: 2 / 3 });
  });
});
