import type { DefinedValues, MetricValues } from '#shared/logic/insights/compare-versions.ts';
import type { VersionMetric } from '#shared/logic/insights/metrics.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { Statistic } from '#shared/logic/stats/clusters.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import type { ComparisonMetricId, MetricComparison } from '#shared/model/insights/comparison.ts';
import type { InsightMeasure } from '#shared/model/insights/question.ts';
import { latencyStages } from '#shared/model/turn.ts';
import type { Context, InsightLimits } from './context.ts';
import type { Library } from './library.ts';
import { isVendors, numberReader } from './numbers.ts';
import { soundReader } from './sound.ts';
import { readToolCalls } from './tool-calls.ts';

type Unit = MetricComparison['unit'];
type UnitsOf = MetricComparison['unitsOf'];

/** A metric, where its values come from and what it counts. */
export interface MetricSource {
  readonly id: ComparisonMetricId;
  readonly metric: VersionMetric;
  readonly unit: Unit;
  readonly unitsOf: UnitsOf;
  readonly definition: DefinitionId;
  /** For `turnsBehind`; null = it is about calls. */
  readonly measure: InsightMeasure | null;
  read(places: Uint32Array): DefinedValues[];
}

const units: Record<Unit, VersionMetric['unit']> = { ms: 'ms', share: 'share', 'per-call': 'count', money: 'money' };

/** What the sound says means the same in every call. */
const SOUND = 'sound';

/** Everything two versions of an agent are compared by. */
export function metricSources(context: Context): MetricSource[] {
  const { db, library, limits } = context;
  const { calls } = library;
  const tools = () => readToolCalls(db, library);
  const median: Statistic = { is: 'quantile', p: 0.5 };
  const p90: Statistic = { is: 'quantile', p: 0.9 };
  const ofTurns = (
    id: ComparisonMetricId,
    name: string,
    measure: InsightMeasure,
    statistic: Statistic,
    definition: DefinitionId,
    over: { unit?: Unit; better?: VersionMetric['better'] } = {},
  ): MetricSource => {
    const { unit = 'ms', better = 'less' } = over;
    const words = unit === 'ms' && measure !== 'difference' ? 'time' : 'amount';
    return {
      id,
      unit,
      unitsOf: 'turns',
      definition,
      measure,
      metric: { id, name, unit: units[unit], statistic, of: 'turn', better, words, definition, about: name },
      read: (places) => turnValues(library, places, measure),
    };
  };
  const ofCalls = (
    id: ComparisonMetricId,
    name: string,
    unit: Unit,
    definition: DefinitionId,
    read: (places: Uint32Array) => DefinedValues[],
    over: { statistic?: Statistic; better?: VersionMetric['better']; unitsOf?: UnitsOf } = {},
  ): MetricSource => {
    const { statistic = { is: 'mean' }, better = 'less', unitsOf = 'calls' } = over;
    return {
      id,
      unit,
      unitsOf,
      definition,
      measure: null,
      metric: { id, name, unit: units[unit], statistic, of: 'call', better, words: 'amount', definition, about: name },
      read,
    };
  };
  const sound = (figure: Parameters<typeof soundReader>[1]) => {
    const read = soundReader(library, figure);
    return (places: Uint32Array) => callValues(places, SOUND, read);
  };
  const generation = generationReader(library);
  return [
    ofTurns('measured-p50', 'Measured gap, median', 'measured', median, 'measured_gap'),
    ofTurns('measured-p90', 'Measured gap, 90th percentile', 'measured', p90, 'measured_gap'),
    ofTurns('reported-p50', 'Reported gap, median', 'reported', median, 'reported_gap'),
    ofTurns('reported-p90', 'Reported gap, 90th percentile', 'reported', p90, 'reported_gap'),
    ofTurns('difference-p50', 'Measured minus reported', 'difference', median, 'residual', { better: null }),
    ...latencyStages.map((stage) => ofTurns(stage, stageNames[stage], stage, median, stage)),
    slowShare(ofTurns, library, limits),
    ofCalls('overlaps', 'Overlaps per call', 'per-call', 'overlap', sound('overlaps')),
    ofCalls('barge-ins', 'Barge-ins per call', 'per-call', 'barge_in', sound('barge-ins')),
    ofCalls('agent-over-caller', 'Agent over caller', 'per-call', 'agent_over_caller', sound('agent-over-caller')),
    ofCalls('dead-air-ms', 'Dead air per call', 'ms', 'dead_air', sound('dead-air-ms')),
    ofCalls('talk-ratio', 'Talk ratio', 'share', 'talk_ratio', sound('talk-ratio'), { better: null }),
    ofCalls(
      'tool-errors',
      'Failed tool calls',
      'share',
      'tool_error',
      (places) => toolValues(tools(), places, ({ error }) => (error === null ? 0 : 1)),
      { unitsOf: 'tool-calls' },
    ),
    ofCalls(
      'tool-timeouts',
      'Tool time-outs',
      'share',
      'tool_timeout',
      (places) => toolValues(tools(), places, ({ timedOut }) => (timedOut ? 1 : 0)),
      { unitsOf: 'tool-calls' },
    ),
    ofCalls('tool-ms', 'Tool time', 'ms', 'tool_time', (places) => toolValues(tools(), places, ({ ms }) => ms), {
      statistic: median,
      unitsOf: 'tool-calls',
    }),
    ofCalls(
      'cost-per-minute',
      'Cost per minute',
      'money',
      'cost_per_minute',
      (places) => costValues(library, places, generation),
      { statistic: { is: 'ratio' } },
    ),
    ofCalls(
      'duration-ms',
      'Length of call',
      'ms',
      'call_duration',
      (places) => callValues(places, 'call', (place) => calls.durationMs[place] ?? Number.NaN),
      { better: null },
    ),
  ];
}

