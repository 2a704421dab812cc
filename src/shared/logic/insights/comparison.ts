import type { ClusterFigure } from '../stats/cluster-interval.ts';
import type { Interval } from '../stats/interval.ts';
import type { VersionMetric } from './metrics.ts';

/**
 * `faster`, `slower` (waits), `lower`, `higher` (everything else): what the second version is beside the first. `not-comparable` = one
 * side has no values of this definition.
 */
export type Verdict = 'faster' | 'slower' | 'lower' | 'higher' | 'no-difference-shown' | 'too-few' | 'not-comparable';

/** One metric of one definition, version B beside version A. */
export interface MetricComparison {
  readonly metric: VersionMetric;
  readonly definition: string;
  readonly a: ClusterFigure;
  readonly b: ClusterFigure;
  /** b − a; null when a side has no value. */
  readonly difference: number | null;
  /** 95 % of this difference alone, not adjusted. */
  readonly interval: Interval;
  /** Two-sided, and adjusted (Holm) over all comparisons that were tested; null when it was not. */
  readonly p: number | null;
  readonly adjustedP: number | null;
  readonly verdict: Verdict;
  /** Whether that is good; null without a difference or without a better side. */
  readonly change: 'better' | 'worse' | null;
  /** The verdict in a sentence. */
  readonly words: string;
  readonly resamples: number;
}
