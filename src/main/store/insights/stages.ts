import { quantileEstimate, shareEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { quantile, sortedValues } from '#shared/logic/stats/quantile.ts';
import type { BiasAnswer, StagesAnswer } from '#shared/model/insights/latency.ts';
import type { InsightQuestion } from '#shared/model/insights/question.ts';
import { latencyStages } from '#shared/model/turn.ts';
import { type Bucket, fillBuckets } from './buckets.ts';
import { type Context, groupFor } from './context.ts';
import { orderGroups } from './groups.ts';
import { medianOf, numberReader, numbersOf, toMissing } from './numbers.ts';

/** The reported stages of each group beside each other. */
export function readStages(context: Context, question: InsightQuestion): StagesAnswer {
  const { library, task } = context;
  const { selection, grouping, head } = groupFor(context, question, 'reported');
  const totals = fillBuckets(selection, grouping, 'reported');
  const byStage = latencyStages.map((stage, at) => {
    task.step('computing', at, latencyStages.length);
    return { stage, buckets: fillBuckets(selection, grouping, stage) };
  });
  const { order, more } = orderGroups(
    grouping,
    totals.map(({ turnCount }) => turnCount),
  );
  const numbers = latencyStages.map((stage) => numberReader(library, stage));
  const groups = order.flatMap((number): StagesAnswer['groups'] => {
    const group = grouping.groups[number];
    const total = totals[number];
    if (group === undefined || total === undefined) return [];
    return [
      {
        group,
        turns: total.turnCount,
        stages: byStage.flatMap(({ stage, buckets }) => {
          const bucket = buckets[number];
          if (bucket === undefined) return [];
          const sorted = sortedValues(bucket.values);
          return [
            {
              stage,
              n: bucket.values.length,
              p50: quantileEstimate(sorted, bucket, 0.5),
              p90: quantile(sorted, 0.9),
              p95: quantile(sorted, 0.95),
              missing: toMissing(bucket.missing),
            },
          ];
        }),
        whole: wholeOf(total, numbers),
      },
    ];
  });
  return {
    ...head,
    definitions: [...latencyStages, 'stage_sum', 'p50_turns'],
    by: question.by,
    groups,
    moreGroups: more,
    undated: grouping.undated,
  };
}

function wholeOf(
  bucket: Bucket,
  numbers: readonly ((turn: number) => number)[],
): StagesAnswer['groups'][number]['whole'] {
  const n = bucket.turns.length;
  const columns = numbers.map((number) => numbersOf(bucket.turns, number));
  const totals = new Float64Array(n);
  const sums = new Float64Array(n);
  const overlaps = new Float64Array(n);
  let count = 0;
  for (let at = 0; at < n; at += 1) {
    let sum = 0;
    for (const column of columns) sum += column[at] ?? Number.NaN;
    if (!Number.isFinite(sum)) continue;
    const total = bucket.values[at] ?? 0;
    totals[count] = total;
    sums[count] = sum;
    overlaps[count] = sum - total;
    count += 1;
  }
  return {
    n: count,
    totalMs: medianOf(totals.subarray(0, count)),
    sumMs: medianOf(sums.subarray(0, count)),
    overlapMs: medianOf(overlaps.subarray(0, count)),
  };
}

/** How far reported totals lie from what is heard, by group. */
export function readBias(context: Context, question: InsightQuestion): BiasAnswer {
  const { library, limits } = context;
  const { selection, grouping, head } = groupFor(context, question, 'difference');
  const buckets = fillBuckets(selection, grouping, 'difference');
  const { order, more } = orderGroups(
    grouping,
    buckets.map(({ turnCount }) => turnCount),
  );
  const [reported, measured] = [numberReader(library, 'reported'), numberReader(library, 'measured')];
  const groups = order.flatMap((number): BiasAnswer['groups'] => {
    const group = grouping.groups[number];
    const bucket = buckets[number];
    if (group === undefined || bucket === undefined) return [];
    const sorted = sortedValues(bucket.values);
    return [
      {
        group,
        turns: bucket.turnCount,
        n: bucket.values.length,
        nCalls: bucket.valueCalls,
        missing: toMissing(bucket.missing),
        median: quantileEstimate(sorted, bucket, 0.5),
        p10: quantile(sorted, 0.1),
        p90: quantile(sorted, 0.9),
        reportedMs: medianOf(numbersOf(bucket.turns, reported)),
        measuredMs: medianOf(numbersOf(bucket.turns, measured)),
        beyondTolerance: shareEstimate(bucket, (i) => Math.abs(bucket.values[i] ?? 0) > limits.latencyToleranceMs),
      },
    ];
  });
  return {
    ...head,
    definitions: ['reporting_bias', 'residual', 'reported_gap', 'measured_gap'],
    by: question.by,
    toleranceMs: limits.latencyToleranceMs,
    groups,
    moreGroups: more,
    undated: grouping.undated,
  };
}
