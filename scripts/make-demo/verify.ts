import { FALL_MS, firstAbove, frameLevels, lastAbove, RISE_MS } from './levels.ts';
import { run, toFloats } from './run.ts';
import type { TruthCall, TruthTurn } from './types.ts';

export interface Errors {
  onsets: number[];
  ends: number[];
  /** Turns whose onset or end could not be told from another sound near it. */
  masked: number;
  decodedMs: number;
  missing: string[];
}

/** Decodes a recording with ffmpeg and measures, for every turn of the truth, when its channel's energy rises and falls. */
export async function measure(
  file: string,
  truth: TruthCall,
  rate: number,
  quietMs: readonly [number, number][],
): Promise<Errors> {
  const channels = truth.channels.length;
  const bytes = await run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'f32le', '-ar', `${rate}`, 'pipe:1']);
  const woven = toFloats(bytes);
  const length = Math.floor(woven.length / channels);
  const errors: Errors = {
    onsets: [],
    ends: [],
    masked: 0,
    missing: [],
    decodedMs: Math.round((length / rate) * 1000),
  };
  for (const [index, name] of truth.channels.entries()) {
    const samples = new Float32Array(length);
    for (let i = 0; i < length; i++) samples[i] = woven[i * channels + index] ?? 0;
    const levels = frameLevels(samples, rate);
    const mine = truth.turns.filter((turn) => name === 'mix' || turn.role === name);
    for (const turn of mine) compare(turn, mine, levels, quietMs, errors);
  }
  return errors;
}

/** A little more sensitive than what the truth calls audible: the sound was faded to nothing outside of it. */
const HEARD_RATIO = 10 ** (-34 / 20);
const REACH_MS = 160;

function compare(
  turn: TruthTurn,
  others: readonly TruthTurn[],
  levels: Float32Array,
  busy: readonly [number, number][],
  errors: Errors,
): void {
  let loudest = 0;
  for (let ms = turn.onsetMs; ms < turn.endMs; ms++) loudest = Math.max(loudest, levels[ms] ?? 0);
  const background = noiseAround(levels);
  const threshold = Math.max(loudest * HEARD_RATIO, background * 2);
  if (loudest < background * 5) {
    errors.missing.push(`turn of entry ${turn.entry} at ${turn.onsetMs} ms`);
    return;
  }
  const free = (from: number, to: number) =>
    !others.some((other) => other !== turn && other.onsetMs < to && other.endMs > from) &&
    !busy.some(([a, b]) => a < to && b > from);

  if (free(turn.onsetMs - REACH_MS, turn.onsetMs)) {
    errors.onsets.push(
      firstAbove(levels, threshold, turn.onsetMs - REACH_MS, turn.onsetMs + 400) + RISE_MS - turn.onsetMs,
    );
  } else errors.masked++;
  if (free(turn.endMs, turn.endMs + REACH_MS)) {
    errors.ends.push(lastAbove(levels, threshold, turn.endMs - 400, turn.endMs + REACH_MS) + FALL_MS - turn.endMs);
  } else errors.masked++;
}

/** Level that 10 % of the frames stay under, and a bit: the line's noise. */
function noiseAround(levels: Float32Array): number {
  const some = levels.filter((_, i) => i % 7 === 0).sort();
  return some[Math.floor(some.length * 0.15)] ?? 0;
}
