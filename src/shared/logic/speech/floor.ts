import { histogramOf, type Levels, loudLevel, quantile } from './levels.ts';

const BLOCK_MS = 500;
const REACH_MS = 15_000;
const LEAST_MS = 5000;
const FLOOR_SHARE = 0.12;
const SPREAD_SHARE = 0.025;
/** What lies so far below the loudest sound is taken for silence, however quiet the line is. */
const DEEPEST_DB = 50;
const MIN_SPREAD_DB = 0.7;
const MAX_SPREAD_DB = 2.5;

/** The line's level while nobody speaks, as it changes over the call. */
export interface Floor {
  /** dBFS for each bucket. */
  readonly db: Float32Array;
  /** How much that level varies from bucket to bucket, dB (about a standard deviation), for each bucket. */
  readonly spread: Float32Array;
}

/**
 * Follows the noise floor: a low quantile of the levels of the 15 s before and of the 15 s after, whichever is higher, and
 * the distance to a still lower one for its spread. Speech with its pauses hardly moves the quantile, and with two sides
 * the floor follows a line that gets louder all at once without delay.
 *
 * @param masked buckets that are not to count (1), such as music; the floor goes on across them.
 */
export function followFloor(levels: Levels, hopMs: number, masked: Uint8Array): Floor {
  const count = levels.length;
  const block = Math.max(1, Math.round(BLOCK_MS / hopMs));
  const blocks = Math.ceil(count / block);
  const all = histogramOf(levels);
  const lowest = loudLevel(all, count, hopMs) - DEEPEST_DB;
  const low = new Float32Array(blocks).fill(Number.NEGATIVE_INFINITY);
  const wide = new Float32Array(blocks);
  const least = Math.min(count, Math.round(LEAST_MS / hopMs));
  slide(levels, masked, block, blocks, (index, counts, total) => {
    if (total < least) return;
    const floor = quantile(counts, total, FLOOR_SHARE);
    const spread = floor - quantile(counts, total, SPREAD_SHARE);
    for (const at of [index, index - Math.round(REACH_MS / BLOCK_MS)]) {
      if (at < 0 || at >= blocks || floor <= (low[at] as number)) continue;
      low[at] = floor;
      wide[at] = spread;
    }
  });
  let previous = quantile(all, count, FLOOR_SHARE);
  for (let index = 0; index < blocks; index += 1) {
    if (low[index] === Number.NEGATIVE_INFINITY) low[index] = previous;
    previous = low[index] as number;
    low[index] = Math.max(previous, lowest);
    wide[index] = Math.min(MAX_SPREAD_DB, Math.max(MIN_SPREAD_DB, wide[index] as number));
  }
  return { db: interpolate(low, block, count), spread: interpolate(wide, block, count) };
}

/** Calls `visit` with how often each level occurs in the 15 s up to and including each block, also past the last one. */
function slide(
  levels: Levels,
  masked: Uint8Array,
  block: number,
  blocks: number,
  visit: (index: number, counts: Float64Array, total: number) => void,
): void {
  const reach = Math.round(REACH_MS / BLOCK_MS);
  const counts = new Float64Array(256);
  let total = 0;
  const add = (index: number, sign: 1 | -1): void => {
    const to = Math.min(levels.length, (index + 1) * block);
    for (let i = Math.max(0, index * block); i < to; i += 1) {
      if (masked[i] === 1) continue;
      const at = (levels[i] as number) + 128;
      counts[at] = (counts[at] as number) + sign;
      total += sign;
    }
  };
  for (let index = 0; index < blocks + reach; index += 1) {
    if (index < blocks) add(index, 1);
    if (index > reach) add(index - reach - 1, -1);
    visit(index, counts, total);
  }
}

/** One value per block, at its middle, to one per bucket. */
function interpolate(values: Float32Array, block: number, count: number): Float32Array {
  const out = new Float32Array(count);
  const last = values.length - 1;
  for (let i = 0; i < count; i += 1) {
    const place = Math.min(last, Math.max(0, (i + 0.5) / block - 0.5));
    const index = Math.floor(place);
    const from = values[index] as number;
    const to = values[Math.min(last, index + 1)] as number;
    out[i] = from + (to - from) * (place - index);
  }
  return out;
}