type OfTurns = (
  id: ComparisonMetricId,
  name: string,
  measure: InsightMeasure,
  statistic: Statistic,
  definition: DefinitionId,
  over?: { unit?: Unit; better?: VersionMetric['better'] },
) => MetricSource;

/** Of measured gaps where any are, else of reported ones. */
function slowShare(ofTurns: OfTurns, { turns }: Library, { slowLatencyMs }: InsightLimits): MetricSource {
  const heard = turns.numbers.measured_ms.subarray(0, turns.count).some((gap) => gap >= 0);
  const statistic: Statistic = { is: 'share-above', above: slowLatencyMs };
  const name = 'Turns above the slow limit';
  return ofTurns('share-slow', name, heard ? 'measured' : 'reported', statistic, 'share_above', { unit: 'share' });
}

const generationReader =
  ({ calls, names }: Library) =>
  (place: number): string =>
    names.generation.texts[calls.generation[place] ?? 0] ?? 'unknown';

/** Values of turns; the vendor's by generation, because those may define them differently. */
function turnValues(library: Library, places: Uint32Array, measure: InsightMeasure): DefinedValues[] {
  const { first, length } = library;
  const number = numberReader(library, measure);
  const generation = generationReader(library);
  const parts = new Map<string, { values: number[]; calls: number[] }>();
  for (const place of places) {
    const definition = isVendors(measure) ? generation(place) : SOUND;
    const from = first[place] ?? 0;
    for (let turn = from; turn < from + (length[place] ?? 0); turn += 1) {
      const value = number(turn);
      if (!Number.isFinite(value)) continue;
      const part = parts.get(definition) ?? { values: [], calls: [] };
      parts.set(definition, part);
      part.values.push(value);
      part.calls.push(place);
    }
  }
  return [...parts].map(([definition, part]) => ({ definition, ...part }));
}

function callValues(places: Uint32Array, definition: string, read: (place: number) => number): DefinedValues[] {
  const known = Array.from(places).filter((place) => Number.isFinite(read(place)));
  return known.length === 0 ? [] : [{ definition, values: known.map(read), calls: known }];
}

type ToolRow = ReturnType<typeof readToolCalls>[number];

function toolValues(rows: readonly ToolRow[], places: Uint32Array, read: (row: ToolRow) => number): DefinedValues[] {
  const wanted = new Set(places);
  const mine = rows.filter((row) => wanted.has(row.place) && Number.isFinite(read(row)));
  return mine.length === 0
    ? []
    : [{ definition: 'tools', values: mine.map(read), calls: mine.map(({ place }) => place) }];
}

/** By generation and currency: money of two currencies is never put together. */
function costValues(
  { calls, names }: Library,
  places: Uint32Array,
  generation: (place: number) => string,
): DefinedValues[] {
  const parts = new Map<string, number[]>();
  for (const place of places) {
    if (!Number.isFinite(calls.cost[place]) || !((calls.durationMs[place] ?? 0) > 0)) continue;
    const currency = names.currency.texts[calls.currency[place] ?? 0] ?? 'unknown currency';
    const definition = `${generation(place)}, ${currency}`;
    parts.set(definition, [...(parts.get(definition) ?? []), place]);
  }
  return [...parts].map(([definition, of]) => ({
    definition,
    values: of.map((place) => calls.cost[place] ?? 0),
    calls: of,
    of: of.map((place) => (calls.durationMs[place] ?? 0) / 60_000),
  }));
}

/** What both versions have of a metric. */
export const metricValues = (source: MetricSource, a: Uint32Array, b: Uint32Array): MetricValues => ({
  metric: source.metric,
  a: source.read(a),
  b: source.read(b),
});
