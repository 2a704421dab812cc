import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToolCall, Turn } from '../model/turn.ts';
import {
  buildTimeline,
  createTurnIndex,
  findActiveTurn,
  findLatencyTurn,
  findNextStart,
  findToolsOfTurn,
  findTurnSpan,
  replayStartMs,
  speakerLetter,
} from './transcript.ts';

function turn(startMs: number | null, extra: Partial<Turn> = {}): Turn {
  return {
    index: 0,
    entry: 0,
    role: 'agent',
    rawRole: 'agent',
    content: '',
    startMs,
    endMs: null,
    gender: null,
    latency: null,
    reportedGapMs: null,
    measuredGapMs: null,
    ...extra,
  };
}

const times = fc.array(fc.option(fc.integer({ min: -1000, max: 100_000 }), { nil: null, freq: 5 }), { maxLength: 60 });

describe('findActiveTurn', () => {
  it('is the last turn that has started', () => {
    const index = createTurnIndex([turn(0), turn(1000), turn(2500)]);
    expect(findActiveTurn(index, -1)).toBe(-1);
    expect(findActiveTurn(index, 0)).toBe(0);
    expect(findActiveTurn(index, 999.9)).toBe(0);
    expect(findActiveTurn(index, 1000)).toBe(1);
    expect(findActiveTurn(index, 1e9)).toBe(2);
  });

  it('knows nothing without turns or times', () => {
    expect(findActiveTurn(createTurnIndex([]), 5)).toBe(-1);
    expect(findActiveTurn(createTurnIndex([turn(null), turn(null)]), 5)).toBe(-1);
  });

  it('agrees with a plain search for any order, equal and missing times', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -2000, max: 110_000 }), (starts, timeMs) => {
        let best = -1;
        starts.forEach((start, position) => {
          if (start !== null && start <= timeMs && (best < 0 || start >= (starts[best] as number))) best = position;
        });
        expect(findActiveTurn(createTurnIndex(starts.map((start) => turn(start))), timeMs)).toBe(best);
      }),
    );
  });
});

describe('findTurnSpan', () => {
  const turns = [turn(1000), turn(1000), turn(4000, { endMs: 5000 }), turn(null), turn(9000), turn(20_000)];
  const index = createTurnIndex(turns);
  it('ends at the turn end, the next start or the recording', () => {
    expect(findTurnSpan(turns, index, 0, 10_000)).toEqual({ startMs: 1000, endMs: 4000 });
    expect(findTurnSpan(turns, index, 1, 10_000)).toEqual({ startMs: 1000, endMs: 4000 });
    expect(findTurnSpan(turns, index, 2, 10_000)).toEqual({ startMs: 4000, endMs: 5000 });
    expect(findTurnSpan(turns, index, 4, 10_000)).toEqual({ startMs: 9000, endMs: 10_000 });
  });
  it('is undefined without a time or beyond the recording', () => {
    expect(findTurnSpan(turns, index, 3, 10_000)).toBeUndefined();
    expect(findTurnSpan(turns, index, 5, 10_000)).toBeUndefined();
    expect(findTurnSpan(turns, index, 99, 10_000)).toBeUndefined();
  });
  it('always lies within the recording and is never empty', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 100_000 }), (starts, durationMs) => {
        const all = starts.map((start) => turn(start));
        const sorted = createTurnIndex(all);
        all.forEach((_, position) => {
          const span = findTurnSpan(all, sorted, position, durationMs);
          if (span === undefined) return;
          expect(span.startMs).toBeGreaterThanOrEqual(0);
          expect(span.endMs).toBeGreaterThan(span.startMs);
          expect(span.endMs).toBeLessThanOrEqual(durationMs);
        });
      }),
    );
  });
});

it('finds the next start', () => {
  const index = createTurnIndex([turn(5), turn(5), turn(9)]);
  expect(findNextStart(index, 5)).toBe(9);
  expect(findNextStart(index, 9)).toBeUndefined();
});

it('starts a replay before the gap', () => {
  expect(replayStartMs(turn(5000, { reportedGapMs: 1500 }))).toBe(3500);
  expect(replayStartMs(turn(5000, { reportedGapMs: 1500, measuredGapMs: 1700 }))).toBe(3300);
  expect(replayStartMs(turn(5000, { reportedGapMs: -400 }))).toBe(5000);
  expect(replayStartMs(turn(5000))).toBe(4500);
  expect(replayStartMs(turn(300, { reportedGapMs: 900 }))).toBe(0);
  expect(replayStartMs(turn(null))).toBeUndefined();
});

it('puts tool calls between turns by entry', () => {
  const call = { entry: 1 } as ToolCall;
  const items = buildTimeline([turn(0, { entry: 0 }), turn(9, { entry: 3 })], [call]);
  expect(items.map((item) => `${item.kind}${item.position}`)).toEqual(['turn0', 'tool0', 'turn1']);
});

describe('findLatencyTurn', () => {
  const roles = (...list: Turn['role'][]) => list.map((role) => ({ role }));
  it('is the turn itself, the answer to it, or the last answer', () => {
    expect(findLatencyTurn(roles('agent', 'caller', 'agent'), 0)).toBe(0);
    expect(findLatencyTurn(roles('agent', 'caller', 'agent'), 1)).toBe(2);
    expect(findLatencyTurn(roles('agent', 'caller'), 1)).toBe(0);
    expect(findLatencyTurn(roles('caller', 'other'), 1)).toBeUndefined();
    expect(findLatencyTurn([], -1)).toBeUndefined();
    expect(findLatencyTurn(roles('caller', 'agent'), -1)).toBe(1);
  });
});

it('gives every speaker a letter', () => {
  expect(speakerLetter({ role: 'agent', rawRole: 'agent' })).toBe('A');
  expect(speakerLetter({ role: 'caller', rawRole: 'user' })).toBe('C');
  expect(speakerLetter({ role: 'other', rawRole: 'supervisor' })).toBe('S');
  expect(speakerLetter({ role: 'other', rawRole: '😀x' })).toBe('😀');
  expect(speakerLetter({ role: 'other', rawRole: ' ' })).toBe('?');
});

describe('tool calls between turns', () => {
  const tool = (entry: number) => ({ entry, name: `t${entry}` }) as ToolCall;
  const turns = [0, 1, 4, 6].map((entry, index) => turn(null, { entry, index }));
  const places = (order: readonly number[] | null) =>
    buildTimeline(turns, [tool(2), tool(3), tool(5)], order).map(({ kind, position }) => `${kind}${position}`);

  it('stay behind the turn they followed when the turns are put in the order spoken', () => {
    expect(places(null)).toEqual(['turn0', 'turn1', 'tool0', 'tool1', 'turn2', 'tool2', 'turn3']);
    expect(places([0, 2, 1, 3])).toEqual(['turn0', 'turn2', 'tool2', 'turn1', 'tool0', 'tool1', 'turn3']);
  });

  it('belong to the turn before them, or to the one after when that has none of its own', () => {
    const timeline = buildTimeline(turns, [tool(2), tool(3)]);
    expect(findToolsOfTurn(timeline, 1)).toEqual([2, 3]);
    expect(findToolsOfTurn(timeline, 4)).toEqual([2, 3]);
    expect(findToolsOfTurn(timeline, 0)).toEqual([]);
    expect(findToolsOfTurn(timeline, 2)).toEqual([]);
    expect(findToolsOfTurn(timeline, -1)).toEqual([]);
  });
});
