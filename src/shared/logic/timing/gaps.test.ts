import { describe, expect, it } from 'vitest';
import type { CallTiming, Speech } from '../../model/timing.ts';
import { measureCall } from './measure-call.ts';
import { type Line, makeCall, makeChannel, makeDialogue, makeSpeech, makeTool, type Stretch } from './test-support.ts';

const gaps = ({ turns }: CallTiming) => turns.map(({ gap, noGap }) => gap?.ms ?? noGap);

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

  it('are there, if uncertain, when the transcript gives the ends of caller turns for their starts', () => {
    const { lines, durationMs } = makeDialogue(14, 21);
    const call = makeCall(lines, durationMs);
    const turns = call.turns.map((turn, i) =>
      turn.role === 'caller' ? { ...turn, startMs: lines[i]?.[2] ?? 0 } : turn,
    );
    const timing = measureCall({ ...call, turns });
    expect(timing.lanes?.roles).toEqual(['agent', 'caller']);
    timing.turns.forEach(({ gap }, i) => {
      if (i % 2 === 0 && i > 0) expect(gap?.ms).toBe((lines[i]?.[1] ?? 0) - (lines[i - 1]?.[2] ?? 0));
    });
  });

  it('are uncertain in noise', () => {
    const call = makeCall(dialogue, 20_000);
    const gapIn = (noiseDb: number) => {
      const channels = (call.speech as Speech).channels.map((channel) => ({ ...channel, noiseDb }));
      return measureCall({ ...call, speech: makeSpeech(20_000, ...channels) }).turns[2]?.gap;
    };
    expect(gapIn(-30)).toMatchObject({ ms: 1200, confidence: 'low', doubts: ['noise'] });
    expect(gapIn(-40)).toMatchObject({ ms: 1200, confidence: 'high', doubts: [] });
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
