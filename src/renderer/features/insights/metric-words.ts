import { formatLatency } from '#shared/logic/format.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { ComparisonMetricId, MetricComparison } from '#shared/model/insights/comparison.ts';
import { percent } from './figures/estimate.ts';
import { moneyText } from './sections/cost.tsx';
import { counted } from './words.ts';

const names: Record<ComparisonMetricId, string> = {
  'reported-p50': 'Reported total, median',
  'reported-p90': 'Reported total, p90',
  'measured-p50': 'Measured gap, median',
  'measured-p90': 'Measured gap, p90',
  'difference-p50': 'Measured minus reported, median',
  ...stageNames,
  'share-slow': 'Share of slow turns',
  overlaps: 'Overlaps per call',
  'barge-ins': 'Barge-ins per call',
  'agent-over-caller': 'Agent over caller per call',
  'dead-air-ms': 'Dead air per call',
  'talk-ratio': 'Agent’s share of speech',
  'tool-errors': 'Failed tool calls',
  'tool-timeouts': 'Tool time-outs',
  'tool-ms': 'Tool time, median',
  'cost-per-minute': 'Cost per minute',
  'duration-ms': 'Length of call',
};

/** What a figure of a comparison is called. */
export const metricText = (id: ComparisonMetricId): string => names[id];

/** Writes a value in a figure's unit. */
export function unitText(unit: MetricComparison['unit']): (value: number) => string {
  switch (unit) {
    case 'ms':
      return formatLatency;
    case 'share':
      return percent;
    case 'money':
      return moneyText;
    case 'per-call':
      return (value) => value.toFixed(2);
  }
}

/** What a comparison of one figure came to, in words. */
export function verdictText({ verdict, better }: Pick<MetricComparison, 'verdict' | 'better'>): string {
  switch (verdict) {
    case 'too-few':
      return 'Too few calls to tell';
    case 'refused':
      return 'Cannot be compared';
    case 'unclear':
      return 'No clear difference';
    default: {
      const way = verdict === 'higher' ? 'Higher in B' : 'Lower in B';
      return better === null ? way : `${way}: ${better ? 'better' : 'worse'}`;
    }
  }
}

const units = { turns: 'turn', calls: 'call', 'tool-calls': 'tool call' } as const;

/** What one side rests on: `512 turns of 61 calls`. */
export function sideBasis(unitsOf: MetricComparison['unitsOf'], side: MetricComparison['a']): string {
  return unitsOf === 'calls'
    ? counted(side.calls, 'call')
    : `${counted(side.units, units[unitsOf])} of ${counted(side.calls, 'call')}`;
}
