import { meanDifference, quantileEstimate, shareEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { quantile, sortedValues } from '#shared/logic/stats/quantile.ts';
import type { BiasAnswer, StagesAnswer, TailAnswer, TailCause } from '#shared/model/insights/latency.ts';
import type { InsightMeasure, InsightQuestion, SlowLimit } from '#shared/model/insights/question.ts';
import { latencyStages } from '#shared/model/turn.ts';
import { type Bucket, fillBuckets } from './buckets.ts';
import { type Context, groupFor, type InsightLimits } from './context.ts';
import { orderGroups } from './groups.ts';
import { definitionOf } from './latency.ts';
import type { Library } from './library.ts';
import { numberReader, toMissing } from './numbers.ts';

const median = (values: Float64Array): number | null => quantile(sortedValues(values), 0.5);

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
  const totals: number[] = [];
  const sums: number[] = [];
  bucket.turns.forEach((turn, at) => {
    const sum = numbers.reduce((all, number) => all + number(turn), 0);
    if (!Number.isFinite(sum)) return;
    totals.push(bucket.values[at] ?? 0);
    sums.push(sum);
  });
  return {
    n: totals.length,
    totalMs: median(Float64Array.from(totals)),
    sumMs: median(Float64Array.from(sums)),
    overlapMs: median(Float64Array.from(sums, (sum, at) => sum - (totals[at] ?? 0))),
  };
}

/** The limit above which the turns of a group are slow; null of none. */
export function slowLimitOf(values: Float64Array, limit: SlowLimit, limits: InsightLimits): number | null {
  if (values.length === 0) return null;
  if (limit === 'p90') return quantile(sortedValues(values), 0.9);
  return limit === 'slow' ? limits.slowLatencyMs : limits.badLatencyMs;
}

/** What each slow turn is put down to; null for the others. In the order of the bucket. */
export function causesOf(library: Library, bucket: Bucket, limitMs: number): (TailCause | null)[] {
  const readers = latencyStages.map((stage) => numberReader(library, stage));
  const usual = readers.map((number) => {
    const others = bucket.turns.filter((_, at) => (bucket.values[at] ?? 0) <= limitMs);
    return median(Float64Array.from(others, number));
  });
  return Array.from(bucket.turns, (turn, at) => {
    if ((bucket.values[at] ?? 0) <= limitMs) return null;
    let cause: TailCause = 'unexplained';
    let most = 0;
    latencyStages.forEach((stage, i) => {
      const excess = (readers[i]?.(turn) ?? Number.NaN) - (usual[i] ?? Number.NaN);
      if (excess > most) {
        most = excess;
        cause = stage;
      }
    });
    return cause;
  });
}

/** Which stage explains the slow turns of each group. */
export function readTail(
  context: Context,
  question: InsightQuestion & { measure: InsightMeasure; limit: SlowLimit },
): TailAnswer {
  const { library, limits, task } = context;
  // Stages are the vendor's even where the wait was heard.
  const { selection, grouping, head } = groupFor(context, question, 'reported');
  const buckets = fillBuckets(selection, grouping, question.measure);
  const { order, more } = orderGroups(
    grouping,
    buckets.map(({ turnCount }) => turnCount),
  );
  const { turns } = library;
  const stageNumbers = latencyStages.map((stage) => numberReader(library, stage));
  const groups = order.flatMap((number, at): TailAnswer['groups'] => {
    if (at % 10 === 0) task.step('computing', at, order.length);
    const group = grouping.groups[number];
    const bucket = buckets[number];
    if (group === undefined || bucket === undefined) return [];
    const limitMs = slowLimitOf(bucket.values, question.limit, limits);
    const isSlow = (i: number) => limitMs !== null && (bucket.values[i] ?? 0) > limitMs;
    const indices = bucket.values.map((_, i) => i);
    const slow = indices.filter(isSlow);
    const others = indices.filter((i) => !isSlow(i));
    const staged = (i: number) => {
      const turn = bucket.turns[i] ?? 0;
      return stageNumbers.some((number) => Number.isFinite(number(turn)));
    };
    const causes = limitMs === null ? [] : causesOf(library, bucket, limitMs);
    const names: TailCause[] = [...latencyStages, 'unexplained'];
    const part = (which: Float64Array) => ({
      values: Float64Array.from(which, (i) => bucket.values[i] ?? 0),
      calls: Uint32Array.from(which, (i) => bucket.calls[i] ?? 0),
    });
    const having = (which: Float64Array, has: (turn: number) => boolean) =>
      shareEstimate(part(which), (j) => has(bucket.turns[which[j] ?? 0] ?? 0));
    return [
      {
        group,
        limitMs,
        slow: slow.length,
        others: others.length,
        slowStaged: slow.filter(staged).length,
        othersStaged: others.filter(staged).length,
        slowMs: median(part(slow).values),
        othersMs: median(part(others).values),
        stages: latencyStages.map((stage) => {
          const number = numberReader(library, stage);
          const has = indices.filter((i) => Number.isFinite(number(bucket.turns[i] ?? 0)));
          const of = (which: Float64Array) => Float64Array.from(which, (i) => number(bucket.turns[i] ?? 0));
          const [ofSlow, ofOthers] = [has.filter(isSlow), has.filter((i) => !isSlow(i))];
          return {
            stage,
            nSlow: ofSlow.length,
            nOthers: ofOthers.length,
            slowMs: median(of(ofSlow)),
            othersMs: median(of(ofOthers)),
            difference: meanDifference({ values: of(has), calls: part(has).calls }, (j) => isSlow(has[j] ?? 0)),
          };
        }),
        causes: names
          .map((cause) => ({ cause, share: shareEstimate(part(slow), (j) => causes[slow[j] ?? 0] === cause) }))
          .filter(({ share }) => share.k > 0)
          .sort((a, b) => b.share.k - a.share.k),
        slowTools: having(slow, (turn) => (turns.tools[turn] ?? 0) > 0),
        othersTools: having(others, (turn) => (turns.tools[turn] ?? 0) > 0),
        slowToolErrors: having(slow, (turn) => (turns.toolErrors[turn] ?? 0) > 0),
        othersToolErrors: having(others, (turn) => (turns.toolErrors[turn] ?? 0) > 0),
      },
    ];
  });
  return {
    ...head,
    definitions: ['slow_tail', definitionOf(question.measure), ...latencyStages],
    by: question.by,
    measure: question.measure,
    groups,
    moreGroups: more,
    undated: grouping.undated,
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
        reportedMs: median(Float64Array.from(bucket.turns, reported)),
        measuredMs: median(Float64Array.from(bucket.turns, measured)),
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
