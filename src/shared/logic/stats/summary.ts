import { quantile, sortedValues } from './quantile.ts';

/** What a set of values comes to. All but `n` are null when there is none. Quantiles are of type 7. */
export interface Summary {
  readonly n: number;
  /** Values that were no finite number, left out of everything else. */
  readonly dropped: number;
  readonly min: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** Sums values up; their order does not matter. */
export function summarise(values: ArrayLike<number>): Summary {
  const sorted = sortedValues(values);
  return { ...summariseSorted(sorted), dropped: values.length - sorted.length };
}

/** As `summarise`, of finite values in ascending order. */
export function summariseSorted(sorted: ArrayLike<number>): Summary {
  const at = (p: number) => quantile(sorted, p);
  return {
    n: sorted.length,
    dropped: 0,
    min: at(0),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    max: at(1),
    mean: meanOf(sorted),
  };
}

/** Arithmetic mean; null of nothing. */
export function meanOf(values: ArrayLike<number>): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
  return sum / values.length;
}

/** Sample variance (n − 1); null of fewer than two. */
export function varianceOf(values: ArrayLike<number>): number | null {
  const mean = meanOf(values);
  if (mean === null || values.length < 2) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += ((values[i] ?? 0) - mean) ** 2;
  return sum / (values.length - 1);
}

/** How many of the sorted values lie above each threshold, not on it. */
export function countsAbove(sorted: ArrayLike<number>, thresholds: readonly number[]): number[] {
  return thresholds.map((threshold) => sorted.length - placeAfter(sorted, threshold));
}

/** The place of the first of the sorted values above `limit`. */
export function placeAfter(sorted: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
