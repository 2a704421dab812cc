import { nice, ticks } from 'd3-array';

/** A linear scale: where a value is drawn, px. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * A scale over a domain that is widened to round numbers, drawn from `startPx` to `endPx`. Equal ends get room around them,
 * so that a single value lies in the middle of something.
 */
export function linearScale(
  [low, high]: readonly [number, number],
  [startPx, endPx]: readonly [number, number],
  tickCount: number,
): Scale {
  const around = low === high ? Math.max(1, Math.abs(low) * 0.1) : 0;
  const [from, to] = nice(low - around, high + around, Math.max(1, tickCount));
  const perUnit = (endPx - startPx) / (to - from);
  const place = (value: number): number => startPx + (value - from) * perUnit;
  return Object.assign(place, { ticks: ticks(from, to, Math.max(1, tickCount)), from, to });
}

/** How many ticks a length has room for, when each takes about `eachPx`. */
export function tickRoom(lengthPx: number, eachPx = 76): number {
  return Math.max(3, Math.min(10, Math.floor(lengthPx / eachPx)));
}

/** The least and the greatest of what is there; null when nothing is. */
export function extentOf(values: readonly (number | null | undefined)[]): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? null : [low, high];
}

/**
 * Puts labels beside each other: right of their place as far as needed so that none lies on the one before, and back left where
 * they would go beyond `endPx`. Places in, places out, in order.
 */
export function spreadLabels(
  places: readonly number[],
  widths: readonly number[],
  gapPx: number,
  endPx: number,
): number[] {
  let free = Number.NEGATIVE_INFINITY;
  const right = places.map((place, i) => {
    const at = Math.max(place, free);
    free = at + (widths[i] ?? 0) + gapPx;
    return at;
  });
  let limit = endPx;
  return right
    .map((_, i) => right.length - 1 - i)
    .map((i) => {
      const at = Math.min(right[i] ?? 0, limit - (widths[i] ?? 0));
      limit = at - gapPx;
      return at;
    })
    .reverse();
}
