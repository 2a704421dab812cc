import type { ChannelEnergy } from '../peaks-format.ts';
import { SILENCE_DB } from '../peaks-format.ts';

/** The levels of one channel, dBFS per bucket, in a row. */
export type Levels = Int8Array;

const POWERS = Float64Array.from({ length: 256 }, (_, i) =>
  i + SILENCE_DB <= SILENCE_DB ? 0 : 10 ** ((i - 128) / 10),
);

/** Mean square of a level in whole dBFS, from a table; 0 for {@link SILENCE_DB}. */
export function powerOf(level: number): number {
  return POWERS[level + 128] ?? 0;
}

/** Level of a mean square, dBFS; {@link SILENCE_DB} for nothing. */
export function levelOf(power: number): number {
  return power > 0 ? Math.max(SILENCE_DB, 10 * Math.log10(power)) : SILENCE_DB;
}

/** Takes the channels apart. A last bucket that some channels lack is left out. */
export function splitChannels({ channels, values }: ChannelEnergy): Levels[] {
  const count = Math.floor(values.length / channels);
  return Array.from({ length: channels }, (_, channel) => {
    const levels = new Int8Array(count);
    for (let i = 0, at = channel; i < count; i += 1, at += channels) levels[i] = values[at] as number;
    return levels;
  });
}

/** How often each level occurs: counts[level + 128]. */
export function histogramOf(levels: Levels, counts: Float64Array = new Float64Array(256)): Float64Array {
  for (let i = 0; i < levels.length; i += 1) {
    const at = (levels[i] as number) + 128;
    counts[at] = (counts[at] as number) + 1;
  }
  return counts;
}

/** The level below which `share` of a histogram lies, linear inside of a bin; {@link SILENCE_DB} for an empty one. */
export function quantile(counts: Float64Array, total: number, share: number): number {
  let left = total * share;
  for (let i = 0; i < counts.length; i += 1) {
    const count = counts[i] as number;
    if (count > 0 && left <= count) return i === 0 ? SILENCE_DB : i - 128.5 + left / count;
    left -= count;
  }
  return SILENCE_DB;
}

const LOUD_MS = 200;

/** The level that 200 ms of the sound exceed, dBFS: as loud as it gets, clicks apart. */
export function loudLevel(counts: Float64Array, total: number, hopMs: number): number {
  return total === 0 ? SILENCE_DB : quantile(counts, total, 1 - Math.min(total, LOUD_MS / hopMs) / total);
}
