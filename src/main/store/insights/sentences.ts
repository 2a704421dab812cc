import { stageNames } from '#shared/logic/stage-names.ts';
import type { ComparisonMetricId, MetricComparison, Notable } from '#shared/model/insights/comparison.ts';

const names: Record<ComparisonMetricId, string> = {
  ...stageNames,
  'reported-p50': 'the reported gap (median)',
  'reported-p90': 'the reported gap (90th percentile)',
  'measured-p50': 'the measured gap (median)',
  'measured-p90': 'the measured gap (90th percentile)',
  'difference-p50': 'the difference of measured and reported gap',
  'share-slow': 'the share of slow turns',
  overlaps: 'overlaps per call',
  'barge-ins': 'barge-ins per call',
  'agent-over-caller': 'agent over caller, per call',
  'dead-air-ms': 'dead air per call',
  'talk-ratio': 'the agent’s share of the talk',
  'tool-errors': 'the share of failed tool calls',
  'tool-timeouts': 'the share of tool calls that time out',
  'tool-ms': 'tool time (median)',
  'cost-per-minute': 'cost per minute',
  'duration-ms': 'the length of calls',
};

const signed = (value: number, unit: MetricComparison['unit']): string => {
  const sign = value < 0 ? '−' : '+';
  const size = Math.abs(value);
  if (unit === 'ms') return `${sign}${Math.round(size)} ms`;
  if (unit === 'share') return `${sign}${(size * 100).toFixed(1)} points`;
  return `${sign}${Number(size.toPrecision(3))}`;
};

const unitWords = { turns: 'turns', calls: 'calls', 'tool-calls': 'tool calls' } as const;

const sizeOf = ({ units, calls }: MetricComparison['a'], of: MetricComparison['unitsOf']): string =>
  of === 'calls' ? `${calls} calls` : `${units} ${unitWords[of]} of ${calls} calls`;

/** What was found, with difference, interval and n. */
export function notableSentence({ kind, agentName, version, before, metric }: Omit<Notable, 'sentence'>): string {
  const { difference, unit, unitsOf, a, b } = metric;
  if (difference === null) return `${agentName} ${version}: no difference known.`;
  const { value, low, high } = difference;
  const range =
    low === null || high === null
      ? ' (too few calls for an interval)'
      : ` (95 %: ${signed(low, unit)} to ${signed(high, unit)})`;
  if (kind === 'misreports') {
    const side = value > 0 ? 'less' : 'more';
    const size = `${Math.round(Math.abs(value))} ms`;
    return `${agentName} ${version} reports ${size} ${side} than is heard, in the middle${range}; ${sizeOf(b, unitsOf)}.`;
  }
  const isStage = metric.id in stageNames;
  const what = isStage
    ? `waits ${value > 0 ? 'longer' : 'less'} in ${names[metric.id]} (median)`
    : `differs in ${names[metric.id]}`;
  return `${agentName} ${version} ${what} from version ${before}: ${signed(value, unit)}${range}; ${sizeOf(b, unitsOf)} against ${sizeOf(a, unitsOf)}.`.replace(
    /(longer|less) in (.*) from version/,
    '$1 in $2 than version',
  );
}
