/** What a set of measured values looks like. */
export interface Spread {
  n: number;
  min: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** The value below which `share` (0 to 1) of the values lie, linear between neighbours. `sorted` ascends and is not empty. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new RangeError('no values');
  const place = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const low = Math.floor(place);
  const below = sorted[low] ?? 0;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? below;
  return below + (above - below) * (place - low);
}

export function median(values: readonly number[]): number {
  return percentile(ascending(values), 0.5);
}

/** Throws when there are no values: a measurement that gave none must not print as zero. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = ascending(values);
  return {
    n: sorted.length,
    min: percentile(sorted, 0),
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: percentile(sorted, 1),
  };
}

/** How many values are greater than `limit`. */
export function countOver(values: readonly number[], limit: number): number {
  return values.reduce((count, value) => count + (value > limit ? 1 : 0), 0);
}

function ascending(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
