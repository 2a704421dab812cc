import { callsForDifference } from '../stats/too-few.ts';
import type { MetricComparison } from './comparison.ts';
import type { MetricUnit } from './metrics.ts';

/** What a comparison says, in a sentence or two. */
export function verdictWords({ metric, a, b, difference, interval, verdict }: Omit<MetricComparison, 'words'>): string {
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
