import { quantileEstimate, shareEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { histogram, histogramEdges } from '#shared/logic/stats/histogram.ts';
import { quantile, sortedValues } from '#shared/logic/stats/quantile.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import type { LatencyAnswer, LatencyGroup, TrendPoint } from '#shared/model/insights/latency.ts';
import type { InsightMeasure, InsightQuestion } from '#shared/model/insights/question.ts';
import { type Bucket, countCalls, fillBuckets } from './buckets.ts';
import { turnFlags } from './columns.ts';
import { type Context, groupFor } from './context.ts';
import { orderGroups } from './groups.ts';
import type { Library } from './library.ts';
import { toMissing } from './numbers.ts';

/** Trends of more groups are no picture, and cost the asking thread as much as everything else together. */
const TRENDS = { families: 14, others: 40 };

const definitionsOf: Partial<Record<InsightMeasure, DefinitionId>> = {
  reported: 'reported_gap',
  measured: 'measured_gap',
  difference: 'residual',
};

/** The pinned definition of a measure. */
export const definitionOf = (measure: InsightMeasure): DefinitionId =>
  definitionsOf[measure] ?? (measure as Exclude<InsightMeasure, 'reported' | 'measured' | 'difference'>);

/** Latency by group: quantiles with intervals, shares above the limits, distribution on shared edges, trend. */
export function readLatency(context: Context, question: InsightQuestion & { measure: InsightMeasure }): LatencyAnswer {
  const { library, limits, task } = context;
  const { by, measure } = question;
  const { selection, grouping, head } = groupFor(context, question, measure);
  const buckets = fillBuckets(selection, grouping, measure);
  const sizes = buckets.map(({ turnCount }) => turnCount);
  const callCounts = countCalls(selection, grouping);
  // A group of calls without turns is a group, too.
  const named = by === 'family' ? sizes : sizes.map((turns, group) => turns + (callCounts[group] ?? 0));
  const { order, more } = orderGroups(grouping, named);
  const edges = edgesOf(buckets);
  const trendStep = stepOf(library, selection.places);
  const groups = order.flatMap((number, at): LatencyGroup[] => {
    if (at % 10 === 0) task.step('computing', at, order.length);
    const bucket = buckets[number];
    const group = grouping.groups[number];
    if (bucket === undefined || group === undefined) return [];
    const sorted = sortedValues(bucket.values);
    const of = (p: number) => quantileEstimate(sorted, bucket, p);
    const above = (limit: number) => shareEstimate(bucket, (i) => (bucket.values[i] ?? 0) > limit);
    const isDifference = measure === 'difference';
    return [
      {
        group,
        calls: by === 'family' ? bucket.turnCalls : (callCounts[number] ?? 0),
        turns: bucket.turnCount,
        n: bucket.values.length,
        nCalls: bucket.valueCalls,
        lowConfidence: measure === 'measured' || isDifference ? countLow(library, bucket) : 0,
        missing: toMissing(bucket.missing),
        p50: of(0.5),
        p90: of(0.9),
        p95: of(0.95),
        p99: of(0.99),
        least: sorted[0] ?? null,
        most: sorted.at(-1) ?? null,
        aboveSlow: isDifference ? null : above(limits.slowLatencyMs),
        aboveBad: isDifference ? null : above(limits.badLatencyMs),
        beyondTolerance: isDifference
          ? shareEstimate(bucket, (i) => Math.abs(bucket.values[i] ?? 0) > limits.latencyToleranceMs)
          : null,
        counts: countsOf(sorted, edges),
        trend:
          by === 'day' || at >= (by === 'family' ? TRENDS.families : TRENDS.others)
            ? []
            : trendOf(library, bucket, trendStep),
      },
    ];
  });
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const low = groups.reduce((sum, group) => sum + group.lowConfidence, 0);
  if (low > 0) {
    head.badges.push({
      code: 'low-confidence',
      n: low,
      message: `${low} of the ${n} measured gaps are of low confidence (a mono recording, noise, or an unsure clock).`,
    });
  }
  const refusal =
    head.refusal ??
    (n === 0
      ? { code: 'no-number' as const, message: 'None of these turns has this number; see coverage for the reasons.' }
      : null);
  return {
    ...head,
    refusal,
    definitions: [definitionOf(measure), 'p50_turns', 'p90_turns', 'p95_turns', 'p99_turns', 'share_above'],
    by,
    measure,
    slowMs: limits.slowLatencyMs,
    badMs: limits.badLatencyMs,
    toleranceMs: limits.latencyToleranceMs,
    edges,
    trendStep,
    groups,
    moreGroups: more,
    undated: grouping.undated,
  };
}

function countLow({ turns }: Library, bucket: Bucket): number {
  let low = 0;
  for (const turn of bucket.turns) if ((turns.flags[turn] ?? 0) & turnFlags.low) low += 1;
  return low;
}

/** Edges for all groups together; the first one lies at or below the least value, so that every turn is in a bar. */
function edgesOf(buckets: readonly Bucket[]): number[] {
  const all = new Float64Array(buckets.reduce((sum, { values }) => sum + values.length, 0));
  let at = 0;
  for (const { values } of buckets) {
    all.set(values, at);
    at += values.length;
  }
  const sorted = all.sort();
  const edges = histogramEdges(sorted);
  const least = sorted[0];
  if (least !== undefined && least < (edges[0] ?? Number.POSITIVE_INFINITY)) edges.unshift(least);
  return edges;
}

/** Values by the edge at or below them; the last bar has all from the last edge on. */
function countsOf(sorted: Float64Array, edges: readonly number[]): number[] {
  if (edges.length === 0) return [];
  const { counts, above } = histogram(sorted, edges);
  return [...counts, above];
}

const DAY_MS = 86_400_000;

function stepOf({ calls }: Library, places: Uint32Array): LatencyAnswer['trendStep'] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const place of places) {
    const at = calls.startMs[place] ?? Number.NaN;
    if (at < least) least = at;
    if (at > most) most = at;
  }
  const days = (most - least) / DAY_MS;
  return days > 400 ? 'month' : days > 62 ? 'week' : 'day';
}

