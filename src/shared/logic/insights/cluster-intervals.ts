import type { Estimate, Share } from '../../model/insights/common.ts';
import { wilsonInterval } from '../stats/binomial.ts';
import { quantile } from '../stats/quantile.ts';
import { studentQuantile } from '../stats/student.ts';

// Intervals in closed form, because a page of insights has hundreds of them: resampling (`stats/replicates.ts`) is for the few
// that decide something. Units are calls; their turns count as they come.

/** Values of turns with the call of each; turns of one call stand together. Finite values only. */
export interface Clustered {
  readonly values: ArrayLike<number>;
  readonly calls: ArrayLike<number>;
}

/** Below so many calls an interval would claim more than it holds: there is none. */
export const CALLS_FOR_INTERVAL = 20;
/** Nor where less than so much is expected outside the quantile: its far end would be the largest value whatever that is. */
const TAIL_TURNS = 1;

const wide = (calls: number): number => studentQuantile(0.975, calls - 1);

/**
 * Sum over calls of the square of the sum of `influence` over each call's turns, with C/(C-1) for C calls: the variance of a
 * linearised figure (Wolter 2007, ch. 6). Also counts the calls.
 */
function spread({ calls }: Clustered, influence: (at: number) => number): { variance: number; count: number } {
  let squares = 0;
  let sum = 0;
  let count = 0;
  for (let at = 0; at < calls.length; at += 1) {
    if (at === 0 || calls[at] !== calls[at - 1]) {
      squares += sum * sum;
      sum = 0;
      count += 1;
    }
    sum += influence(at);
  }
  squares += sum * sum;
  return { variance: count > 1 ? (squares * count) / (count - 1) : Number.NaN, count };
}

/**
 * A quantile (type 7) of turns with its 95 % interval: that of the share below it, taken back to values (Woodruff 1952). An end
 * that would lie beyond the last turn is null, as both are with fewer than `CALLS_FOR_INTERVAL` calls.
 * @param sorted the same values, ascending
 */
export function quantileEstimate(sorted: ArrayLike<number>, clustered: Clustered, p: number): Estimate | null {
  const value = quantile(sorted, p);
  if (value === null) return null;
  const { values } = clustered;
  const n = values.length;
  const { variance, count } = spread(clustered, (at) => {
    const each = values[at] ?? 0;
    return ((each < value ? 1 : each === value ? 0.5 : 0) - p) / n;
  });
  if (count < CALLS_FOR_INTERVAL) return { value, low: null, high: null };
  const half = wide(count) * Math.sqrt(variance);
  const end = (share: number) => (Math.min(share, 1 - share) * n < TAIL_TURNS ? null : quantile(sorted, share));
  return { value, low: end(p - half), high: end(p + half) };
}

/** A share of turns with its 95 % interval: Wilson's with as many units as the calls leave of the turns (Korn & Graubard 1998). */
export function shareEstimate(clustered: Clustered, has: (at: number) => boolean): Share {
  const n = clustered.values.length;
  let k = 0;
  for (let at = 0; at < n; at += 1) if (has(at)) k += 1;
  if (n === 0) return { k, n, share: null, low: null, high: null };
  const share = k / n;
  const { variance, count } = spread(clustered, (at) => ((has(at) ? 1 : 0) - share) / n);
  if (count < 2) return { k, n, share, low: null, high: null };
  // All alike: the calls say nothing of how they differ, so each counts once.
  const alone = variance > 0 ? (share * (1 - share)) / variance : count;
  return { k, n, share, ...wilsonInterval(share, Math.min(n, Math.max(1, alone))) };
}

/** A share of calls, which are each on their own (Wilson 1927). */
export function callShare(k: number, n: number): Share {
  return n === 0 ? { k, n, share: null, low: null, high: null } : { k, n, share: k / n, ...wilsonInterval(k / n, n) };
}

/** Mean of values of calls, each on its own, with its 95 % interval (Student's); null of none. */
export function meanEstimate(values: ArrayLike<number>): Estimate | null {
  const n = values.length;
  if (n === 0) return null;
  let sum = 0;
  for (let at = 0; at < n; at += 1) sum += values[at] ?? 0;
  const value = sum / n;
  if (n < CALLS_FOR_INTERVAL) return { value, low: null, high: null };
  let squares = 0;
  for (let at = 0; at < n; at += 1) squares += ((values[at] ?? 0) - value) ** 2;
  const half = wide(n) * Math.sqrt(squares / (n - 1) / n);
  return { value, low: value - half, high: value + half };
}

/** Mean of the turns that are in, minus mean of those that are not, with its 95 % interval; null when either has none. */
export function meanDifference(clustered: Clustered, isIn: (at: number) => boolean): Estimate | null {
  const { values } = clustered;
  const sums = [0, 0];
  const counts = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    const side = isIn(at) ? 1 : 0;
    sums[side] = (sums[side] ?? 0) + (values[at] ?? 0);
    counts[side] = (counts[side] ?? 0) + 1;
  }
  const [without = 0, within = 0] = counts;
  if (without === 0 || within === 0) return null;
  const [meanOut, meanIn] = [(sums[0] ?? 0) / without, (sums[1] ?? 0) / within];
  const value = meanIn - meanOut;
  const { variance, count } = spread(clustered, (at) =>
    isIn(at) ? ((values[at] ?? 0) - meanIn) / within : (meanOut - (values[at] ?? 0)) / without,
  );
  if (count < CALLS_FOR_INTERVAL || !(variance > 0)) return { value, low: null, high: null };
  const half = wide(count) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}
