import type { DefinitionId } from '../../model/finding.ts';
import type { ComparisonMetricId, MetricComparison } from '../../model/insights/comparison.ts';
import type { InsightMeasure } from '../../model/insights/question.ts';
import { latencyStages } from '../../model/turn.ts';
import type { Statistic } from '../stats/clusters.ts';

/** Figures whose values are of turns: what they are of is an `InsightMeasure`. */
type TurnMetricId = `${'measured' | 'reported'}-${'p50' | 'p90'}` | 'difference-p50' | 'share-slow' | LatencyStageId;
type LatencyStageId = (typeof latencyStages)[number];
/** Figures whose values are of calls, or of their tool calls. */
export type CallMetricId = Exclude<ComparisonMetricId, TurnMetricId>;

interface Metric {
  readonly unit: MetricComparison['unit'];
  readonly unitsOf: MetricComparison['unitsOf'];
  /** What the figure of a side is. */
  readonly statistic: Statistic;
  /** Whether less is better; null = neither is. */
  readonly better: 'less' | null;
  /** Waits are called faster or slower, everything else lower or higher. */
  readonly words: 'time' | 'amount';
  /** The pinned definition of a value. */
  readonly definition: DefinitionId;
}

/** One thing that versions are compared by. `measure` is what a turn's value is; null where values are of calls. */
export type VersionMetric = Metric &
  (
    | { readonly id: TurnMetricId; readonly measure: InsightMeasure }
    | { readonly id: CallMetricId; readonly measure: null }
  );

const median: Statistic = { is: 'quantile', p: 0.5 };
const p90: Statistic = { is: 'quantile', p: 0.9 };

function wait(
  id: TurnMetricId,
  measure: InsightMeasure,
  statistic: Statistic,
  definition: DefinitionId,
): VersionMetric {
  return { id, measure, statistic, definition, unit: 'ms', unitsOf: 'turns', better: 'less', words: 'time' };
}

function ofCalls(id: CallMetricId, definition: DefinitionId, over: Partial<Metric> = {}): VersionMetric {
  const usual = {
    unit: 'per-call',
    unitsOf: 'calls',
    statistic: { is: 'mean' },
    better: 'less',
    words: 'amount',
  } as const;
  return { ...usual, ...over, id, definition, measure: null };
}

/**
 * What two versions are compared by, in the order shown.
 * @param slowMs a turn above it is slow, by its gap `slowOf`
 */
export function versionMetrics(slowMs: number, slowOf: 'measured' | 'reported'): VersionMetric[] {
  const ofTools = { unit: 'share', unitsOf: 'tool-calls' } as const;
  return [
    wait('measured-p50', 'measured', median, 'measured_gap'),
    wait('measured-p90', 'measured', p90, 'measured_gap'),
    wait('reported-p50', 'reported', median, 'reported_gap'),
    wait('reported-p90', 'reported', p90, 'reported_gap'),
    { ...wait('difference-p50', 'difference', median, 'residual'), better: null, words: 'amount' },
    ...latencyStages.map((stage) => wait(stage, stage, median, stage)),
    {
      ...wait('share-slow', slowOf, { is: 'share-above', above: slowMs }, 'share_above'),
      unit: 'share',
      words: 'amount',
    },
    ofCalls('overlaps', 'overlap'),
    ofCalls('barge-ins', 'barge_in'),
    ofCalls('agent-over-caller', 'agent_over_caller'),
    ofCalls('dead-air-ms', 'dead_air', { unit: 'ms' }),
    ofCalls('talk-ratio', 'talk_ratio', { unit: 'share', better: null }),
    ofCalls('tool-errors', 'tool_error', ofTools),
    ofCalls('tool-timeouts', 'tool_timeout', ofTools),
    ofCalls('tool-ms', 'tool_time', { ...ofTools, unit: 'ms', statistic: median }),
    ofCalls('cost-per-minute', 'cost_per_minute', { unit: 'money', statistic: { is: 'ratio' } }),
    ofCalls('duration-ms', 'call_duration', { unit: 'ms', better: null }),
  ];
}
