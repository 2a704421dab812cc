import { histogramOf, type Levels, quantile } from './levels.ts';
import type { Run } from './runs.ts';

const BLOCK_MS = 500;
const WINDOW_MS = 3000;
const SHORTEST_MS = 4000;
const QUIET_SHARE = 0.05;
const ABOVE_QUIET_DB = 8;
const BELOW_LOUD_DB = 25;
const MOST_RANGE_DB = 17;
const LEAST_RANGE_DB = 4;
const BREAK_MS = 150;
const REST_MS = 200;
const REST_RANGE_DB = 4;
const REST_BELOW_DB = 7;

/**
 * Music on hold: for seconds it neither pauses nor varies in level as speech does, and yet varies more than noise.
 * Songs with words and breaks are not told from speech: one band's levels do not hold the difference.
 */
export function findMusic(levels: Levels, hopMs: number, loudDb: number): Run[] {
  const block = Math.max(1, Math.round(BLOCK_MS / hopMs));
  const half = Math.round(WINDOW_MS / BLOCK_MS / 2);
  const blocks = Math.floor(levels.length / block);
  if (blocks * BLOCK_MS < SHORTEST_MS) return [];
  const least = quantile(histogramOf(levels), levels.length, QUIET_SHARE) + ABOVE_QUIET_DB;
  const audible = loudDb - BELOW_LOUD_DB;
  const counts = new Float64Array(256);
  const runs: Run[] = [];
  let begun = -1;
  for (let index = 0; index <= blocks; index += 1) {
    const from = Math.max(0, index - half) * block;
    const to = Math.min(blocks, index + half) * block;
    const isMusic = index < blocks && lasts(levels.subarray(from, to), counts, least, audible, hopMs);
    if (isMusic && begun < 0) begun = index;
    if (isMusic || begun < 0) continue;
    // A window that is music all over reaches half its length beyond the block it is centred on.
    const run = grow(
      levels,
      Math.max(0, begun - half) * block,
      Math.min(blocks, index - 1 + half) * block,
      least,
      hopMs,
    );
    begun = -1;
    const last = runs.at(-1);
    if (last !== undefined && run.from <= last.to) runs[runs.length - 1] = { from: last.from, to: run.to };
    else runs.push(run);
  }
  return runs.filter(({ from, to }) => (to - from) * hopMs >= SHORTEST_MS);
}

function lasts(window: Levels, counts: Float64Array, least: number, audible: number, hopMs: number): boolean {
  counts.fill(0);
  histogramOf(window, counts);
  const low = quantile(counts, window.length, 0.05);
  const high = quantile(counts, window.length, 0.95);
  const range = high - low;
  if (low < least || high < audible || range > MOST_RANGE_DB || range < LEAST_RANGE_DB) return false;
  return !rests(window, high - REST_BELOW_DB, Math.round(REST_MS / hopMs));
}

/** Whether the level stays low and the same for a while: the line's noise between words. */
function rests(window: Levels, below: number, buckets: number): boolean {
  let from = 0;
  while (from + buckets <= window.length) {
    let low = 127;
    let high = -128;
    let k = 0;
    for (; k < buckets; k += 1) {
      const level = window[from + k] as number;
      low = Math.min(low, level);
      high = Math.max(high, level);
      if (high - low > REST_RANGE_DB || level > below) break;
    }
    if (k === buckets) return true;
    from += 1;
  }
  return false;
}

/** Moves both ends on over what is still heard of it, breaks of a note's length included. */
function grow(levels: Levels, from: number, to: number, least: number, hopMs: number): Run {
  const gap = Math.round(BREAK_MS / hopMs);
  let first = from;
  for (let i = from - 1; i >= Math.max(0, first - gap); i -= 1) if ((levels[i] as number) >= least) first = i;
  let last = to;
  for (let i = to; i < Math.min(levels.length, last + gap); i += 1) if ((levels[i] as number) >= least) last = i + 1;
  return { from: first, to: last };
}
