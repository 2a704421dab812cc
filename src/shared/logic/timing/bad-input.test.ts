import { describe, expect, it } from 'vitest';
import { type CallTiming, callTimingSchema, type Speech } from '../../model/timing.ts';
import type { TimingInput } from './input.ts';
import { measureCall } from './measure-call.ts';
import { type Line, makeCall, makeChannel, makeSpeech } from './test-support.ts';

const lines: Line[] = [
  ['agent', 500, 3000],
  ['caller', 3900, 6100],
  ['agent', 7300, 9800],
  ['caller', 10_500, 12_900],
  ['agent', 14_400, 17_000],
  ['caller', 17_700, 19_000],
];
const good = makeCall(lines, 20_000);
const speech = good.speech as Speech;
const gaps = (timing: CallTiming) => timing.turns.map(({ gap, noGap }) => gap?.ms ?? noGap);
const problem = (timing: CallTiming, code: string) => timing.problems.find((found) => found.code === code)?.message;

function measure(change: Partial<TimingInput>): CallTiming {
  const timing = measureCall({ ...good, ...change });
  expect(callTimingSchema.parse(timing)).toEqual(timing);
  return timing;
}

describe('measureCall says what it could not compute', () => {
  it('for a recording shorter than the transcript', () => {
    const cut = makeSpeech(
      12_000,
      makeChannel([
        [500, 3000],
        [7300, 9800],
      ]),
      makeChannel([
        [3900, 6100],
        [10_500, 12_000],
      ]),
    );
    const timing = measure({ recordingMs: 12_000, speech: cut });
    expect(gaps(timing)).toEqual(['greeting', null, 1200, null, 'beyond-recording', null]);
    expect(timing.turns[4]).toMatchObject({ startMs: null, endMs: null, startSource: null });
    expect(problem(timing, 'recording-shorter')).toBe(
      '2 turns of the transcript lie outside the recording and could not be measured.',
    );
  });

  it('for a recording longer than the transcript', () => {
    const timing = measure({ recordingMs: 150_000, speech: { ...speech, durationMs: 150_000 } });
    expect(gaps(timing)).toEqual(['greeting', null, 1200, null, 1500, null]);
    expect(problem(timing, 'recording-longer')).toBe(
      'The recording goes on for 2:11 after the last turn of the transcript.',
    );
  });

  it('for a transcript without times', () => {
    const timing = measure({ turns: good.turns.map((turn) => ({ ...turn, startMs: null })) });
    expect(gaps(timing)).toEqual(['no-time', null, 'no-time', null, 'no-time', null]);
    expect(timing).toMatchObject({ clock: null, lanes: null, order: null, talk: null });
    expect(problem(timing, 'no-times')).toBe(
      'The transcript has no times, so its turns could not be placed in the recording.',
    );
    // What needs no transcript is there all the same.
    const byHand = measure({
      turns: good.turns.map((turn) => ({ ...turn, startMs: null })),
      lanes: { roles: ['agent', 'caller'], source: 'hand' },
    });
    expect(byHand.talk).toMatchObject({ agentMs: 7600, callerMs: 5900 });
    expect(byHand.lanes).toEqual({ roles: ['agent', 'caller'], source: 'hand', confidence: null });
  });

  it('for a turn without a time', () => {
    const timing = measure({ turns: good.turns.map((turn, i) => (i === 2 ? { ...turn, startMs: null } : turn)) });
    expect(timing.turns[2]).toMatchObject({ noGap: 'no-time', startMs: null });
    expect(problem(timing, 'turns-without-time')).toBe(
      'One turn of the transcript has no time and could not be placed.',
    );
  });

  it('for times that are all equal', () => {
    const timing = measure({ turns: good.turns.map((turn) => ({ ...turn, startMs: 0 })) });
    expect(gaps(timing)).toEqual(['no-time', null, 'no-time', null, 'no-time', null]);
    expect(problem(timing, 'times-equal')).toBe(
      'All turns of the transcript have the same time, so they could not be placed in the recording.',
    );
  });

  it('for times out of order, which are put in order', () => {
    const [a, b, c, d, e, f] = good.turns as [TimingInput['turns'][0], ...TimingInput['turns']];
    const timing = measure({ turns: [a, c, b, d, e, f].filter((turn) => turn !== undefined) });
    expect(timing.order).toEqual([0, 2, 1, 3, 4, 5]);
    expect(gaps(timing)).toEqual(['greeting', 1200, null, null, 1500, null]);
    expect(problem(timing, 'times-out-of-order')).toBe(
      "The transcript's times are out of order: the order in which the turns were spoken was worked out.",
    );
  });

  it('for no turns', () => {
    const timing = measure({ turns: [] });
    expect(timing).toMatchObject({ turns: [], clock: null, lanes: null });
    expect(problem(timing, 'no-turns')).toBe(
      'The transcript has no turns, so there is nothing to place in the recording.',
    );
  });

  it('for one turn', () => {
    const timing = measure(makeCall([['agent', 500, 3000]], 5000));
    expect(timing.turns).toMatchObject([{ startMs: 500, endMs: 3000, startSource: 'sound', noGap: 'greeting' }]);
    expect(timing.clock).toBeNull();
    expect(problem(timing, 'clock-too-few')).toBe(
      "Too few turns meet an onset in the sound to fit the transcript's clock to the recording's: its times are taken as they are.",
    );
  });

  it('for two channels that are one', () => {
    const all = makeChannel(lines.map(([, from, to]) => [from, to] as const));
    const timing = measure({ speech: { ...makeSpeech(20_000, all, all), identical: true } });
    expect(gaps(timing)).toEqual(['greeting', null, 1200, null, 1500, null]);
    expect(timing.turns[2]?.gap).toMatchObject({ confidence: 'low', doubts: ['mono'] });
    expect(timing).toMatchObject({ lanes: null, talk: null, overlaps: [] });
    expect(problem(timing, 'channels-identical')).toBe(
      'Both channels carry the same sound: gaps are the silence before a turn and less certain; overlaps and talk shares cannot be told.',
    );
    const merged = makeChannel([
      [500, 3000],
      [3900, 9800],
      [10_500, 19_000],
    ]);
    const unclear = measure({ speech: { ...makeSpeech(20_000, merged, merged), identical: true } });
    expect(gaps(unclear)).toEqual(['greeting', null, 'channels-identical', null, 'channels-identical', null]);
  });

  it('for one channel', () => {
    const timing = measure({
      speech: makeSpeech(20_000, makeChannel(lines.map(([, from, to]) => [from, to] as const))),
    });
    expect(timing.turns[4]?.gap).toEqual({
      ms: 1500,
      fromMs: 12_900,
      toMs: 14_400,
      confidence: 'low',
      doubts: ['mono'],
    });
    expect(problem(timing, 'mono')).toMatch(/^The recording has one channel for both parties:/);
  });

  it('for more than two channels', () => {
    const timing = measure({ speech: makeSpeech(20_000, ...speech.channels, makeChannel([])) });
    expect(gaps(timing)).toEqual(['greeting', null, 1200, null, 1500, null]);
    expect(problem(timing, 'many-channels')).toMatch(/^The recording has 3 channels/);
  });

  it('for a silent recording', () => {
    const timing = measure({ speech: makeSpeech(20_000, makeChannel([]), makeChannel([])) });
    expect(gaps(timing)).toEqual(['greeting', null, 'not-found', null, 'not-found', null]);
    expect(timing.deadAir).toEqual([{ startMs: 0, endMs: 20_000, after: null }]);
    expect(timing).toMatchObject({ lanes: null, clock: null });
    expect(timing.problems).toEqual([
      { code: 'silent', message: 'Nobody is heard in the recording, so no turn could be placed and no gap measured.' },
    ]);
  });

  it('for no recording, and one that was not analysed', () => {
    const without = measure({ recordingMs: null, speech: null });
    expect(gaps(without)).toEqual(['no-recording', null, 'no-recording', null, 'no-recording', null]);
    expect(without.turns[2]).toMatchObject({ startMs: 7300, startSource: 'transcript' });
    expect(problem(without, 'no-recording')).toBe('There is no recording, so nothing could be measured in its sound.');
    expect(problem(measure({ speech: null }), 'not-analysed')).toBe(
      'Speech was not looked for in the recording yet, so nothing is measured.',
    );
  });

  it('for channels that could be anybody', () => {
    const strange = good.turns.map((turn, i) => ({
      ...turn,
      startMs: [811, 3402, 5208, 9390, 13_777, 15_012][i] ?? 0,
    }));
    const timing = measure({ turns: strange });
    expect(timing.lanes).toBeNull();
    expect(problem(timing, 'lanes-unknown')).toMatch(/^Which channel is whose could not be told/);
    expect(timing.turns.every(({ gap }) => gap === null || gap.confidence === 'low')).toBe(true);
  });

  it('for a clock that fits no better than chance', () => {
    const strange = good.turns.map((turn, i) => ({
      ...turn,
      startMs: [811, 3402, 5208, 9390, 13_777, 15_012][i] ?? 0,
    }));
    const timing = measure({ turns: strange, lanes: { roles: ['agent', 'caller'], source: 'agent' } });
    expect(timing.clock).toBeNull();
    expect(problem(timing, 'clock-unlike')).toMatch(/no better than chance/);
    // The reader may know better.
    expect(measure({ turns: strange, nudgeMs: 300 }).clock).toEqual({
      offsetMs: 300,
      driftPpm: 0,
      residualMs: 0,
      pairs: 0,
      confidence: 'low',
      nudgeMs: 300,
    });
  });
});
