import { describe, expect, it } from 'vitest';
import type { CallTiming, Speech } from '../../model/timing.ts';
import { measureCall } from './measure-call.ts';
import {
  createRandom,
  type Line,
  makeCall,
  makeChannel,
  makeDialogue,
  makeSpeech,
  makeTool,
  type Stretch,
} from './test-support.ts';

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

describe('gaps', () => {
  const dialogue: Line[] = [
    ['agent', 500, 3000],
    ['caller', 3900, 6100],
    ['agent', 7300, 9800],
    ['agent', 10_400, 12_000],
    ['caller', 12_900, 14_400],
    ['agent', 15_200, 18_000],
  ];

  it('are from the end of the caller to the onset of the agent', () => {
    const timing = measureCall(makeCall(dialogue, 20_000, -2300));
    expect(gaps(timing)).toEqual(['greeting', null, 1200, 'no-caller-before', null, 800]);
    expect(timing.turns[2]?.gap).toEqual({ ms: 1200, fromMs: 6100, toMs: 7300, confidence: 'high', doubts: [] });
    expect(timing.clock).toMatchObject({ offsetMs: 2300, driftPpm: 0, pairs: 6, confidence: 'high' });
    expect(timing.lanes?.roles).toEqual(['agent', 'caller']);
  });

  it('end where the caller really ended, whatever pauses there were', () => {
    const call = makeCall(dialogue, 20_000);
    const speech = makeSpeech(
      20_000,
      call.speech?.channels[0] ?? makeChannel([]),
      makeChannel([
        [3900, 4500],
        [5400, 6100],
        [12_900, 14_400],
      ]),
    );
    expect(gaps(measureCall({ ...call, speech }))[2]).toBe(1200);
  });

  it('know of tools: a doubt about what was waited for, or the reason for a second turn', () => {
    const call = makeCall(dialogue, 20_000);
    const timing = measureCall({ ...call, toolCalls: [makeTool(3, 6500), makeTool(5, null)] });
    expect(timing.turns[2]?.gap).toMatchObject({ ms: 1200, confidence: 'high', doubts: ['tool-call-between'] });
    expect(gaps(timing)[3]).toBe('tool-call-between');
    expect(timing.turns[5]?.gap?.doubts).toEqual([]);
  });

  it('are none over hold music', () => {
    const call = makeCall(dialogue, 20_000);
    const [agent, caller] = (call.speech as Speech).channels;
    const music = { startMs: 6400, endMs: 9900, kind: 'music' as const };
    const lines: Line[] = dialogue.map(([who, from, to], i) =>
      i < 2 ? [who, from, to] : [who, from + 4000, to + 4000],
    );
    const held = makeCall(lines, 24_000);
    const [heldAgent, heldCaller] = (held.speech as Speech).channels;
    const timing = measureCall({
      ...held,
      speech: makeSpeech(24_000, { ...(heldAgent ?? makeChannel([])), other: [music] }, heldCaller ?? makeChannel([])),
    });
    expect(timing.holds).toEqual([{ startMs: 6400, endMs: 9900 }]);
    expect(gaps(timing)[2]).toBe('hold-between');
    expect(timing.deadAir).toEqual([]);
    // A ring is no hold.
    const ring = { startMs: 6400, endMs: 7200, kind: 'music' as const };
    const rung = makeSpeech(20_000, { ...(agent ?? makeChannel([])), other: [ring] }, caller ?? makeChannel([]));
    expect(gaps(measureCall({ ...call, speech: rung }))[2]).toBe(1200);
  });

  it('are none where agent and caller speak at once', () => {
    const lines: Line[] = dialogue.map((line, i) => (i === 5 ? ['agent', 14_100, 18_000] : line));
    expect(gaps(measureCall(makeCall(lines, 20_000)))[5]).toBe('overlap');
  });

  it('are none for a turn that is not heard, or follows a caller who is not', () => {
    const call = makeCall(dialogue, 20_000);
    const agent = makeChannel([
      [500, 3000],
      [10_400, 12_000],
      [15_200, 18_000],
    ]);
    const lost = measureCall({
      ...call,
      speech: makeSpeech(20_000, agent, (call.speech as Speech).channels[1] ?? agent),
    });
    expect(lost.turns[2]).toMatchObject({ startMs: 7300, startSource: 'transcript', endMs: null, noGap: 'not-found' });
    const caller = makeChannel([[3900, 6100]]);
    const deaf = measureCall({
      ...call,
      speech: makeSpeech(20_000, (call.speech as Speech).channels[0] ?? agent, caller),
    });
    expect(gaps(deaf)[5]).toBe('not-found');
  });

  it('do not end with a click, and are uncertain after sound that no turn tells of', () => {
    const call = makeCall(dialogue, 20_000);
    const hear = (agentStretch: Stretch | null, callerStretch: Stretch | null) => {
      const channels = (call.speech as Speech).channels.map((channel, i) => {
        const extra = i === 0 ? agentStretch : callerStretch;
        const all = channel.segments.map(({ startMs, endMs }): Stretch => [startMs, endMs]);
        return makeChannel([...all, ...(extra === null ? [] : [extra])].sort((a, b) => a[0] - b[0]));
      });
      return measureCall({ ...call, speech: makeSpeech(20_000, ...channels) }).turns[2]?.gap;
    };
    expect(hear([6700, 6800], null)).toMatchObject({ ms: 1200, confidence: 'high' });
    expect(hear([6400, 6800], null)).toMatchObject({ ms: 1200, confidence: 'low', doubts: ['weak-match'] });
    expect(measureCall({ ...call, turns: call.turns.filter((_, i) => i !== 2) }).turns[2]?.noGap).toBe(
      'no-caller-before',
    );
    expect(hear(null, [6900, 7000])).toMatchObject({ ms: 1200, confidence: 'high' });
  });

  it('are uncertain in noise', () => {
    const call = makeCall(dialogue, 20_000);
    const channels = (call.speech as Speech).channels.map((channel) => ({ ...channel, noiseDb: -40 }));
    const timing = measureCall({ ...call, speech: makeSpeech(20_000, ...channels) });
    expect(timing.turns[2]?.gap).toMatchObject({ ms: 1200, confidence: 'low', doubts: ['noise'] });
  });

  it('are taken before the second greeting of a call that the caller opens', () => {
    const lines: Line[] = [['caller', 300, 800], ['agent', 1500, 3000], ...dialogue.slice(1)];
    expect(gaps(measureCall(makeCall(lines, 20_000))).slice(0, 2)).toEqual([null, 700]);
  });

  it('in one channel do not make up an end where a caller came in unheard', () => {
    const call = makeCall(
      [
        ['agent', 500, 3000],
        ['caller', 3900, 6100],
        ['agent', 7300, 16_000],
        ['caller', 9000, 9400, 'Mm-hm.'],
        ['agent', 17_000, 18_000],
      ],
      20_000,
    );
    const mixed = makeChannel([
      [500, 3000],
      [3900, 6100],
      [7300, 16_000],
      [17_000, 18_000],
    ]);
    expect(gaps(measureCall({ ...call, speech: makeSpeech(20_000, mixed) }))).toEqual([
      'greeting',
      null,
      1200,
      null,
      'overlap',
    ]);
  });
});

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
