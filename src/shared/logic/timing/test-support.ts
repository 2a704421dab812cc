import type { ChannelSpeech, LaneRole, Speech } from '../../model/timing.ts';
import type { ToolCall, Turn } from '../../model/turn.ts';
import type { TimingInput } from './input.ts';

export function makeTurn(index: number, role: Turn['role'], startMs: number | null, content = 'Some words.'): Turn {
  return {
    index,
    entry: index * 2,
    role,
    rawRole: role === 'caller' ? 'user' : role,
    content,
    startMs,
    endMs: null,
    gender: null,
    latency: null,
    reportedGapMs: null,
    measuredGapMs: null,
  };
}

export function makeTool(entry: number, startMs: number | null): ToolCall {
  return {
    entry,
    invocationId: null,
    startMs,
    name: 'look-up',
    method: null,
    url: null,
    requestBody: null,
    headers: null,
    statusCode: 200,
    responseBody: null,
    extractedVars: null,
    durationMs: 300,
    error: null,
    hasResult: true,
  };
}

/** `[startMs, endMs]` of each segment. */
export type Stretch = readonly [number, number];

export function makeChannel(stretches: readonly Stretch[], other: ChannelSpeech['other'] = []): ChannelSpeech {
  const segments = stretches.map(([startMs, endMs]) => ({ startMs, endMs }));
  return { segments, noiseDb: -70, speechDb: segments.length > 0 ? -20 : null, other };
}

export function makeSpeech(durationMs: number, ...channels: ChannelSpeech[]): Speech {
  return { durationMs, channels, identical: false };
}

/** Who speaks from when to when; what a transcript says of it are the starts. */
export type Line = readonly [LaneRole, number, number, string?];

/** A call whose agent is on the first channel; times of the transcript are those of the sound, `clockMs` later. */
export function makeCall(lines: readonly Line[], durationMs: number, clockMs = 0): TimingInput {
  const of = (role: LaneRole): Stretch[] => lines.flatMap(([who, from, to]) => (who === role ? [[from, to]] : []));
  return {
    turns: lines.map(([role, startMs, , content], index) => makeTurn(index, role, startMs + clockMs, content)),
    toolCalls: [],
    recordingMs: durationMs,
    speech: makeSpeech(durationMs, makeChannel(of('agent')), makeChannel(of('caller'))),
    lanes: null,
    nudgeMs: 0,
    thresholds: { deadAirMs: 3000, monologueMs: 30_000 },
  };
}

/** A generator of numbers from 0 to 1 (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An ordinary conversation: turns of 1 to 6 s, answers after 0.4 to 2 s, pauses within turns that are segments' ends too. */
export function makeDialogue(turns: number, seed: number): { lines: Line[]; pieces: Line[]; durationMs: number } {
  const random = createRandom(seed);
  const lines: Line[] = [];
  const pieces: Line[] = [];
  let at = 500 + Math.round(random() * 2000);
  for (let i = 0; i < turns; i += 1) {
    const role = i % 2 === 0 ? 'agent' : 'caller';
    const from = at;
    const parts = 1 + Math.floor(random() * 2.2);
    for (let part = 0; part < parts; part += 1) {
      const to = at + 1000 + Math.round(random() * 2000);
      pieces.push([role, at, to]);
      at = to + (part + 1 < parts ? 350 + Math.round(random() * 350) : 0);
    }
    lines.push([role, from, at, 'x '.repeat(Math.round((at - from) / 140))]);
    at += 400 + Math.round(random() * 1600);
  }
  return { lines, pieces, durationMs: at + 1500 };
}
