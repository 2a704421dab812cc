import { quantile } from './quantile.ts';

/** Counts between edges: `counts[i]` from `edges[i]` (included) to `edges[i + 1]` (not). What lies outside is counted, not dropped. */
export interface Histogram {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly below: number;
  /** On or above the last edge: the long tail, to be drawn as a bar of its own. */
  readonly above: number;
  readonly n: number;
}

/** Steps finer than this beside the values themselves, or than this at all, cannot be told apart. */
const FINEST = 1e-9;
const NARROWEST = Number.MIN_VALUE * 2 ** 60;
const MOST_BINS = 60;
const FEWEST_BINS = 8;
/** The bins reach this far; what is beyond would press the rest into one bar. */
const TAIL_FROM = 0.995;

/**
 * Edges at round numbers for sorted values: bins as wide as Freedman & Diaconis (1981) say, 2·IQR/∛n, rounded to 1, 2 or 5 times a power
 * of ten, at most 60 of them, between the 0.5th and the 99.5th percentile (all of it when that is not far). One bin around values that are
 * all equal; no edges of nothing.
 */
export function histogramEdges(sorted: ArrayLike<number>): number[] {
  const at = (p: number) => quantile(sorted, p) ?? 0;
  const n = sorted.length;
  if (n === 0) return [];
  const [least, most] = [at(0), at(1)];
  // Nearer to each other than any step that could be told apart.
  if (most - least <= NARROWEST) {
    const width = roundStep(Math.max(Math.abs(least) / 20, NARROWEST) || 1);
    const from = Math.floor(least / width) * width;
    return [from, from + width];
  }
  const wanted = (2 * (at(0.75) - at(0.25))) / Math.cbrt(n);
  const reach = (p: number, end: number, middle: number) =>
    Math.abs(end - middle) <= 1.5 * Math.abs(at(p) - middle) ? end : at(p);
  let low = reach(1 - TAIL_FROM, least, at(0.5));
  let high = reach(TAIL_FROM, most, at(0.5));
  if (low === high) [low, high] = [least, most];
  const span = high - low;
  const fitting = Math.min(span / FEWEST_BINS, Math.max(wanted, span / MOST_BINS));
  // Edges have twelve digits.
  const step = roundStep(Math.max(fitting, FINEST * Math.max(Math.abs(low), Math.abs(high)), NARROWEST));
  const first = Math.floor(low / step);
  const last = Math.floor(high / step) + 1;
  return Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
}

/** Counts sorted values between ascending edges (several sets of values can share edges). */
export function histogram(sorted: ArrayLike<number>, edges: readonly number[] = histogramEdges(sorted)): Histogram {
  const places = edges.map((edge) => placeOf(sorted, edge));
  const first = places[0] ?? 0;
  const last = places.at(-1) ?? 0;
  return {
    edges,
    counts: places.slice(1).map((place, i) => place - (places[i] ?? 0)),
    below: first,
    above: sorted.length - last,
    n: sorted.length,
  };
}

/** How many of the sorted values lie below `edge`. */
function placeOf(sorted: ArrayLike<number>, edge: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Number.POSITIVE_INFINITY) < edge) low = middle + 1;
    else high = middle;
  }
  return low;
}

function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = step / power;
  return power * (lead <= 1.0000001 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
}

/** Without the dust of multiplying by a decimal fraction. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
