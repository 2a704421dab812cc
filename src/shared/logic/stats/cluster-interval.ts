import { type CallValues, type Clusters, figureOf, type Statistic, toClusters, unitsOf } from './clusters.ts';
import { type Interval, noInterval } from './interval.ts';
import { normalCdf } from './normal.ts';
import { quantile } from './quantile.ts';
import { replicates } from './replicates.ts';
import { studentQuantile } from './student.ts';
import { varianceOf } from './summary.ts';
import { tooFewAlone, tooFewForDifference } from './too-few.ts';

export interface ClusterOptions {
  /** 1000 unless told; more calls than `MOST_UNITS` cost no more. */
  readonly resamples?: number;
  readonly seed?: number;
  /** For simulations only: intervals from two calls on. */
  readonly anyNumber?: boolean;
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

const RESAMPLES = 1000;
const SEED = 20_111;
/** More calls than this are resampled in groups. */
export const MOST_UNITS = 1000;

/** A figure of clustered values with its bootstrap interval over calls. */
export function clusterInterval(data: CallValues, statistic: Statistic, options: ClusterOptions = {}): ClusterFigure {
  const side = sideOf(data, statistic);
  const drawn = hasAlone(side, statistic, options) ? draw(side.clusters, statistic, options, 0) : null;
  return figureAlone(side, drawn);
}

/** The difference of two versions' figures (second minus first) with its bootstrap interval, calls resampled on each side apart. */
export function differenceInterval(
  first: CallValues,
  second: CallValues,
  statistic: Statistic,
  options: ClusterOptions = {},
): ClusterDifference {
  const sides = [sideOf(first, statistic), sideOf(second, statistic)] as const;
  const [a, b] = sides;
  const both = a.value !== null && b.value !== null;
  const enough = both && hasDifference(a.clusters, b.clusters, statistic, options);
  const [ofA, ofB] = sides.map((side, at) =>
    enough || hasAlone(side, statistic, options) ? draw(side.clusters, statistic, options, at) : null,
  );
  const alone = (side: Side, drawn: Drawn | null | undefined) =>
    figureAlone(side, hasAlone(side, statistic, options) ? (drawn ?? null) : null);
  const found = { a: alone(a, ofA), b: alone(b, ofB), difference: both ? (b.value ?? 0) - (a.value ?? 0) : null };
  if (!enough || !ofA || !ofB) return { ...found, interval: noInterval(both ? 'too-few' : 'nothing'), resamples: 0 };
  const minus = ofA.figures.map((figure, i) => (ofB.figures[i] ?? 0) - figure);
  return { ...found, interval: expanded(minus, [ofA, ofB]), resamples: minus.length };
}

interface Side {
  readonly clusters: Clusters;
  readonly value: number | null;
}

interface Drawn {
  readonly figures: Float64Array;
  readonly variance: number;
  readonly units: number;
}

function sideOf(data: CallValues, statistic: Statistic): Side {
  const clusters = toClusters(data);
  return { clusters, value: figureOf(clusters, statistic) };
}

function hasAlone({ clusters }: Side, statistic: Statistic, { anyNumber = false }: ClusterOptions): boolean {
  return anyNumber ? clusters.calls > 1 : clusters.calls > 0 && !tooFewAlone(clusters, statistic);
}

function hasDifference(a: Clusters, b: Clusters, statistic: Statistic, { anyNumber = false }: ClusterOptions): boolean {
  return anyNumber ? Math.min(a.calls, b.calls) > 1 : !tooFewForDifference(a, b, statistic);
}

function draw(
  clusters: Clusters,
  statistic: Statistic,
  { resamples = RESAMPLES, seed = SEED }: ClusterOptions,
  side: number,
): Drawn {
  const units = unitsOf(clusters.calls, MOST_UNITS, seed + side);
  const figures = replicates(clusters, statistic, units, { resamples, seed: seed + 7919 * (side + 1) });
  return { figures, variance: varianceOf(figures) ?? 0, units: units.count };
}

function figureAlone({ clusters, value }: Side, drawn: Drawn | null): ClusterFigure {
  const { values, calls, dropped } = clusters;
  const why = value === null ? 'nothing' : 'too-few';
  const interval = drawn === null ? noInterval(why) : expanded(drawn.figures, [drawn]);
  return { n: values.length, calls, dropped, value, interval, resamples: drawn?.figures.length ?? 0 };
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
