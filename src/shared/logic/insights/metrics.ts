import type { DefinitionId } from '../../model/finding.ts';
import { type LatencyStage, latencyStages } from '../../model/turn.ts';
import { stageNames } from '../stage-names.ts';
import type { Statistic } from '../stats/clusters.ts';

/** How a metric's figures read. `share` is 0 to 1. */
export type MetricUnit = 'ms' | 'share' | 'count' | 'money';

/** One thing that versions are compared by. */
export interface VersionMetric {
  readonly id: string;
  readonly name: string;
  readonly unit: MetricUnit;
  /** What the figure of a side is. */
  readonly statistic: Statistic;
  /** What a value is of; with `call` there is one per call. */
  readonly of: 'turn' | 'call';
  /** Whether less is better; null = neither is. */
  readonly better: 'less' | 'more' | null;
  /** Waits are called faster or slower, everything else lower or higher. */
  readonly words: 'time' | 'amount';
  /** The pinned definition of a value, where there is one. */
  readonly definition: DefinitionId | null;
  /** What is counted, in a sentence. */
  readonly about: string;
}

const median: Statistic = { is: 'quantile', p: 0.5 };
const p90: Statistic = { is: 'quantile', p: 0.9 };
const p95: Statistic = { is: 'quantile', p: 0.95 };

type Shape = Pick<VersionMetric, 'id' | 'name' | 'about'>;

function wait(shape: Shape, statistic: Statistic, definition: DefinitionId): VersionMetric {
  return { ...shape, unit: 'ms', statistic, of: 'turn', better: 'less', words: 'time', definition };
}

function stage(id: LatencyStage): VersionMetric {
  const about = 'Median over the turns for which the vendor gives this stage; negative ones left out.';
  return wait({ id, name: stageNames[id], about }, median, id);
}

function perCall(shape: Shape, over: Partial<VersionMetric>): VersionMetric {
  return {
    ...shape,
    unit: 'count',
    statistic: { is: 'mean' },
    of: 'call',
    better: 'less',
    words: 'amount',
    definition: null,
    ...over,
  };
}

/** Share of measured gaps above this counts as slow in a comparison, ms, unless told otherwise. */
export const SLOW_GAP_MS = 2000;

/** What two versions are compared by, in the order shown. `slowMs` is the limit of a slow gap. */
export function versionMetrics(slowMs: number = SLOW_GAP_MS): VersionMetric[] {
  const slow = `Share of the turns with a measured gap whose gap is above ${slowMs} ms.`;
  return [
    wait(
      { id: 'measured-p50', name: 'Measured gap, median', about: 'Over the turns with one.' },
      median,
      'measured_gap',
    ),
    wait({ id: 'measured-p90', name: 'Measured gap, p90', about: 'Over the turns with one.' }, p90, 'measured_gap'),
    wait({ id: 'measured-p95', name: 'Measured gap, p95', about: 'Over the turns with one.' }, p95, 'measured_gap'),
    {
      ...wait(
        { id: 'measured-slow', name: 'Slow gaps', about: slow },
        { is: 'share-above', above: slowMs },
        'measured_gap',
      ),
      unit: 'share',
      words: 'amount',
    },
    wait(
      { id: 'reported-p50', name: 'Reported gap, median', about: 'Over the turns with one.' },
      median,
      'reported_gap',
    ),
    wait({ id: 'reported-p90', name: 'Reported gap, p90', about: 'Over the turns with one.' }, p90, 'reported_gap'),
    ...latencyStages.map(stage),
    {
      ...wait(
        { id: 'residual-p50', name: 'Measured minus reported, median', about: 'Over the turns with both gaps.' },
        median,
        'residual',
      ),
      better: null,
      words: 'amount',
    },
    perCall(
      { id: 'dead-air', name: 'Dead air per call', about: 'Mean over the calls in which speech was looked for.' },
      { unit: 'ms', definition: 'dead_air' },
    ),
    perCall(
      { id: 'overlaps', name: 'Overlaps per call', about: 'Mean over the calls whose parties can be told apart.' },
      { definition: 'overlap' },
    ),
    perCall(
      { id: 'barge-ins', name: 'Barge-ins per call', about: 'Mean over the calls whose parties can be told apart.' },
      { definition: 'barge_in' },
    ),
    perCall(
      {
        id: 'talk-ratio',
        name: 'Agent’s share of talk',
        about: 'Agent’s talk over the talk of both parties, all calls together.',
      },
      { unit: 'share', statistic: { is: 'ratio' }, better: null },
    ),
    perCall(
      { id: 'tool-errors', name: 'Tool errors', about: 'Failed tool calls over all tool calls.' },
      { unit: 'share', statistic: { is: 'ratio' } },
    ),
    {
      ...wait(
        { id: 'tool-time', name: 'Tool time, median', about: 'Over tool calls with a time.' },
        median,
        'measured_gap',
      ),
      definition: null,
    },
    perCall(
      { id: 'reached-goal', name: 'Calls that succeeded', about: 'Share of the calls with a known outcome.' },
      { unit: 'share', better: 'more' },
    ),
    perCall(
      { id: 'cost-per-call', name: 'Cost per call', about: 'Mean over the calls with a cost.' },
      { unit: 'money' },
    ),
    perCall(
      { id: 'cost-per-minute', name: 'Cost per minute', about: 'Cost over minutes, all calls with both together.' },
      { unit: 'money', statistic: { is: 'ratio' } },
    ),
  ];
}
