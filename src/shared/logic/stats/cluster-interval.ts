import { type CallValues, type Clusters, figureOf, type Statistic, toClusters, unitSums, unitsOf } from './clusters.ts';
import { type Interval, noInterval } from './interval.ts';
import { normalCdf } from './normal.ts';
import { quantile } from './quantile.ts';
import { replicates } from './replicates.ts';
import { studentQuantile } from './student.ts';
import { varianceOf } from './summary.ts';

export interface ClusterOptions {
  /** 1000 unless told; more calls than `MOST_UNITS` cost no more. */
  readonly resamples?: number;
  readonly seed?: number;
  /** For simulations only: below so many calls, or effective values on the thinner side, there is no interval. */
  readonly rule?: { readonly calls: number; readonly figure: number; readonly difference: number };
}

/** A figure with its 95 % interval, and what it rests on. */
export interface ClusterFigure {
  /** Values (turns) and calls that went in, and values left out because they were no number. */
  readonly n: number;
  readonly calls: number;
  readonly dropped: number;
  /** null when n is 0. */
  readonly value: number | null;
  readonly interval: Interval;
  /** How many resamples were drawn; 0 without an interval. */
  readonly resamples: number;
}

/** A difference of two figures, second minus first. */
export interface ClusterDifference {
  readonly a: ClusterFigure;
  readonly b: ClusterFigure;
  readonly difference: number | null;
  readonly interval: Interval;
  readonly resamples: number;
}

/**
 * "Too few calls to tell": below so many calls on a side, or when fewer than so many values, in effect, lie on the thinner side of the
 * quantile or limit (`effectiveBehind`), intervals hold less often than they say. From `bench/intervals.ts`, see `docs/statistics.md`. A
 * difference needs less, since the skewness of both sides nearly cancels in it.
 */
export const TOO_FEW = { calls: 20, figure: 20, difference: 5 } as const;
const RESAMPLES = 1000;
const SEED = 20_111;
/** More calls than this are resampled in groups. */
export const MOST_UNITS = 1000;

/** A figure of clustered values with its bootstrap interval over calls. */
export function clusterInterval(data: CallValues, statistic: Statistic, options: ClusterOptions = {}): ClusterFigure {
  const rule = options.rule ?? TOO_FEW;
  return prepare(toClusters(data), statistic, { ...options, rule: { ...rule, difference: rule.figure } }, 0).figure;
}

/** The difference of two versions' figures (second minus first) with its bootstrap interval, calls resampled on each side apart. */
export function differenceInterval(
  first: CallValues,
  second: CallValues,
  statistic: Statistic,
  options: ClusterOptions = {},
): ClusterDifference {
  const a = prepare(toClusters(first), statistic, options, 0);
  const b = prepare(toClusters(second), statistic, options, 1);
  const difference = a.figure.value === null || b.figure.value === null ? null : b.figure.value - a.figure.value;
  const sides = { a: a.figure, b: b.figure, difference };
  if (a.drawn === null || b.drawn === null) {
    return { ...sides, interval: noInterval(difference === null ? 'nothing' : 'too-few'), resamples: 0 };
  }
  const ofB = b.drawn.figures;
  const minus = a.drawn.figures.map((figure, i) => (ofB[i] ?? 0) - figure);
  return { ...sides, interval: expanded(minus, [a.drawn, b.drawn]), resamples: minus.length };
}

interface Drawn {
  readonly figures: Float64Array;
  readonly variance: number;
  readonly units: number;
}

