import { type Interval, noInterval } from './interval.ts';
import { Z95 } from './normal.ts';
import { quantile } from './quantile.ts';

/** How a daily figure changes. */
export interface Trend {
  /** Days with a figure. */
  readonly days: number;
  /** Change per day: the median of the slopes between all pairs of days; null of fewer than two days. */
  readonly perDay: number | null;
  /** 95 %. */
  readonly interval: Interval;
}

/** With four days even a straight rise is no proof: 2 / 4! = 0.083, 2 / 5! = 0.017. */
export const DAYS_FOR_INTERVAL = 5;
/** Up to so many days the distribution of Kendall's S is counted out. */
const EXACT_UP_TO = 60;
/** Of more days only the latest are taken: pairs grow with the square. */
const MOST_DAYS = 1500;

/**
 * Theil-Sen slope of a figure by day (Theil 1950, Sen 1968): days with few calls, or one bad day, hardly move it. The interval is Sen's,
 * with the days as units, so the figure's wobble from day to day is in it; it asks that days are independent of each other.
 * @param points `day` in days from anywhere, each once; points that are no numbers are left out
 */
export function theilSen(points: readonly { readonly day: number; readonly value: number }[]): Trend {
  const usable = points.filter(({ day, value }) => Number.isFinite(day) && Number.isFinite(value));
  usable.sort((a, b) => a.day - b.day);
  const kept = usable.slice(-MOST_DAYS);
  const slopes = slopesOf(kept);
  const days = kept.length;
  const perDay = quantile(slopes, 0.5);
  if (perDay === null) return { days, perDay, interval: noInterval(days === 0 ? 'nothing' : 'too-few') };
  if (days < DAYS_FOR_INTERVAL) return { days, perDay, interval: noInterval('too-few') };
  if (slopes[0] === slopes.at(-1)) return { days, perDay, interval: noInterval('no-spread') };
  // Sen: as many slopes lie outside at each end as S leaves beyond its 97.5 % point.
  const beyond = Math.floor((slopes.length - criticalS(days)) / 2) - 1;
  const low = slopes[beyond];
  const high = slopes[slopes.length - 1 - beyond];
  if (beyond < 0 || low === undefined || high === undefined) return { days, perDay, interval: noInterval('too-few') };
  return { days, perDay, interval: { low, high, why: null } };
}

function slopesOf(points: readonly { readonly day: number; readonly value: number }[]): Float64Array {
  const slopes = new Float64Array((points.length * (points.length - 1)) / 2);
  let count = 0;
  for (const [i, later] of points.entries()) {
    for (let j = 0; j < i; j += 1) {
      const earlier = points[j];
      if (earlier === undefined || earlier.day === later.day) continue;
      slopes[count] = (later.value - earlier.value) / (later.day - earlier.day);
      count += 1;
    }
  }
  return slopes.subarray(0, count).sort();
}

/** The largest S of Kendall's that is not yet rare for `n` days without trend: beyond it lie at most 2.5 % on each side. */
function criticalS(n: number): number {
  if (n > EXACT_UP_TO) return Math.ceil(Z95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18));
  const pairs = (n * (n - 1)) / 2;
  const chances = inversionChances(n);
  let tail = 0;
  let discordant = 0;
  while (tail + (chances[discordant] ?? 1) <= 0.025) {
    tail += chances[discordant] ?? 1;
    discordant += 1;
  }
  // S of `discordant` pairs out of order is the first that is not rare.
  return pairs - 2 * discordant;
}

/** Chance of each number of pairs out of order in a random order of n (Kendall 1938): one more day adds 0 to n − 1 of them. */
function inversionChances(n: number): Float64Array {
  let chances = Float64Array.of(1);
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array(chances.length + size - 1);
    chances.forEach((chance, i) => {
      for (let added = 0; added < size; added += 1) next[i + added] = (next[i + added] ?? 0) + chance / size;
    });
    chances = next;
  }
  return chances;
}
