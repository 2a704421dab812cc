import type { ClusterFigure } from '../stats/cluster-interval.ts';
import type { Interval } from '../stats/interval.ts';
import { callsForDifference } from '../stats/too-few.ts';
import type { VersionMetric } from './metrics.ts';

type MetricUnit = VersionMetric['unit'];

/**
 * `faster`, `slower` (waits), `lower`, `higher` (everything else): what the second version is beside the first. `not-comparable` = one
 * side has no values of this definition.
 */
export type Verdict = 'faster' | 'slower' | 'lower' | 'higher' | 'no-difference-shown' | 'too-few' | 'not-comparable';

interface Judged {
  readonly metric: VersionMetric;
  readonly a: ClusterFigure;
  readonly b: ClusterFigure;
  readonly difference: number | null;
  readonly interval: Interval;
  readonly verdict: Verdict;
}

/** What a comparison says, in a sentence or two. */
export function verdictWords({ metric, a, b, difference, interval, verdict }: Judged): string {
  if (verdict === 'not-comparable') {
    if (a.n === 0 && b.n === 0) return 'Neither version has this figure.';
    return `Only version ${a.n === 0 ? 'B' : 'A'} has this figure in this definition, so there is nothing to hold it against.`;
  }
  if (verdict === 'too-few') {
    const behind =
      Math.min(a.calls, b.calls) >= callsForDifference(metric.statistic)
        ? ', or too few of their turns lie where this figure is read'
        : '';
    return `Too few calls to tell (${counted(a.calls, 'call')} of A, ${counted(b.calls, 'call')} of B${behind}).`;
  }
  const range =
    interval.why === null
      ? ` (95 %: ${signed(interval.low, metric.unit)} to ${signed(interval.high, metric.unit)})`
      : '';
  if (verdict === 'no-difference-shown') {
    return `No difference shown${range}. That does not mean that there is none.`;
  }
  return `B is ${verdict} by ${amount(Math.abs(difference ?? 0), metric.unit)}${range}.`;
}

function counted(n: number, one: string): string {
  return `${n} ${n === 1 ? one : `${one}s`}`;
}

function signed(value: number, unit: MetricUnit): string {
  return `${value < 0 ? '−' : '+'}${amount(Math.abs(value), unit)}`;
}

function amount(value: number, unit: MetricUnit): string {
  if (unit === 'ms') return `${Math.round(value)} ms`;
  if (unit === 'share') return `${(value * 100).toFixed(1)} percent points`;
  return String(Number(value.toPrecision(3)));
}