function prepare(
  clusters: Clusters,
  statistic: Statistic,
  { resamples = RESAMPLES, seed = SEED, rule = TOO_FEW }: ClusterOptions,
  side: number,
): { figure: ClusterFigure; drawn: Drawn | null } {
  const value = figureOf(clusters, statistic);
  const figure = { n: clusters.values.length, calls: clusters.calls, dropped: clusters.dropped, value };
  if (value === null) return { figure: { ...figure, interval: noInterval('nothing'), resamples: 0 }, drawn: null };
  const behind = effectiveBehind(clusters, statistic);
  const tooFew = { ...figure, interval: noInterval('too-few'), resamples: 0 };
  if (clusters.calls < Math.max(2, rule.calls) || behind < rule.difference) return { figure: tooFew, drawn: null };
  const units = unitsOf(clusters.calls, MOST_UNITS, seed + side);
  const figures = replicates(clusters, statistic, units, { resamples, seed: seed + 7919 * (side + 1) });
  const drawn: Drawn = { figures, variance: varianceOf(figures) ?? 0, units: units.count };
  if (behind < rule.figure) return { figure: tooFew, drawn };
  return { figure: { ...figure, interval: expanded(figures, [drawn]), resamples }, drawn };
}

/**
 * Percentile interval whose tails are moved outward to undo that few units vary too little among their resamples: Student's point
 * instead of the normal one, times √(n / (n − 1)) (Hesterberg 2015, "expanded percentile"); for a difference with the degrees of freedom
 * of Welch (1947).
 */
function expanded(figures: Float64Array, sides: readonly Drawn[]): Interval {
  let plain = 0;
  let corrected = 0;
  let spread = 0;
  for (const { variance, units } of sides) {
    const full = (variance * units) / (units - 1);
    plain += variance;
    corrected += full;
    spread += full ** 2 / (units - 1);
  }
  const sorted = Float64Array.from(figures).sort();
  const [least, most] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 0];
  if (plain === 0 || most - least < 1e-9 * Math.max(Math.abs(least), Math.abs(most))) return noInterval('no-spread');
  const tail = normalCdf(studentQuantile(0.025, corrected ** 2 / spread) * Math.sqrt(corrected / plain));
  const low = quantile(sorted, tail);
  const high = quantile(sorted, 1 - tail);
  return low === null || high === null ? noInterval('nothing') : { low, high, why: null };
}

/**
 * How many independent values would say as much about the thinner side of a quantile or limit: the values there, divided by the design
 * effect 1 + (m* − 1)·ρ (Kish 1965; m* = Σm²/Σm of the calls' counts m, ρ the correlation within calls of being above the median, which
 * a few slow calls do not move). Means and ratios have no thinner side: infinite.
 */
export function effectiveBehind(clusters: Clusters, statistic: Statistic): number {
  if (statistic.is === 'mean' || statistic.is === 'ratio') return Number.POSITIVE_INFINITY;
  const n = clusters.values.length;
  const share = statistic.is === 'quantile' ? statistic.p : (figureOf(clusters, statistic) ?? 0);
  return (n / designEffect(clusters)) * Math.min(share, 1 - share);
}

function designEffect(clusters: Clusters): number {
  const { calls } = clusters;
  const n = clusters.values.length;
  const median = figureOf(clusters, { is: 'quantile', p: 0.5 }) ?? 0;
  const { part, of } = unitSums(clusters, { is: 'quantile', p: 0.5 }, null, calls, median);
  let sum = 0;
  let sizes = 0;
  let between = 0;
  for (let call = 0; call < calls; call += 1) {
    const [ones, size] = [part[call] ?? 0, of[call] ?? 0];
    sum += ones;
    sizes += size * size;
    between += (ones * ones) / size;
  }
  if (n === calls || calls < 2) return 1;
  // One-way analysis of variance (Donner 1986).
  const meanBetween = (between - (sum * sum) / n) / (calls - 1);
  const meanWithin = (sum - between) / (n - calls);
  const size = (n - sizes / n) / (calls - 1);
  const all = meanBetween + (size - 1) * meanWithin;
  const correlation = all > 0 ? Math.max(0, Math.min(1, (meanBetween - meanWithin) / all)) : 0;
  return 1 + (sizes / n - 1) * correlation;
}