/** Beginning and end of the step that a moment lies in, on this computer's clock. Weeks begin on Monday. */
function stepAround(atMs: number, step: LatencyAnswer['trendStep']): { fromMs: number; toMs: number } {
  const at = new Date(atMs);
  const [year, month] = [at.getFullYear(), at.getMonth()];
  if (step === 'month') return { fromMs: +new Date(year, month, 1), toMs: +new Date(year, month + 1, 1) };
  const day = at.getDate() - (step === 'week' ? (at.getDay() + 6) % 7 : 0);
  return { fromMs: +new Date(year, month, day), toMs: +new Date(year, month, day + (step === 'week' ? 7 : 1)) };
}

function trendOf({ calls }: Library, bucket: Bucket, step: LatencyAnswer['trendStep']): TrendPoint[] {
  const steps = new Map<number, { toMs: number; places: number[] }>();
  let last: { toMs: number; places: number[] } | undefined;
  let lastCall = -1;
  for (let i = 0; i < bucket.calls.length; i += 1) {
    const call = bucket.calls[i] ?? 0;
    if (call !== lastCall) {
      lastCall = call;
      const startMs = calls.startMs[call] ?? Number.NaN;
      last = undefined;
      if (Number.isFinite(startMs)) {
        const { fromMs, toMs } = stepAround(startMs, step);
        last = steps.get(fromMs) ?? { toMs, places: [] };
        steps.set(fromMs, last);
      }
    }
    last?.places.push(i);
  }
  return [...steps]
    .sort(([a], [b]) => a - b)
    .map(([fromMs, { toMs, places }]) => {
      const values = Float64Array.from(places, (i) => bucket.values[i] ?? 0);
      const of = Uint32Array.from(places, (i) => bucket.calls[i] ?? 0);
      const sorted = values.toSorted();
      return {
        fromMs,
        toMs,
        n: values.length,
        calls: new Set(of).size,
        p50: quantileEstimate(sorted, { values, calls: of }, 0.5),
        p90: quantile(sorted, 0.9),
      };
    });
}
