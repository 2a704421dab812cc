import { type ClusterFigure, differenceInterval } from '../stats/cluster-interval.ts';
import { clusterTest } from '../stats/cluster-test.ts';
import type { CallValues } from '../stats/clusters.ts';
import type { Interval } from '../stats/interval.ts';
import { holm } from '../stats/multiple.ts';
import type { VersionMetric } from './metrics.ts';
import { type Verdict, verdictWords } from './verdict-words.ts';

/** The values of one version whose meaning is the same: `definition` is what a badge names (a field's generation, say). */
export interface DefinedValues extends CallValues {
  readonly definition: string;
}

/** What two versions have of one metric. Values of different definitions come as different entries. */
export interface MetricValues {
  readonly metric: VersionMetric;
  readonly a: readonly DefinedValues[];
  readonly b: readonly DefinedValues[];
}

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

export interface VersionComparison {
  readonly rows: readonly MetricComparison[];
  /** How many comparisons were tested together. */
  readonly tested: number;
}

export interface CompareOptions {
  readonly resamples?: number;
  readonly seed?: number;
  /** A verdict needs an adjusted p below it; 0.05. */
  readonly alpha?: number;
}

/**
 * Version B beside version A, metric by metric. A difference is called one only when the test that permutes calls finds it after Holm's
 * adjustment over all rows, and the interval agrees. Deterministic. Cost: some 0.1 to 1 s a metric at a million turns, so not for the
 * main thread.
 */
export function compareVersions(metrics: readonly MetricValues[], options: CompareOptions = {}): VersionComparison {
  const rows = metrics.flatMap((entry) => compareMetric(entry, options));
  const adjusted = holm(rows.map(({ p }) => p));
  return {
    rows: rows.map((row, i) => judge(row, adjusted[i] ?? null, options.alpha ?? 0.05)),
    tested: adjusted.filter((p) => p !== null).length,
  };
}

type Unjudged = Omit<MetricComparison, 'adjustedP' | 'verdict' | 'change' | 'words'>;

function compareMetric({ metric, a, b }: MetricValues, options: CompareOptions): Unjudged[] {
  const definitions = [...new Set([...a, ...b].map(({ definition }) => definition))].sort();
  return definitions.map((definition) => {
    const first = valuesOf(a, definition);
    const second = valuesOf(b, definition);
    const { resamples, seed } = options;
    const found = differenceInterval(first, second, metric.statistic, {
      ...(resamples === undefined ? {} : { resamples }),
      ...(seed === undefined ? {} : { seed }),
    });
    const untested = found.interval.why === 'too-few' || found.interval.why === 'nothing';
    const test = untested ? null : clusterTest(first, second, metric.statistic, seed);
    return { metric, definition, ...found, p: test?.p ?? null };
  });
}

/** All values of one definition; calls keep their numbers, so several entries of it are simply put together. */
function valuesOf(entries: readonly DefinedValues[], definition: string): CallValues {
  const mine = entries.filter((entry) => entry.definition === definition);
  const [only] = mine;
  if (mine.length === 1 && only !== undefined) return only;
  return {
    values: Float64Array.from(mine.flatMap((entry) => Array.from(entry.values))),
    calls: Float64Array.from(mine.flatMap((entry) => Array.from(entry.calls))),
    ...(mine.some(({ of }) => of !== undefined)
      ? {
          of: Float64Array.from(
            mine.flatMap(({ of, values }) => Array.from(of ?? new Float64Array(values.length).fill(1))),
          ),
        }
      : {}),
  };
}

function judge(row: Unjudged, adjustedP: number | null, alpha: number): MetricComparison {
  const verdict = verdictOf(row, adjustedP, alpha);
  const less = verdict === 'faster' || verdict === 'lower';
  const more = verdict === 'slower' || verdict === 'higher';
  const { better } = row.metric;
  const change = better === null || !(less || more) ? null : (better === 'less') === less ? 'better' : 'worse';
  const judged = { ...row, adjustedP, verdict, change } as const;
  return { ...judged, words: verdictWords(judged) };
}

function verdictOf({ metric, a, b, difference, interval }: Unjudged, adjustedP: number | null, alpha: number): Verdict {
  if (a.n === 0 || b.n === 0 || difference === null) return 'not-comparable';
  if (adjustedP === null) return 'too-few';
  const outside = interval.why === null ? interval.low > 0 || interval.high < 0 : interval.why === 'no-spread';
  if (adjustedP >= alpha || difference === 0 || !outside) return 'no-difference-shown';
  if (metric.words === 'time') return difference < 0 ? 'faster' : 'slower';
  return difference < 0 ? 'lower' : 'higher';
}
