import type { ChannelEnergy } from './peaks-format.ts';
import { noiseLevel } from './silence.ts';
import type { WaveLevel } from './wave-view.ts';

/** How loud a channel is, dBFS; null where it holds nothing that could be speech. */
export interface ChannelLevel {
  /** Mean power of the stretches in which somebody speaks. */
  readonly speechDb: number | null;
  readonly noiseDb: number;
  /** Peak that only one in a thousand buckets exceeds. */
  readonly peakDb: number;
}

/** Speech of every party of every call is brought here, dBFS. Peaks of speech lie 15 to 20 dB above its mean. */
export const SPEECH_TARGET_DB = -20;
const MOST_BOOST_DB = 12;
const MOST_CUT_DB = -12;
/** Noise is never lifted above this, peaks not above that. */
const NOISE_CEILING_DB = -50;
const PEAK_CEILING_DB = -1;
/** Fainter than this, a channel carries noise or the other party's echo. */
const FAINTEST_SPEECH_DB = -50;
/** Distance from the level of speech below which a moment is a pause (ITU-T P.56). */
const PAUSE_BELOW_DB = 15.9;

/**
 * Measures a channel's loudness from its energies (RMS of 10 ms above 120 Hz) and peaks. The level of speech is
 * the mean power of the moments within 15.9 dB of that level, as in ITU-T P.56, found by repeating until it stays.
 */
export function measureLevel(energy: ChannelEnergy, peaks: WaveLevel | undefined, channel: number): ChannelLevel {
  const { channels, values } = energy;
  const counts = new Uint32Array(129);
  for (let at = channel; at < values.length; at += channels) {
    const bin = Math.min(0, values[at] as number) + 128;
    counts[bin] = (counts[bin] as number) + 1;
  }
  let speechDb = meanAbove(counts, -127);
  for (let turn = 0; turn < 20 && speechDb !== null; turn += 1) {
    const next: number | null = meanAbove(counts, speechDb - PAUSE_BELOW_DB);
    if (next === null || Math.abs(next - speechDb) < 0.05) break;
    speechDb = next;
  }
  return {
    speechDb: speechDb !== null && speechDb >= FAINTEST_SPEECH_DB ? speechDb : null,
    noiseDb: noiseLevel(values, channels, channel),
    peakDb: peaks === undefined ? 0 : peakLevel(peaks, channel),
  };
}

/** Mean power of the buckets at or above a level, dB; null when there is none. */
function meanAbove(counts: Uint32Array, limitDb: number): number | null {
  let power = 0;
  let total = 0;
  for (let bin = Math.max(1, Math.ceil(limitDb + 128)); bin < counts.length; bin += 1) {
    const count = counts[bin] as number;
    power += count * 10 ** ((bin - 128) / 10);
    total += count;
  }
  return total === 0 ? null : 10 * Math.log10(power / total);
}

function peakLevel({ channels, values }: WaveLevel, channel: number): number {
  const counts = new Uint32Array(129);
  let total = 0;
  for (let at = channel * 2; at + 1 < values.length; at += channels * 2) {
    const peak = Math.min(127, Math.max(-(values[at] as number), values[at + 1] as number, 0));
    counts[peak] = (counts[peak] as number) + 1;
    total += 1;
  }
  let above = 0;
  for (let peak = 127; peak > 0; peak -= 1) {
    above += counts[peak] as number;
    if (above > total / 1000) return 20 * Math.log10(peak / 127);
  }
  return -Infinity;
}

/** By how much to lift (or lower) a channel so that its speech comes to the target, dB; 0 where there is no speech. */
export function evenOutDb({ speechDb, noiseDb, peakDb }: ChannelLevel): number {
  if (speechDb === null) return 0;
  const wanted = SPEECH_TARGET_DB - speechDb;
  if (wanted <= 0) return Math.max(MOST_CUT_DB, wanted);
  const room = Math.min(MOST_BOOST_DB, NOISE_CEILING_DB - noiseDb, PEAK_CEILING_DB - peakDb);
  return Math.max(0, Math.min(wanted, room));
}

export interface MixSwitches {
  readonly evenOut: boolean;
  readonly muted: readonly boolean[];
  /** While any channel is solo, only solo ones are heard. */
  readonly solo: readonly boolean[];
}

/** The factor for each channel. `levels` may be unknown yet: then nothing is evened out. */
export function channelGains(
  channels: number,
  levels: readonly ChannelLevel[] | null,
  { evenOut, muted, solo }: MixSwitches,
): number[] {
  const anySolo = solo.some(Boolean);
  return Array.from({ length: channels }, (_, channel) => {
    if (anySolo ? solo[channel] !== true : muted[channel] === true) return 0;
    const level = levels?.[channel];
    return evenOut && level !== undefined ? 10 ** (evenOutDb(level) / 20) : 1;
  });
}
