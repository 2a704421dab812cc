import { histogramOf, type Levels, quantile } from './levels.ts';
import type { Run } from './runs.ts';

const SHORTEST_MS = 90;
const FLAT_DB = 1;
const EDGE_DB = 12;
const EDGE_BUCKETS = 2;
const REST_BUCKETS = 3;
const BELOW_LOUD_DB = 15;
const QUIET_SHARE = 0.05;
/** Next to a tone there is nothing, or another tone; a vowel between two stops has its word around it. */
const ALONE_MS = 200;
/** A single short one may be a clipped word. */
const LONE_MS = 150;
const APART_MS = 1000;
/** Two tones 40 Hz apart (ringing in North America) beat; over 50 ms that evens out. */
const BEAT_MS = 50;
const SHORTEST_BEATING_MS = 350;

/**
 * Signalling tones (keys, ringing, dialling): they come and go within two buckets and do not change in between, what no
 * voice manages.
 *
 * @param loudDb as loud as the channel gets, dBFS.
 */
export function findTones(levels: Levels, hopMs: number, loudDb: number): Run[] {
  const tones: Run[] = [];
  const shortest = Math.max(4, Math.ceil(SHORTEST_MS / hopMs));
  const beat = Math.max(1, Math.round(BEAT_MS / hopMs));
  const quiet = quantile(histogramOf(levels), levels.length, QUIET_SHARE);
  const least = Math.max(loudDb - BELOW_LOUD_DB, quiet + EDGE_DB);
  for (let i = 0; i < levels.length; i += 1) {
    if ((levels[i] as number) < least || !isEdge(levels, i, -1)) continue;
    const flat = flatUntil(levels, i + 1);
    const beating = (flat - i) * hopMs < SHORTEST_BEATING_MS ? beatingUntil(levels, i + 1, beat) : flat;
    const isBeating = (beating - i) * hopMs >= SHORTEST_BEATING_MS;
    const to = isBeating ? beating : flat;
    if ((isBeating || to - i >= shortest) && isEdge(levels, to - 1, 1)) {
      tones.push({ from: i, to });
      i = to;
    }
  }
  return tones.filter((tone, i) => {
    const before = tones[i - 1]?.to ?? Number.NEGATIVE_INFINITY;
    const after = tones[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    const below = (levels[tone.from + 2] as number) - EDGE_DB;
    const reach = Math.round(ALONE_MS / hopMs);
    const isAlone = (from: number, to: number): boolean => {
      for (let k = Math.max(0, from); k < Math.min(levels.length, to); k += 1) {
        if ((levels[k] as number) > below) return false;
      }
      return true;
    };
    const isOneOfSeveral = (tone.from - before) * hopMs < APART_MS || (after - tone.to) * hopMs < APART_MS;
    return (
      (isOneOfSeveral || (tone.to - tone.from) * hopMs >= LONE_MS) &&
      isAlone(Math.max(before + 1, tone.from - reach), tone.from - EDGE_BUCKETS) &&
      isAlone(tone.to + EDGE_BUCKETS, Math.min(after - 1, tone.to + reach))
    );
  });
}

/**
 * Whether the level falls by {@link EDGE_DB} within two buckets from `at` in the direction `step` and stays down for a
 * while. The recording's own edge is one too.
 */
function isEdge(levels: Levels, at: number, step: 1 | -1): boolean {
  const below = (levels[at - step] ?? levels[at] ?? 0) - EDGE_DB;
  for (let k = EDGE_BUCKETS; k < EDGE_BUCKETS + REST_BUCKETS; k += 1) {
    const beyond = levels[at + step * k];
    if (beyond !== undefined && beyond > below) return false;
  }
  return true;
}

/** End of the stretch from `from` on in which the level stays the same. */
function flatUntil(levels: Levels, from: number): number {
  const level = levels[from] ?? 0;
  let low = level;
  let high = level;
  let to = from;
  while (to < levels.length) {
    const next = levels[to] as number;
    low = Math.min(low, next);
    high = Math.max(high, next);
    if (high - low > FLAT_DB) break;
    to += 1;
  }
  // The last bucket is mostly filled in part.
  return Math.min(levels.length, to + 1);
}

/** The same for the mean of `beat` buckets. */
function beatingUntil(levels: Levels, from: number, beat: number): number {
  let first = Number.NaN;
  let to = from;
  for (; to + beat <= levels.length; to += beat) {
    let sum = 0;
    for (let k = 0; k < beat; k += 1) sum += levels[to + k] as number;
    const mean = sum / beat;
    if (Number.isNaN(first)) first = mean;
    if (Math.abs(mean - first) > FLAT_DB) break;
  }
  let last = to;
  while (last < levels.length && last < to + beat && (levels[last] as number) > first - EDGE_DB / 2) last += 1;
  return last;
}
