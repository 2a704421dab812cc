import { describe, expect, it } from 'vitest';
import type { CallTiming } from '../../model/timing.ts';
import { measureCall } from './measure-call.ts';
import { createRandom, type Line, makeCall, makeChannel, makeDialogue, makeSpeech } from './test-support.ts';

const gaps = ({ turns }: CallTiming) => turns.map(({ gap, noGap }) => gap?.ms ?? noGap);
/** Text of a length that an agent speaks in so many ms, at 14 characters a second. */
const text = (ms: number) => 'abcdef '.repeat(Math.round(ms / 500)).trim();

/** A call in which every line is said as written, between two ordinary exchanges that settle clock and pace. */
function withLines(lines: readonly Line[], durationMs: number) {
  const at = Math.max(...lines.map(([, , to]) => to));
  const frame: Line[] = [
    ['agent', 600, 4600, text(4000)],
    ['caller', 5500, 7300],
    ['agent', 8700, 12_200, text(3500)],
  ];
  const tail: Line[] = [
    ['caller', at + 1100, at + 3000],
    ['agent', at + 4000, at + 8500, text(4500)],
    ['caller', at + 9300, at + 10_200],
  ];
  const timing = measureCall(makeCall([...frame, ...lines, ...tail], durationMs));
  return { timing, own: timing.turns.slice(3, 3 + lines.length) };
}

describe('overlaps', () => {
  it('are barge-ins where the agent was stopped; the rest of its text was not heard', () => {
    const lines: Line[] = [
      ['caller', 13_000, 14_500],
      ['agent', 15_500, 19_000, text(7000)],
      ['caller', 18_700, 20_400],
    ];
    const { timing, own } = withLines(lines, 35_000);
    expect(timing.overlaps).toEqual([{ startMs: 18_700, endMs: 19_000, first: 'agent', kind: 'barge-in' }]);
    expect(own[1]).toMatchObject({ endMs: 19_000, bargedInMs: 18_700, heardChars: 48 });
    expect(gaps(timing)[7]).toBe(1000);
    expect(timing.turns.filter(({ heardChars }) => heardChars !== null)).toHaveLength(1);
  });

  it('are backchannels where a short sound stopped nobody, which ends no turn', () => {
    const lines: Line[] = [
      ['caller', 13_000, 14_500],
      ['agent', 15_500, 21_000, text(5500)],
      ['caller', 18_000, 18_400, 'Mm-hm.'],
    ];
    const { timing, own } = withLines(lines, 35_000);
    expect(timing.overlaps).toEqual([{ startMs: 18_000, endMs: 18_400, first: 'agent', kind: 'backchannel' }]);
    expect(own[1]).toMatchObject({ startMs: 15_500, endMs: 21_000, bargedInMs: null, heardChars: null });
  });

  it('are talk-over where nobody yields, and where the agent had said everything', () => {
    const caller: Line = ['caller', 13_000, 16_000];
    const stubborn = withLines([caller, ['agent', 14_500, 19_000, text(4500)]], 32_000);
    expect(stubborn.timing.overlaps).toEqual([{ startMs: 14_500, endMs: 16_000, first: 'caller', kind: 'talk-over' }]);
    const early = withLines(
      [
        ['caller', 13_000, 14_500],
        ['agent', 15_500, 19_000, text(3500)],
        ['caller', 18_650, 20_400],
      ],
      35_000,
    );
    expect(early.timing.overlaps).toEqual([{ startMs: 18_650, endMs: 19_000, first: 'agent', kind: 'talk-over' }]);
    expect(early.own[1]?.bargedInMs).toBeNull();
  });

  it('may be barge-ins of the agent', () => {
    const { timing, own } = withLines(
      [
        ['caller', 13_000, 16_000],
        ['agent', 15_500, 19_000, text(3500)],
      ],
      32_000,
    );
    expect(timing.overlaps).toEqual([{ startMs: 15_500, endMs: 16_000, first: 'caller', kind: 'barge-in' }]);
    expect(own[0]).toMatchObject({ bargedInMs: 15_500, heardChars: null });
    expect(own[1]?.noGap).toBe('overlap');
  });
});

