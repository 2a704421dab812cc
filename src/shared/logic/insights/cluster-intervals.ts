import type { Estimate, Share } from '../../model/insights/common.ts';
import { wilsonInterval } from '../stats/binomial.ts';
import { normalQuantile, Z95 } from '../stats/normal.ts';
import { quantile, sortedValues } from '../stats/quantile.ts';
import { studentQuantile } from '../stats/student.ts';
import { TOO_FEW } from '../stats/too-few.ts';

// Intervals in closed form, because a page of insights has hundreds of them: resampling (`stats/replicates.ts`) is for the few
// that decide something. Units are calls; their turns count as they come.

/** Values of turns with the call of each; turns of one call stand together. Finite values only. */
export interface Clustered {
  readonly values: ArrayLike<number>;
  readonly calls: ArrayLike<number>;
}

/** Below so many calls an interval would claim more than it holds: there is none. Nor where fewer turns are expected beyond a quantile. */
const { callsInClosedForm: CALLS, turnsInClosedForm: TAIL_TURNS } = TOO_FEW;

const wide = (calls: number): number => studentQuantile(0.975, calls - 1);

/** The design effect of being above the median or not, by the values that it is of: several figures rest on the same ones. */
const effects = new WeakMap<Clustered, number>();

/**
 * How many times the variance of a share of turns is that of as many turns of calls of their own, at least. What the calls show of it is
 * too little where the share is near 0 or 1, for then it rests on few turns, and least where those happen to be missing. So the correlation
 * within calls is taken from the most stable split, at the median, and carried over to the share as if calls had normal levels under
 * their turns: a yes above z correlates φ(z)²/(s(1−s)) : φ(0)²/¼ as much (first term of the tetrachoric series, Pearson 1900).
 * @param own what the calls show for the share itself
 */
function designEffect(clustered: Clustered, share: number, own: number, sorted?: ArrayLike<number>): number {
  let atMedian = effects.get(clustered);
  if (atMedian === undefined) {
    const { values } = clustered;
    const n = values.length;
    const median = quantile(sorted ?? sortedValues(values), 0.5) ?? 0;
    const { variance } = spread(clustered, (at) => (sideOf(values[at] ?? 0, median) - 0.5) / n);
    atMedian = variance * 4 * n;
    effects.set(clustered, atMedian);
  }
  const part = Math.min(1 - 1 / clustered.values.length, Math.max(1 / clustered.values.length, share));
  const density = Math.exp(-(normalQuantile(part) ** 2) / 2);
  const carried = 1 + (atMedian - 1) * Math.min(1, (density ** 2 / (part * (1 - part))) * 0.25);
  // Calls that seem to differ less than chance lets them are chance, too.
  return Math.max(own, Number.isFinite(carried) ? carried : 1, 1);
}

/** Below, above, or half of each. */
const sideOf = (value: number, cut: number): number => (value < cut ? 1 : value === cut ? 0.5 : 0);

/**
 * Sum over calls of the square of the sum of `influence` over each call's turns, with C/(C-1) for C calls: the variance of a
 * linearised figure (Wolter 2007, ch. 6). Also counts the calls.
 */
function spread(
  { calls }: Pick<Clustered, 'calls'>,
  influence: (at: number) => number,
): { variance: number; count: number } {
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
 * that would lie beyond the last turn is null, as both are with fewer than `TOO_FEW.callsInClosedForm` calls.
 * @param sorted the same values, ascending
 */
export function quantileEstimate(sorted: ArrayLike<number>, clustered: Clustered, p: number): Estimate | null {
  const value = quantile(sorted, p);
  if (value === null) return null;
  const { values } = clustered;
  const n = values.length;
  const { variance, count } = spread(clustered, (at) => (sideOf(values[at] ?? 0, value) - p) / n);
  // 1 − p is a little off.
  const beyond = count * Math.min(p, 1 - p) + 1e-9;
  if (count < CALLS || beyond < TOO_FEW.callsBeyond) return { value, low: null, high: null };
  const alone = (p * (1 - p)) / n;
  const half = wide(count) * Math.sqrt(alone * designEffect(clustered, p, variance / alone, sorted));
  const end = (share: number) => (Math.min(share, 1 - share) * n < TAIL_TURNS ? null : quantile(sorted, share));
  return { value, low: end(p - half), high: end(p + half) };
}

/**
 * A share of turns with its 95 % interval: Wilson's with as many units as the calls leave of the turns, fewer where there are few calls to
 * tell from (Korn & Graubard 1998). None of fewer calls than `TOO_FEW.callsOfShare`.
 * @param clustered with values where having it is a matter of how large they are
 */
export function shareEstimate(clustered: Clustered | Pick<Clustered, 'calls'>, has: (at: number) => boolean): Share {
  const n = clustered.calls.length;
  let k = 0;
  for (let at = 0; at < n; at += 1) if (has(at)) k += 1;
  if (n === 0) return { k, n, share: null, low: null, high: null };
  const share = k / n;
  const { variance, count } = spread(clustered, (at) => ((has(at) ? 1 : 0) - share) / n);
  if (count < TOO_FEW.callsOfShare) return { k, n, share, low: null, high: null };
  // All alike: the calls say nothing of how they differ, so each counts once.
  if (!(variance > 0)) return { k, n, share, ...wilsonInterval(share, count) };
  const own = (variance * n) / (share * (1 - share));
  const effect = 'values' in clustered ? designEffect(clustered, share, own) : Math.max(1, own);
  const points = Z95 / wide(count);
  return { k, n, share, ...wilsonInterval(share, Math.max(1, (n / effect) * points * points)) };
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
  if (n < CALLS) return { value, low: null, high: null };
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
  if (count < CALLS || !(variance > 0)) return { value, low: null, high: null };
  const half = wide(count) * Math.sqrt(variance);
  return { value, low: value - half, high: value + half };
}
