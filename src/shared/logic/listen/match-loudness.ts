import { measureLevel, SPEECH_TARGET_DB } from '../loudness.ts';
import type { ChannelEnergy } from '../peaks-format.ts';
import type { WaveLevel } from '../wave-view.ts';

/** How loud the agent is in a turn as it reaches each ear, dBFS; null where nobody is heard. */
export interface ClipLevel {
  readonly speechDb: number | null;
  readonly peakDb: number;
}

/** Quiet lines are lifted by so much at most, and no peak above the ceiling. */
const MOST_BOOST_DB = 24;
const PEAK_CEILING_DB = -1;
/** Two channels are mixed into both ears at half power each. */
const MIXED_DB = 10 * Math.log10(1 / 2);

/** What to measure of a turn. */
export interface ClipSound {
  readonly energy: ChannelEnergy;
  /** Finest level of the peaks. */
  readonly peaks: WaveLevel | undefined;
  /** The agent's channel; null = the louder one of the stretch. */
  readonly channel: number | null;
  /** The turn's own stretch, without gap and lead-in, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Both channels carry the same sound: mixed, they add up. */
  readonly identical: boolean;
}

/** Measures the agent's level of speech within one turn. */
export function measureClip({ energy, peaks, channel, fromMs, toMs, identical }: ClipSound): ClipLevel {
  const part = cut(energy, fromMs, toMs);
  const peakPart = peaks === undefined ? undefined : { ...peaks, values: cutPairs(peaks, fromMs, toMs) };
  const chosen = channel === null ? Array.from({ length: energy.channels }, (_, i) => i) : [channel];
  const levels = chosen.map((one) => measureLevel(part, peakPart, one));
  const loudest = levels.reduce((a, b) => ((b.speechDb ?? -Infinity) > (a.speechDb ?? -Infinity) ? b : a));
  const pathDb = energy.channels === 1 ? 0 : identical ? -MIXED_DB : MIXED_DB;
  return {
    speechDb: loudest.speechDb === null ? null : loudest.speechDb + pathDb,
    peakDb: loudest.peakDb + pathDb,
  };
}

function cut({ channels, hopMs, values }: ChannelEnergy, fromMs: number, toMs: number): ChannelEnergy {
  const first = Math.max(0, Math.floor(fromMs / hopMs));
  return { channels, hopMs, values: values.subarray(first * channels, Math.ceil(toMs / hopMs) * channels) };
}

function cutPairs({ channels, hopMs, values }: WaveLevel, fromMs: number, toMs: number): Int8Array {
  const first = Math.max(0, Math.floor(fromMs / hopMs));
  return values.subarray(first * channels * 2, Math.ceil(toMs / hopMs) * channels * 2);
}

/** Gains that bring turns to one loudness. */
export interface MatchedLoudness {
  /** By turn, dB; 0 where nothing is known. */
  readonly gainsDb: readonly number[];
  /** What they are all brought to, dBFS; null when fewer than two are known. */
  readonly targetDb: number | null;
}

/**
 * Brings the agents' speech of all turns to the same level: the usual one, or lower where the faintest cannot be lifted that far
 * without distortion. To sound alike counts for more than to sound loud. `null` = not known (yet).
 */
export function matchLoudness(levels: readonly (ClipLevel | null)[]): MatchedLoudness {
  const reach = levels.flatMap((level) => (level === null || level.speechDb === null ? [] : [reachOf(level)]));
  if (reach.length < 2) return { gainsDb: levels.map(() => 0), targetDb: null };
  const targetDb = Math.min(SPEECH_TARGET_DB, ...reach);
  const gainsDb = levels.map((level) => (level === null || level.speechDb === null ? 0 : targetDb - level.speechDb));
  return { gainsDb, targetDb };
}

function reachOf({ speechDb, peakDb }: ClipLevel): number {
  const level = speechDb ?? 0;
  return level + Math.max(0, Math.min(MOST_BOOST_DB, PEAK_CEILING_DB - peakDb));
}
