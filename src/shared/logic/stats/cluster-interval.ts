import { type CallValues, type Clusters, figureOf, type Statistic, toClusters, unitSums, unitsOf } from './clusters.ts';
import { type Interval, noInterval } from './interval.ts';
import { normalCdf } from './normal.ts';
import { quantile } from './quantile.ts';
import { replicates } from './replicates.ts';
import { studentQuantile } from './student.ts';
import { varianceOf } from './summary.ts';

export interface ClusterOptions {
  /** Resamples when there is time for so many; 1000. */
  readonly resamples?: number;
  readonly seed?: number;
  /** Below this many calls there is no interval. */
  readonly minCalls?: number;
  /** Below this many calls (effective, see `callsBehind`) on either side of a quantile or of a threshold there is none. */
  readonly minBehind?: number;
  readonly level?: number;
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

export const CALLS_FOR_INTERVAL = 10;
export const CALLS_BEHIND = 8;
const RESAMPLES = 1000;
const SEED = 20_111;
/** More calls than this are resampled in groups. */
export const MOST_UNITS = 1000;

/** A figure of clustered values with its bootstrap interval over calls. */
export function clusterInterval(data: CallValues, statistic: Statistic, options: ClusterOptions = {}): ClusterFigure {
  return prepare(toClusters(data), statistic, options, 0).figure;
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
    const why = a.figure.interval.why ?? b.figure.interval.why ?? 'nothing';
    return { ...sides, interval: noInterval(why), resamples: 0 };
  }
  const minus = a.drawn.figures.map((figure, i) => (b.drawn?.figures[i] ?? 0) - figure);
  return {
    ...sides,
    interval: expanded(minus, [a.drawn, b.drawn], options.level ?? 0.95),
    resamples: minus.length,
  };
}

interface Drawn {
  readonly figures: Float64Array;
  readonly variance: number;
  readonly units: number;
}

function prepare(
  clusters: Clusters,
  statistic: Statistic,
  options: ClusterOptions,
  side: number,
): { figure: ClusterFigure; drawn: Drawn | null } {
  const { minCalls = CALLS_FOR_INTERVAL, minBehind = CALLS_BEHIND, resamples = RESAMPLES, seed = SEED } = options;
  const value = figureOf(clusters, statistic);
  const none = (why: Exclude<Interval['why'], null>) => ({
    figure: {
      n: clusters.values.length,
      calls: clusters.calls,
      dropped: clusters.dropped,
      value,
      interval: noInterval(why),
      resamples: 0,
    },
    drawn: null,
  });
  if (value === null) return none('nothing');
  if (clusters.calls < Math.max(2, minCalls)) return none('too-few');
  if (callsBehind(clusters, statistic, value) < minBehind) return none('too-few');
  const units = unitsOf(clusters.calls, MOST_UNITS, seed + side);
  const figures = replicates(clusters, statistic, units, { resamples, seed: seed + 7919 * (side + 1) });
  const drawn: Drawn = { figures, variance: varianceOf(figures) ?? 0, units: units.count };
  const { figure } = none('nothing');
  return {
    figure: { ...figure, interval: expanded(figures, [drawn], options.level ?? 0.95), resamples: figures.length },
    drawn,
  };
}

/**
 * Percentile interval whose tails are moved outward to undo that few units vary too little among their resamples: Student's point
 * instead of the normal one, times √(n / (n − 1)) (Hesterberg 2015, "expanded percentile"); for a difference with the degrees of freedom
 * of Welch (1947).
 */
function expanded(figures: Float64Array, sides: readonly Drawn[], level: number): Interval {
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
  const tail = normalCdf(studentQuantile((1 - level) / 2, corrected ** 2 / spread) * Math.sqrt(corrected / plain));
  const low = quantile(sorted, tail);
  const high = quantile(sorted, 1 - tail);
  return low === null || high === null ? noInterval('nothing') : { low, high, why: null };
}

/**
 * How many calls stand behind the smaller side of a quantile or threshold, as if each gave the same: (Σc)² / Σc² over the calls' counts c
 * of values above it, and below it, whichever is less (Kish 1965). Means and ratios have no sides: all calls.
 */
export function callsBehind(clusters: Clusters, statistic: Statistic, value: number): number {
  if (statistic.is === 'mean' || statistic.is === 'ratio') return clusters.calls;
  const { part, of } = unitSums(clusters, statistic, null, clusters.calls, value);
  const totals = { some: 0, squares: 0, rest: 0, restSquares: 0 };
  for (let call = 0; call < clusters.calls; call += 1) {
    const on = part[call] ?? 0;
    const off = (of[call] ?? 0) - on;
    totals.some += on;
    totals.squares += on * on;
    totals.rest += off;
    totals.restSquares += off * off;
  }
  const effective = (sum: number, squares: number) => (squares === 0 ? 0 : sum ** 2 / squares);
  return Math.min(effective(totals.some, totals.squares), effective(totals.rest, totals.restSquares));
}
