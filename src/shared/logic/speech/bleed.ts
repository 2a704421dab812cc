import type { Floor } from './floor.ts';
import type { Levels } from './levels.ts';

const LONGEST_DELAY_MS = 300;
const SOURCE_ABOVE_FLOOR_DB = 12;
const HEARD_ABOVE_FLOOR_DB = 3;
/** A bleed louder than this is no bleed. */
const LOUDEST_BLEED_DB = -8;
const MIN_CORRELATION = 0.5;
const MIN_HEARD_MS = 500;
const CLEARLY_ABOVE_FLOOR_DB = 6;
const STEADY_SHARE = 0.3;
/** Enough to know an echo by; more would only take time. */
const MOST_LOUD = 40_000;
const SMEAR_MS = 30;
const TAIL_MS = 60;
/** What a channel must lie above the bleed that is expected in it. */
const ABOVE_BLEED_DB = 4;

/** How much of one channel is heard in another, and how much later. */
export interface Bleed {
  readonly delayBuckets: number;
  readonly gainDb: number;
}

/**
 * Finds the echo of `source` in `target`: the delay at which their levels go together best while the source is loud and
 * the target quieter.
 *
 * @returns null when they do not go together.
 */
export function findBleed(
  target: Levels,
  targetFloor: Floor,
  source: Levels,
  sourceFloor: Floor,
  hopMs: number,
): Bleed | null {
  const delays = Math.floor(LONGEST_DELAY_MS / hopMs);
  const loud = loudBuckets(source, sourceFloor);
  const least = new Int16Array(target.length);
  for (let i = 0; i < least.length; i += 1) least[i] = Math.ceil((targetFloor.db[i] as number) + HEARD_ABOVE_FLOOR_DB);
  let best: Bleed | null = null;
  let bestScore = MIN_CORRELATION;
  for (let delay = 0; delay <= delays; delay += 1) {
    let n = 0;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let syy = 0;
    let sxy = 0;
    for (let k = 0; k < loud.length; k += 1) {
      const from = loud[k] as number;
      const at = from + delay;
      if (at >= target.length) break;
      const x = source[from] as number;
      const y = target[at] as number;
      if (y > x + LOUDEST_BLEED_DB || y < (least[at] as number)) continue;
      n += 1;
      sx += x;
      sy += y;
      sxx += x * x;
      syy += y * y;
      sxy += x * y;
    }
    if (n * hopMs < MIN_HEARD_MS) continue;
    const vx = sxx - (sx * sx) / n;
    const vy = syy - (sy * sy) / n;
    if (vx <= 0 || vy <= 0) continue;
    const score = (sxy - (sx * sy) / n) / Math.sqrt(vx * vy);
    if (score > bestScore) {
      bestScore = score;
      best = { delayBuckets: delay, gainDb: (sy - sx) / n };
    }
  }
  return best !== null && isSteady(best, target, targetFloor, source) ? best : null;
}

/** Buckets in which the source is loud; of a long recording an even choice of them. */
function loudBuckets(source: Levels, floor: Floor): Int32Array {
  const all = new Int32Array(source.length);
  let n = 0;
  for (let i = 0; i < source.length; i += 1) {
    if ((source[i] as number) >= (floor.db[i] as number) + SOURCE_ABOVE_FLOOR_DB) all[n++] = i;
  }
  const stride = Math.ceil(n / MOST_LOUD);
  if (stride <= 1) return all.subarray(0, n);
  let kept = 0;
  for (let i = 0; i < n; i += stride) all[kept++] = all[i] as number;
  return all.subarray(0, kept);
}

/** Whether the bleed is there most of the time that it should be: two who once spoke in step are no echo. */
function isSteady({ delayBuckets, gainDb }: Bleed, target: Levels, targetFloor: Floor, source: Levels): boolean {
  let expected = 0;
  let heard = 0;
  for (let i = delayBuckets; i < target.length; i += 1) {
    const level = (source[i - delayBuckets] as number) + gainDb;
    if (level < (targetFloor.db[i] as number) + CLEARLY_ABOVE_FLOOR_DB) continue;
    expected += 1;
    if ((target[i] as number) > level - CLEARLY_ABOVE_FLOOR_DB) heard += 1;
  }
  return heard > expected * STEADY_SHARE;
}

/** Raises `threshold` (dBFS per bucket) to what is expected of the bleed, so that only what is louder counts. */
export function raiseToBleed(threshold: Float32Array, source: Levels, bleed: Bleed, hopMs: number): void {
  const early = Math.round(SMEAR_MS / hopMs);
  const late = Math.round(TAIL_MS / hopMs);
  const offset = bleed.gainDb + ABOVE_BLEED_DB;
  for (let i = 0; i < threshold.length; i += 1) {
    const middle = i - bleed.delayBuckets;
    let loudest = Number.NEGATIVE_INFINITY;
    const to = Math.min(source.length - 1, middle + early);
    for (let k = Math.max(0, middle - late); k <= to; k += 1) {
      const level = source[k] as number;
      if (level > loudest) loudest = level;
    }
    if (loudest + offset > (threshold[i] as number)) threshold[i] = loudest + offset;
  }
}
