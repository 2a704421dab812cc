import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callTimingSchema, type LaneRole } from '../../model/timing.ts';
import type { Turn } from '../../model/turn.ts';
import type { TimingInput } from './input.ts';
import { measureCall } from './measure-call.ts';
import { createRandom, makeCall, makeChannel, makeDialogue, makeSpeech, makeTool, makeTurn } from './test-support.ts';

const anyMs = fc.oneof(
  fc.integer({ min: -5000, max: 90_000 }),
  fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  fc.constant(null),
  fc.constant(Number.NaN),
);
const anyTurn = fc.record({
  role: fc.constantFrom<Turn['role']>('agent', 'caller', 'other'),
  startMs: anyMs,
  content: fc.string({ maxLength: 40 }),
});
const anyStretch = fc.tuple(fc.integer({ min: -2000, max: 80_000 }), fc.integer({ min: -100, max: 9000 }));
const anyChannel = fc.record({
  stretches: fc.array(anyStretch, { maxLength: 25 }),
  music: fc.array(anyStretch, { maxLength: 3 }),
  noiseDb: fc.constantFrom(null, -60, -35),
});
const anyInput = fc
  .record({
    turns: fc.array(anyTurn, { maxLength: 25 }),
    tools: fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), anyMs), { maxLength: 4 }),
    channels: fc.option(fc.array(anyChannel, { maxLength: 3 })),
    identical: fc.boolean(),
    recordingMs: fc.constantFrom(null, 0, 60_000, 85_000, Number.NaN),
    roles: fc.option(
      fc.constantFrom<[LaneRole, LaneRole]>(['agent', 'caller'], ['caller', 'agent'], ['agent', 'agent']),
    ),
    nudgeMs: fc.constantFrom(0, 400, -3000, Number.NaN),
    holdMs: fc.constantFrom(0, 15_000),
  })
  .map(({ turns, tools, channels, identical, recordingMs, roles, nudgeMs, holdMs }): TimingInput => {
    const sound = channels?.map(({ stretches, music, noiseDb }) => ({
      ...makeChannel(
        stretches.map(([from, length]) => [from, from + length] as const),
        music.map(([startMs, length]) => ({ startMs, endMs: startMs + length, kind: 'music' as const })),
      ),
      noiseDb,
    }));
    return {
      turns: turns.map(({ role, startMs, content }, i) => makeTurn(i, role, startMs, content)),
      toolCalls: tools.map(([entry, startMs]) => makeTool(entry, startMs)),
      recordingMs,
      speech: sound === undefined ? null : { ...makeSpeech(70_000, ...sound), identical },
      lanes: roles === null ? null : { roles, source: 'hand' },
      nudgeMs,
      thresholds: { deadAirMs: 2000, monologueMs: 5000, holdMs },
    };
  });

describe('measureCall', () => {
  it('never throws, and places everything within the recording and in order', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const timing = measureCall(input);
        // Numbers that are none would not pass the schema.
        callTimingSchema.omit({ speech: true }).parse(timing);
        const endMs = Math.min(70_000, input.recordingMs || 70_000);
        const inOrder = (spans: readonly { startMs: number; endMs: number }[], apart: boolean) => {
          let before = 0;
          for (const span of spans) {
            expect(span.startMs).toBeGreaterThanOrEqual(before);
            expect(span.endMs).toBeGreaterThan(span.startMs);
            expect(span.endMs).toBeLessThanOrEqual(endMs);
            before = apart ? span.endMs : span.startMs;
          }
        };
        inOrder(timing.deadAir, true);
        inOrder(timing.holds, true);
        inOrder(timing.monologues, true);
        inOrder(timing.overlaps, false);
        expect(timing.turns.length).toBe(input.turns.length);
        timing.turns.forEach((turn, i) => {
          if (input.speech !== null && turn.startMs !== null) {
            expect(turn.startMs).toBeGreaterThanOrEqual(0);
            expect(turn.startMs).toBeLessThan(endMs);
          }
          if (turn.endMs !== null) {
            expect(turn.endMs).toBeGreaterThan(turn.startMs ?? Number.POSITIVE_INFINITY);
            expect(turn.endMs).toBeLessThanOrEqual(endMs);
          }
          if (turn.gap !== null) {
            expect(turn.gap.ms).toBe(turn.gap.toMs - turn.gap.fromMs);
            expect(turn.gap.ms).toBeGreaterThanOrEqual(0);
            expect(turn.gap.toMs).toBe(turn.startMs);
            expect(turn.gap.fromMs).toBeGreaterThanOrEqual(0);
          }
          expect((turn.gap === null) !== (turn.noGap === null)).toBe(input.turns[i]?.role === 'agent');
          if (turn.heardChars !== null) {
            expect(turn.heardChars).toBeLessThanOrEqual(input.turns[i]?.content.length ?? 0);
          }
          expect(turn.startMs === null).toBe(turn.startSource === null);
          expect(turn.endMs === null).toBe(turn.endSource === null);
        });
        if (timing.order !== null) {
          expect(timing.order.toSorted((a, b) => a - b)).toEqual(input.turns.map((_, i) => i));
        }
      }),
      { numRuns: 400 },
    );
  });

  const anyCall = fc.record({ seed: fc.nat(5000), turns: fc.integer({ min: 8, max: 30 }), jitterMs: fc.nat(120) });

  function callOf({ seed, turns, jitterMs }: { seed: number; turns: number; jitterMs: number }): TimingInput {
    const { lines, pieces, durationMs } = makeDialogue(turns, seed);
    const random = createRandom(seed + 1);
    const call = makeCall(lines, durationMs);
    const of = (role: LaneRole) =>
      makeChannel(pieces.flatMap(([who, from, to]) => (who === role ? [[from, to] as const] : [])));
    return {
      ...call,
      turns: call.turns.map((turn) => ({
        ...turn,
        startMs: Math.round((turn.startMs ?? 0) + (random() - 0.5) * 2 * jitterMs),
      })),
      speech: makeSpeech(durationMs, of('agent'), of('caller')),
    };
  }

  it('is moved by as much as the transcript is, and nothing else changes', () => {
    fc.assert(
      fc.property(anyCall, fc.integer({ min: -8000, max: 8000 }), (made, x) => {
        const call = callOf(made);
        const still = measureCall(call);
        const moved = measureCall({
          ...call,
          turns: call.turns.map((turn) => ({ ...turn, startMs: (turn.startMs ?? 0) + x })),
        });
        const { offsetMs = Number.NaN, driftPpm = 0 } = still.clock ?? {};
        // The offset is what is added at the transcript's 0, which has moved along the drift.
        expect(moved.clock?.offsetMs).toBeCloseTo(offsetMs - x * (1 + driftPpm / 1e6), 6);
        expect(moved.turns).toEqual(still.turns);
        expect(moved.overlaps).toEqual(still.overlaps);
      }),
      { numRuns: 60 },
    );
  });

  it('takes flipped channels for flipped roles and no more', () => {
    fc.assert(
      fc.property(anyCall, (made) => {
        const call = callOf(made);
        const { lanes, speech, ...rest } = measureCall(call);
        const channels = speech?.channels.toReversed() ?? [];
        const flipped = measureCall({ ...call, speech: makeSpeech(call.recordingMs ?? 0, ...channels) });
        expect(flipped.lanes).toEqual({ ...lanes, roles: lanes?.roles.toReversed() });
        expect({ ...flipped, lanes: null, speech: null }).toEqual({ ...rest, lanes: null, speech: null });
      }),
      { numRuns: 60 },
    );
  });
});
