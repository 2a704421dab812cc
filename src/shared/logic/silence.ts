import type { Speech } from '../model/timing.ts';
import type { ChannelEnergy } from './peaks-format.ts';
import type { Span } from './transcript.ts';

/** What playing does where nobody is heard: nothing special, go through it fast, or leave it out. */
export const silenceModes = ['off', 'fast', 'skip'] as const;
export type SilenceMode = (typeof silenceModes)[number];

/** Speed through silence, times real time. */
export const SILENCE_RATE = 3;

/** Kept after a sound that ends and before one that begins: quiet word ends, breath, and the reach of a slow frame. */
const AFTER_SOUND_MS = 200;
const BEFORE_SOUND_MS = 250;
/** What is left of a pause must be worth the interruption. */
const MIN_SAVED_MS = 400;

/** All stretches in which a channel carries speech, music or tones; in order, not touching each other. */
export function soundOfSpeech(speech: Speech): Span[] {
  return unite(speech.channels.flatMap(({ segments, other }) => [...segments, ...other]));
}

/** Sound this much above the noise, and above this level, is no silence (dB, dBFS). */
const ABOVE_NOISE_DB = 8;
const FAINTEST_DB = -60;
/** Shorter than any syllable: a click. */
const CLICK_MS = 40;

/**
 * Stretches that stand out from the noise in the energies of the peaks file: for recordings in which no speech was
 * looked for. The noise of a channel is what 15 % of its buckets stay below (audio.md F).
 */
export function soundOfEnergy({ channels, hopMs, values }: ChannelEnergy): Span[] {
  const count = Math.floor(values.length / channels);
  const limits = Array.from({ length: channels }, (_, channel) =>
    Math.max(FAINTEST_DB, noiseLevel(values, channels, channel) + ABOVE_NOISE_DB),
  );
  const found: Span[] = [];
  let from = -1;
  for (let bucket = 0; bucket <= count; bucket += 1) {
    const loud =
      bucket < count && limits.some((limit, channel) => (values[bucket * channels + channel] as number) > limit);
    if (loud && from < 0) from = bucket;
    if (loud || from < 0) continue;
    if ((bucket - from) * hopMs > CLICK_MS) found.push({ startMs: from * hopMs, endMs: bucket * hopMs });
    from = -1;
  }
  return found;
}

/** The level that 15 % of a channel's buckets stay at or below, dBFS. */
export function noiseLevel(values: Int8Array, channels: number, channel: number): number {
  const counts = new Uint32Array(256);
  let total = 0;
  for (let at = channel; at < values.length; at += channels) {
    const bin = (values[at] as number) + 128;
    counts[bin] = (counts[bin] as number) + 1;
    total += 1;
  }
  let below = 0;
  for (let bin = 0; bin < counts.length; bin += 1) {
    below += counts[bin] as number;
    if (below >= total * 0.15) return bin - 128;
  }
  return 0;
}

function unite(spans: readonly Span[]): Span[] {
  const united: { startMs: number; endMs: number }[] = [];
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = united.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else united.push({ startMs, endMs });
  }
  return united;
}

/** What may be left out between sounds (in order, not touching): pauses less the margins around what is heard. */
export function findSilences(sound: readonly Span[], durationMs: number): Span[] {
  const silences: Span[] = [];
  let quietFrom = 0;
  for (const { startMs, endMs } of [...sound, { startMs: durationMs, endMs: durationMs }]) {
    const isLast = startMs >= durationMs;
    const from = quietFrom === 0 ? 0 : quietFrom + AFTER_SOUND_MS;
    const until = isLast ? durationMs : startMs - BEFORE_SOUND_MS;
    if (until - from >= MIN_SAVED_MS) silences.push({ startMs: from, endMs: until });
    quietFrom = Math.max(quietFrom, endMs);
    if (isLast) break;
  }
  return silences;
}

/** The silence at a time; undefined while something is heard. `silences` are in order. */
export function findSilenceAt(silences: readonly Span[], timeMs: number): Span | undefined {
  let low = 0;
  let high = silences.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((silences[middle] as Span).startMs <= timeMs) low = middle + 1;
    else high = middle;
  }
  const last = silences[low - 1];
  return last !== undefined && timeMs < last.endMs ? last : undefined;
}

export interface SilenceQuestion {
  readonly timeMs: number;
  readonly mode: SilenceMode;
  /** The speed the reader has chosen. */
  readonly rate: number;
  readonly silences: readonly Span[];
  /** A stretch the reader wants to hear as it is: the gap of a turn played again, or a pause gone to by hand. */
  readonly keep: Span | null;
  /** A stretch played over and over is heard as it is. */
  readonly looping: boolean;
}

/** What to do now: go elsewhere, or play at this speed. */
export interface SilenceStep {
  readonly jumpMs: number | null;
  readonly rate: number;
}

/** Decides how the sound goes on at a moment of playing. */
export function decideSilence({ timeMs, mode, rate, silences, keep, looping }: SilenceQuestion): SilenceStep {
  const stay = { jumpMs: null, rate };
  if (mode === 'off' || looping) return stay;
  if (keep !== null && timeMs >= keep.startMs && timeMs <= keep.endMs) return stay;
  const silence = findSilenceAt(silences, timeMs);
  if (silence === undefined) return stay;
  if (mode === 'fast') return { jumpMs: null, rate: Math.max(rate, SILENCE_RATE) };
  return { jumpMs: silence.endMs, rate };
}
