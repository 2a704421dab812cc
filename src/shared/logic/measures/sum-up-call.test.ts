import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callMeasuresSchema, type NoMeasure } from '../../model/measures.ts';
import type { CallTiming } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import { timingOf, turnTimingOf } from '../../testing/timing.ts';
import { measureCall } from '../timing/measure-call.ts';
import { makeCall, makeDialogue, makeTool, makeTurn } from '../timing/test-support.ts';
import { sumUpCall } from './sum-up-call.ts';

const stages = {
  vad_delay_ms: null,
  stt_finalize_ms: null,
  llm_startup_ms: null,
  llm_first_sentence_ms: null,
  tts_synthesis_ms: null,
  send_overhead_ms: null,
};
const reporting = (turn: Turn, ms: number): Turn => ({
  ...turn,
  reportedGapMs: ms,
  latency: { total_perceived_ms: ms, ...stages },
});
const gap = (ms: number) => ({ ms, fromMs: 0, toMs: ms, confidence: 'high' as const, doubts: [] });
const speech = { durationMs: 60_000, channels: [], identical: false };

describe('what a call comes to', () => {
  const turns = [
    makeTurn(0, 'caller', 0),
    reporting(makeTurn(1, 'agent', 1000), 800),
    makeTurn(2, 'caller', 3000),
    reporting(makeTurn(3, 'agent', 5000), 1000),
    makeTurn(4, 'caller', 8000),
    makeTurn(5, 'agent', 9000),
  ];
  const timing = timingOf({
    speech,
    turns: [
      turnTimingOf(0),
      turnTimingOf(1, { gap: gap(1100) }),
      turnTimingOf(2),
      turnTimingOf(3, { gap: gap(900.5) }),
      turnTimingOf(4),
      turnTimingOf(5, { noGap: 'not-found' }),
    ],
    overlaps: [
      { startMs: 1, endMs: 2, first: 'caller', kind: 'talk-over' },
      { startMs: 3, endMs: 4, first: 'caller', kind: 'backchannel' },
      { startMs: 5, endMs: 6, first: 'agent', kind: 'barge-in' },
    ],
    deadAir: [
      { startMs: 10_000, endMs: 14_000, after: 'agent' },
      { startMs: 20_000, endMs: 23_500, after: null },
    ],
    talk: { agentMs: 20_000, callerMs: 15_000, overlapMs: 3, silenceMs: 25_000 },
  });

  it('is gaps, their differences, and what is heard', () => {
    const failed = { ...makeTool(2, 10), error: 'timeout' };
    expect(sumUpCall({ turns, toolCalls: [failed, makeTool(3, 20)], timing, toleranceMs: 250 })).toMatchObject({
      agentTurns: 3,
      eligible: 3,
      measured: 2,
      reported: 2,
      noMeasure: null,
      measuredWorstMs: 1100,
      measuredWorstPosition: 1,
      measuredMedianMs: 1000.25,
      measuredP95Ms: 1100,
      reportedWorstMs: 1000,
      reportedMedianMs: 900,
      reportedP95Ms: 1000,
      compared: 2,
      differenceWorstMs: 300,
      differenceMedianMs: 199.75,
      biasMs: 100.25,
      warnings: 1,
      findings: { 'differs-from-sound': 1 },
      overlaps: 3,
      bargeIns: 1,
      agentOverCaller: 1,
      deadAirs: 2,
      deadAirLongestMs: 4000,
      deadAirTotalMs: 7500,
      agentTalkMs: 20_000,
      toolCalls: 2,
      toolErrors: 1,
    });
  });

  it('is what was reported where there is no sound, and null for the rest', () => {
    const { turns: timings } = measureCall({
      ...makeCall([['agent', 0, 1]], 1),
      turns,
      recordingMs: null,
      speech: null,
    });
    const problems = [{ code: 'no-recording', message: '' }];
    const call = sumUpCall({ turns, toolCalls: [], timing: timingOf({ turns: timings, problems }), toleranceMs: 250 });
    expect(call).toMatchObject({ reportedWorstMs: 1000, eligible: 3, measured: 0, noMeasure: 'no-recording' });
    const unknown = Object.entries(call).flatMap(([name, value]) => (value === null ? [name] : []));
    expect(unknown).toEqual(
      expect.arrayContaining(['measuredWorstMs', 'differenceWorstMs', 'overlaps', 'deadAirLongestMs', 'agentTalkMs']),
    );
  });

  it.each<[NoMeasure, Turn[], Partial<CallTiming>]>([
    ['no-turns', [], {}],
    ['no-agent-turn', [makeTurn(0, 'caller', 0)], { turns: [turnTimingOf(0)] }],
    ['greeting', [makeTurn(0, 'agent', 0)], { turns: [turnTimingOf(0, { noGap: 'greeting' as const })] }],
    [
      'not-found',
      [makeTurn(0, 'agent', 0), makeTurn(1, 'agent', 1), makeTurn(2, 'agent', 2)],
      { turns: (['greeting', 'not-found', 'not-found'] as const).map((noGap, i) => turnTimingOf(i, { noGap })) },
    ],
    [
      'clock-unlike',
      [makeTurn(0, 'agent', 0)],
      { turns: [turnTimingOf(0, { noGap: 'not-found' as const })], problems: [{ code: 'clock-unlike', message: '' }] },
    ],
  ])('says why nothing was measured: %s', (why, some, part) => {
    const call = sumUpCall({
      turns: some,
      toolCalls: [],
      timing: timingOf({ speech, ...part }),
      toleranceMs: 250,
    });
    expect(call.noMeasure).toBe(why);
  });

  it('agrees with itself for any conversation, and is what the model says', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 30 }), (seed, count) => {
        const { lines, pieces, durationMs } = makeDialogue(count, seed);
        const { speech: heard } = makeCall(pieces, durationMs);
        const input = { ...makeCall(lines, durationMs), speech: heard };
        const measured = measureCall(input);
        const call = callMeasuresSchema.parse(sumUpCall({ ...input, timing: measured, toleranceMs: 250 }));
        expect(call.measured).toBeLessThanOrEqual(call.eligible);
        expect(call.eligible).toBeLessThanOrEqual(call.agentTurns);
        expect(call.measured > 0).toBe(call.noMeasure === null);
        const sorted = [call.measuredMedianMs, call.measuredP95Ms, call.measuredWorstMs].filter((ms) => ms !== null);
        expect(sorted).toEqual(sorted.toSorted((a, b) => a - b));
        expect(call.deadAirLongestMs ?? 0).toBeLessThanOrEqual(call.deadAirTotalMs ?? 0);
      }),
      { numRuns: 100 },
    );
  });
});