describe('the whole call', () => {
  it('has dead air with who spoke before it, and shares that add up', () => {
    const timing = measureCall(
      makeCall(
        [
          ['agent', 4000, 6000],
          ['caller', 7000, 8000],
          ['agent', 12_500, 14_000],
          ['caller', 13_500, 15_000],
        ],
        20_000,
      ),
    );
    expect(timing.deadAir).toEqual([
      { startMs: 0, endMs: 4000, after: null },
      { startMs: 8000, endMs: 12_500, after: 'caller' },
      { startMs: 15_000, endMs: 20_000, after: 'caller' },
    ]);
    expect(timing.talk).toEqual({ agentMs: 3500, callerMs: 2500, overlapMs: 500, silenceMs: 14_500 });
  });

  it('has monologues, which a nod does not end and a word does', () => {
    const call = (middle: Line) =>
      measureCall({
        ...makeCall([['agent', 500, 9000], ['agent', 9800, 20_000], middle, ['caller', 21_000, 22_000]], 25_000),
        thresholds: { deadAirMs: 3000, monologueMs: 15_000 },
      }).monologues;
    expect(call(['caller', 5000, 5400])).toEqual([{ startMs: 500, endMs: 20_000 }]);
    expect(call(['caller', 9100, 9700])).toEqual([]);
    expect(call(['caller', 3000, 7000])).toEqual([]);
  });

  it('counts long silence as a hold only when told to', () => {
    const call = makeCall(
      [
        ['agent', 500, 3000],
        ['caller', 3500, 5000],
        ['agent', 27_000, 29_000],
        ['caller', 29_500, 31_000],
      ],
      32_000,
    );
    expect(measureCall(call).holds).toEqual([]);
    const told = measureCall({ ...call, thresholds: { ...call.thresholds, holdMs: 20_000 } });
    expect(told.holds).toEqual([{ startMs: 5000, endMs: 27_000 }]);
    expect(gaps(told)[2]).toBe('hold-between');
    expect(told.deadAir).toEqual([{ startMs: 5000, endMs: 27_000, after: 'caller' }]);
  });

  it('puts turns that interruption scrambled in the order in which they were spoken', () => {
    const call = makeCall(
      [
        ['agent', 500, 3000],
        ['caller', 3900, 6100],
        ['agent', 7300, 9800],
        ['caller', 10_400, 12_000],
        ['agent', 13_000, 15_000],
      ],
      20_000,
    );
    const [a, b, c, d, e] = call.turns;
    const turns = [a, c, b, d, e].flatMap((turn) => (turn === undefined ? [] : [turn]));
    const timing = measureCall({ ...call, turns });
    expect(timing.order).toEqual([0, 2, 1, 3, 4]);
    expect(timing.turns.map(({ index }) => index)).toEqual([0, 2, 1, 3, 4]);
    expect(measureCall(call).order).toBeNull();
  });

  it('lets the reader move the clock, and says so', () => {
    const call = makeCall(makeDialogue(12, 3).lines, 90_000, -2000);
    const moved = measureCall({ ...call, nudgeMs: 150 });
    expect(moved.clock).toMatchObject({ offsetMs: 2150, nudgeMs: 150, confidence: 'high' });
    expect(measureCall({ ...call, nudgeMs: Number.NaN }).clock).toMatchObject({ offsetMs: 2000, nudgeMs: 0 });
  });

  it('takes times that report the caller late for what they are', () => {
    const { lines, durationMs } = makeDialogue(16, 8);
    const call = makeCall(lines, durationMs);
    const turns = call.turns.map((turn) =>
      turn.role === 'caller' ? { ...turn, startMs: (turn.startMs ?? 0) + 450 } : turn,
    );
    const timing = measureCall({ ...call, turns });
    expect(timing.clock?.offsetMs).toBe(0);
    expect(timing.turns.map(({ startMs }) => startMs)).toEqual(lines.map(([, from]) => from));
    expect(timing.problems).toEqual([
      {
        code: 'caller-times-shifted',
        message: "The transcript reports the caller's turns 450 ms later than the agent's, measured by their sound.",
      },
    ]);
  });

  it('takes 2,000 turns in some milliseconds', () => {
    const { pieces, lines, durationMs } = makeDialogue(2000, 11);
    const random = createRandom(1);
    const call = makeCall(lines, durationMs, -1500);
    const of = (role: string) =>
      makeChannel(pieces.flatMap(([who, from, to]) => (who === role ? [[from, to] as const] : [])));
    const input = {
      ...call,
      turns: call.turns.map((turn) => ({ ...turn, startMs: (turn.startMs ?? 0) + (random() - 0.5) * 100 })),
      speech: makeSpeech(durationMs, of('agent'), of('caller')),
    };
    const times = Array.from({ length: 5 }, () => {
      const from = performance.now();
      const timing = measureCall(input);
      const tookMs = performance.now() - from;
      expect(timing.clock?.confidence).toBe('high');
      return tookMs;
    });
    // Several times what it takes, for a machine that is busy; n * n would take many times that.
    expect(Math.min(...times)).toBeLessThan(300);
  });
});
