/** A corner of the step line: a share of the values is at most `value`. */
export interface EcdfPoint {
  readonly value: number;
  readonly share: number;
}

/**
 * The cumulative distribution of sorted values as a step line to draw, with its first and its last value, thinned to at most `points`
 * (at least 2) at even steps of the share; every point is exact. Nothing of nothing.
 */
export function ecdf(sorted: ArrayLike<number>, points = 400): EcdfPoint[] {
  const n = sorted.length;
  const corners: EcdfPoint[] = [];
  const steps = Math.max(1, Math.min(n, Math.floor(points)) - 1);
  for (let step = 0; step <= steps; step += 1) {
    let at = Math.round((step * (n - 1)) / steps);
    const value = sorted[at];
    if (value === undefined || corners.at(-1)?.value === value) continue;
    at = lastEqual(sorted, at, value);
    corners.push({ value, share: (at + 1) / n });
  }
  return corners;
}

function lastEqual(sorted: ArrayLike<number>, from: number, value: number): number {
  let low = from;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (sorted[middle] === value) low = middle;
    else high = middle - 1;
  }
  return low;
}
