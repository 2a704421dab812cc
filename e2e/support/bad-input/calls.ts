import { makeWav } from '../../../src/main/audio/fixtures/wav-writer.ts';
import type { LiteralCall } from '../../../src/sandbox/index.ts';
import { hiss, keyTones, mix, music, type Spoken, voice } from './sounds.ts';

/** A call with something wrong, and what a reviewer must be told about it (any of the measured facts' sentences). */
export interface BadCall {
  readonly id: string;
  readonly what: string;
  readonly literal: LiteralCall;
  /** Turns of the transcript. */
  readonly turns: number;
  readonly told: RegExp | null;
}

type Entry = { role: 'agent' | 'user'; content: string; timestamp_ms?: number; latency_breakdown?: object };

const SECONDS = 40;
const agentSpoken: Spoken[] = [
  [0.5, 4],
  [9, 13],
  [18.2, 22],
  [27.1, 31],
];
const callerSpoken: Spoken[] = [
  [5, 8],
  [14, 17],
  [23, 26],
];
const RATE = 8000;

const agent = (seconds = SECONDS, rate = RATE, spoken = agentSpoken) =>
  mix(voice(seconds, rate, spoken, 1), hiss(seconds, rate, 2));
const caller = (seconds = SECONDS, rate = RATE, spoken = callerSpoken) =>
  mix(voice(seconds, rate, spoken, 3), hiss(seconds, rate, 4));

/** The transcript of the sound above, with what a caller may do to its times. */
function transcript(time: (ms: number, place: number) => number | undefined = (ms) => ms): Entry[] {
  const all = [
    ...agentSpoken.map(([from]) => ({ role: 'agent' as const, from })),
    ...callerSpoken.map(([from]) => ({ role: 'user' as const, from })),
  ].sort((a, b) => a.from - b.from);
  return all.map(({ role, from }, place) => {
    const timestamp = time(from * 1000, place);
    return {
      role,
      content: `This is turn ${place + 1} of the call, in which somebody speaks for a few seconds.`,
      ...(timestamp === undefined ? {} : { timestamp_ms: Math.round(timestamp) }),
      ...(role === 'agent' && place > 0
        ? { latency_breakdown: { total_perceived_ms: 1000, llm_startup_ms: 400 } }
        : {}),
    };
  });
}

const wav = (channels: readonly Float32Array[], encoding: 's16' | 'mulaw' = 's16', sampleRate = RATE) =>
  makeWav(channels, { encoding, sampleRate });

/** One call for each line of the list of bad input. */
export function badCalls(nowMs: number): BadCall[] {
  let place = 0;
  const call = (
    id: string,
    what: string,
    bytes: Uint8Array | null,
    entries: readonly Entry[],
    told: RegExp | null,
  ): BadCall => {
    place += 1;
    return {
      id,
      what,
      told,
      turns: entries.length,
      literal: {
        call: {
          call_id: id,
          start_timestamp: nowMs - 3 * 86_400_000 - place * 60_000,
          duration_ms: SECONDS * 1000,
          transcript: [...entries],
        },
        recording: bytes && { bytes, contentType: 'audio/wav' },
      },
    };
  };
  const stereo = wav([agent(), caller()]);
  const oneTurn = transcript().slice(0, 1);
  return [
    call(
      'bad-short',
      'a recording shorter than the transcript',
      wav([agent(15), caller(15)]),
      transcript(),
      /outside the recording/,
    ),
    call(
      'bad-long',
      'a recording longer than the transcript',
      wav([agent(90), caller(90)]),
      transcript(),
      /goes on for 0:/,
    ),
    call(
      'bad-timeless',
      'a transcript without times',
      stereo,
      transcript(() => undefined),
      /has no times/,
    ),
    call(
      'bad-equal',
      'turns that all have the same time',
      stereo,
      transcript(() => 5000),
      /have the same time/,
    ),
    call(
      'bad-order',
      'times out of order',
      stereo,
      transcript((ms, i) => (i % 2 === 0 ? ms + 9000 : ms)),
      /out of order/,
    ),
    call('bad-empty', 'no turns', stereo, [], /has no turns/),
    call('bad-one', 'one turn', stereo, oneTurn, /Too few turns/),
    call(
      'bad-twins',
      'two channels with the same sound',
      wav([mix(agent(), caller()), mix(agent(), caller())]),
      transcript(),
      /carry the same sound/,
    ),
    call('bad-mono', 'one channel', wav([mix(agent(), caller())]), transcript(), /one channel for both/),
    call(
      'bad-silent',
      'silence',
      wav([new Float32Array(SECONDS * RATE), new Float32Array(SECONDS * RATE)]),
      transcript(),
      /Nobody is heard/,
    ),
    call(
      'bad-tones',
      'key tones and music on hold',
      wav([mix(music(SECONDS, RATE), hiss(SECONDS, RATE, 5)), keyTones(SECONDS, RATE)]),
      transcript(),
      null,
    ),
    call('bad-mulaw', '8-bit mu-law', wav([agent(), caller()], 'mulaw'), transcript(), null),
    call(
      'bad-48k',
      '48 kHz',
      wav([agent(SECONDS, 48_000), caller(SECONDS, 48_000)], 's16', 48_000),
      transcript(),
      null,
    ),
    call('bad-damaged', 'a damaged tail', stereo.subarray(0, Math.floor(stereo.length * 0.6)), transcript(), null),
  ];
}

/** An hour and a half, of which somebody speaks now and then. */
export function longCall(nowMs: number): BadCall {
  const seconds = 90 * 60;
  const every = 30;
  const spoken = Array.from({ length: Math.floor(seconds / every) }, (_, i): Spoken => [i * every + 1, i * every + 5]);
  const answers = spoken.map(([from]): Spoken => [from + 6, from + 9]);
  const entries = spoken.flatMap(([from], i): Entry[] => [
    { role: 'user', content: `Question ${i + 1} of a very long call.`, timestamp_ms: from * 1000 },
    {
      role: 'agent',
      content: `Answer ${i + 1} to that, in a few more words.`,
      timestamp_ms: (from + 6) * 1000,
      latency_breakdown: { total_perceived_ms: 1900 },
    },
  ]);
  return {
    id: 'bad-90-minutes',
    what: '90 minutes',
    told: null,
    turns: entries.length,
    literal: {
      call: {
        call_id: 'bad-90-minutes',
        start_timestamp: nowMs - 4 * 86_400_000,
        duration_ms: seconds * 1000,
        transcript: entries,
      },
      recording: {
        bytes: wav([voice(seconds, RATE, answers, 7), voice(seconds, RATE, spoken, 8)], 'mulaw'),
        contentType: 'audio/wav',
      },
    },
  };
}
