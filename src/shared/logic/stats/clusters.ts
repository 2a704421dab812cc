import { quantileOf } from './quantile.ts';
import { seededRandom } from './random.ts';

/**
 * Values with the number of the call that each is of; turns of a call hang together, so calls are what is counted and resampled. Any
 * order, arrays of one length. `of` is what a ratio is over (tool errors `of` tool calls, cost `of` minutes); 1 where it is missing.
 */
export interface CallValues {
  readonly values: ArrayLike<number>;
  readonly calls: ArrayLike<number>;
  readonly of?: ArrayLike<number> | undefined;
}

/**
 * A figure of turns: a quantile (type 7), the share of values above a limit (not on it), the mean, or the sum of values over the sum of
 * `of`.
 */
export type Statistic =
  | { readonly is: 'quantile'; readonly p: number }
  | { readonly is: 'share-above'; readonly above: number }
  | { readonly is: 'mean' }
  | { readonly is: 'ratio' };

/** Usable values with the calls numbered from 0 without holes. */
export interface Clusters {
  readonly values: Float64Array;
  readonly of: Float64Array | null;
  readonly call: Uint32Array;
  readonly calls: number;
  /** Left out: no finite number, or over nothing. */
  readonly dropped: number;
}

/** Numbers the calls, and leaves out what is no finite number (and ratios over 0 or less). */
export function toClusters({ values, calls, of }: CallValues): Clusters {
  const length = Math.min(values.length, calls.length, of?.length ?? Number.POSITIVE_INFINITY);
  const kept = new Float64Array(length);
  const over = of === undefined ? null : new Float64Array(length);
  const call = new Uint32Array(length);
  const numbers = new Map<number, number>();
  let n = 0;
  let lastCall = Number.NaN;
  let lastNumber = 0;
  for (let i = 0; i < length; i += 1) {
    const value = values[i] ?? Number.NaN;
    const divisor = of === undefined ? 1 : (of[i] ?? Number.NaN);
    if (!Number.isFinite(value) || !(divisor > 0) || !Number.isFinite(divisor)) continue;
    const id = calls[i] ?? 0;
    if (id !== lastCall) {
      lastCall = id;
      const known = numbers.get(id);
      lastNumber = known ?? numbers.size;
      if (known === undefined) numbers.set(id, lastNumber);
    }
    kept[n] = value;
    if (over !== null) over[n] = divisor;
    call[n] = lastNumber;
    n += 1;
  }
  return {
    values: kept.subarray(0, n),
    of: over === null ? null : over.subarray(0, n),
    call: call.subarray(0, n),
    calls: numbers.size,
    dropped: values.length - n,
  };
}

/** Sums per unit of resampling (a call, or a group of calls) whose ratio a figure is. */
export interface Sums {
  readonly part: Float64Array;
  readonly of: Float64Array;
}

/**
 * Per unit the two sums whose ratio is the figure. For a quantile, pass its value as `at`: what is summed then is how many values lie
 * below it, half of those on it.
 * @param unitOf the unit of each call, as many units as `units`; each call its own when null
 */
export function unitSums(
  clusters: Clusters,
  statistic: Statistic,
  unitOf: Uint32Array | null,
  units: number,
  at = 0,
): Sums {
  const part = new Float64Array(units);
  const of = new Float64Array(units);
  const { values, call } = clusters;
  for (let i = 0; i < values.length; i += 1) {
    const number = call[i] ?? 0;
    const unit = unitOf === null ? number : (unitOf[number] ?? 0);
    const value = values[i] ?? 0;
    let share = value;
    if (statistic.is === 'share-above') share = value > statistic.above ? 1 : 0;
    else if (statistic.is === 'quantile') share = value < at ? 1 : value === at ? 0.5 : 0;
    part[unit] = (part[unit] ?? 0) + share;
    of[unit] = (of[unit] ?? 0) + (statistic.is === 'ratio' ? (clusters.of?.[i] ?? 1) : 1);
  }
  return { part, of };
}

/** The figure over all values; null of none. */
export function figureOf(clusters: Clusters, statistic: Statistic): number | null {
  if (clusters.values.length === 0) return null;
  if (statistic.is === 'quantile') return quantileOf(clusters.values, statistic.p);
  const { part, of } = unitSums(clusters, statistic, new Uint32Array(clusters.calls), 1);
  return (part[0] ?? 0) / (of[0] ?? 1);
}

/** What is resampled: each call, or from `limit` calls on that many groups of calls put together at random. */
export interface Units {
  readonly count: number;
  /** null = each call is its own. */
  readonly unitOf: Uint32Array | null;
}

/**
 * Above `limit` calls, groups of calls (equal in number but for one) stand for them: their figures vary as the calls' do, and resampling
 * them costs no more than `limit` calls would (random groups, Wolter 2007, ch. 2).
 */
export function unitsOf(calls: number, limit: number, seed: number): Units {
  if (calls <= limit) return { count: calls, unitOf: null };
  const random = seededRandom(seed);
  const order = new Uint32Array(calls);
  for (let i = 0; i < calls; i += 1) {
    const j = Math.floor(random() * (i + 1));
    order[i] = order[j] ?? 0;
    order[j] = i;
  }
  const unitOf = new Uint32Array(calls);
  for (let i = 0; i < calls; i += 1) unitOf[order[i] ?? 0] = i % limit;
  return { count: limit, unitOf };
}
