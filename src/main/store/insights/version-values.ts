import type { DefinedValues, MetricValues } from '#shared/logic/insights/compare-versions.ts';
import { type CallMetricId, type VersionMetric, versionMetrics } from '#shared/logic/insights/metrics.ts';
import type { SoundFigureId } from '#shared/model/insights/calls.ts';
import type { InsightMeasure } from '#shared/model/insights/question.ts';
import type { Context } from './context.ts';
import type { Library } from './library.ts';
import { isVendors, numberReader } from './numbers.ts';
import { soundReader } from './sound.ts';
import { type ToolRow, toolCallsOf } from './tool-calls.ts';

/** A metric, and where its values come from. */
export interface MetricSource {
  readonly metric: VersionMetric;
  read(places: Uint32Array): DefinedValues[];
}

/** What the sound says means the same in every call. */
const SOUND = 'sound';

/** Everything two versions of an agent are compared by. */
export function metricSources(context: Context): MetricSource[] {
  const { library, limits } = context;
  const { turns } = library;
  // Of measured gaps where any are, else of reported ones.
  const heard = turns.numbers.measured_ms.subarray(0, turns.count).some((gap) => gap >= 0);
  const ofCalls = callReaders(context);
  return versionMetrics(limits.slowLatencyMs, heard ? 'measured' : 'reported').map((metric) => ({
    metric,
    read: metric.measure === null ? ofCalls[metric.id] : (places) => turnValues(library, places, metric.measure),
  }));
}

function callReaders({ db, library }: Context): Record<CallMetricId, MetricSource['read']> {
  const { calls } = library;
  const sound = (figure: SoundFigureId) => {
    const read = soundReader(library, figure);
    return (places: Uint32Array) => callValues(places, SOUND, read);
  };
  const tools = (read: (row: ToolRow) => number) => (places: Uint32Array) =>
    toolValues(toolCallsOf(db, library), places, read);
  return {
    overlaps: sound('overlaps'),
    'barge-ins': sound('barge-ins'),
    'agent-over-caller': sound('agent-over-caller'),
    'dead-air-ms': sound('dead-air-ms'),
    'talk-ratio': sound('talk-ratio'),
    'tool-errors': tools(({ error }) => (error === null ? 0 : 1)),
    'tool-timeouts': tools(({ timedOut }) => (timedOut ? 1 : 0)),
    'tool-ms': tools(({ ms }) => ms),
    'cost-per-minute': (places) => costValues(library, places),
    'duration-ms': (places) => callValues(places, 'call', (place) => calls.durationMs[place] ?? Number.NaN),
  };
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

function toolValues(
  rowsOf: (place: number) => readonly ToolRow[],
  places: Uint32Array,
  read: (row: ToolRow) => number,
): DefinedValues[] {
  const values: number[] = [];
  const calls: number[] = [];
  for (const place of places) {
    for (const row of rowsOf(place)) {
      const value = read(row);
      if (!Number.isFinite(value)) continue;
      values.push(value);
      calls.push(place);
    }
  }
  return values.length === 0 ? [] : [{ definition: 'tools', values, calls }];
}

/** By generation and currency: money of two currencies is never put together. */
function costValues(library: Library, places: Uint32Array): DefinedValues[] {
  const { calls, names } = library;
  const generation = generationReader(library);
  const parts = new Map<string, number[]>();
  for (const place of places) {
    if (!Number.isFinite(calls.cost[place]) || !((calls.durationMs[place] ?? 0) > 0)) continue;
    const currency = names.currency.texts[calls.currency[place] ?? 0] ?? 'unknown currency';
    const definition = `${generation(place)}, ${currency}`;
    const part = parts.get(definition) ?? [];
    parts.set(definition, part);
    part.push(place);
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
