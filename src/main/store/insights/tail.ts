import { meanDifference, shareEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { quantileOf } from '#shared/logic/stats/quantile.ts';
import type { TailAnswer, TailCause } from '#shared/model/insights/latency.ts';
import type { InsightMeasure, InsightQuestion, SlowLimit } from '#shared/model/insights/question.ts';
import { latencyStages } from '#shared/model/turn.ts';
import { type Bucket, fillBuckets } from './buckets.ts';
import { type Context, groupFor, type InsightLimits } from './context.ts';
import { orderGroups } from './groups.ts';
import { definitionOf } from './latency.ts';
import type { Library } from './library.ts';
import { medianOf, numberReader, numbersOf } from './numbers.ts';

type Group = TailAnswer['groups'][number];

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
  const groups = order.flatMap((number, at): Group[] => {
    if (at % 10 === 0) task.step('computing', at, order.length);
    const group = grouping.groups[number];
    const bucket = buckets[number];
    if (group === undefined || bucket === undefined) return [];
    const limitMs = slowLimitOf(bucket.values, question.limit, limits);
    return [{ group, limitMs, ...explain(library, bucket, limitMs) }];
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

/** The limit above which the turns of a group are slow; null of none. */
export function slowLimitOf(values: Float64Array, limit: SlowLimit, limits: InsightLimits): number | null {
  if (values.length === 0) return null;
  if (limit === 'p90') return quantileOf(values, 0.9);
  return limit === 'slow' ? limits.slowLatencyMs : limits.badLatencyMs;
}

/** What each slow turn is put down to; null for the others. In the order of the bucket. */
export function causesOf(library: Library, bucket: Bucket, limitMs: number): (TailCause | null)[] {
  const isSlow = slowOnes(bucket, limitMs);
  const columns = stageColumns(library, bucket);
  const usual = columns.map((column) => medianOf(only(column, isSlow, 0)));
  return Array.from(isSlow, (slow, at) => (slow === 1 ? causeOf(columns, usual, at) : null));
}

const stageColumns = (library: Library, { turns }: Bucket): Float64Array[] =>
  latencyStages.map((stage) => numbersOf(turns, numberReader(library, stage)));

/** 1 for each turn above the limit; null = there is none. */
function slowOnes({ values }: Bucket, limitMs: number | null): Uint8Array {
  const isSlow = new Uint8Array(values.length);
  if (limitMs === null) return isSlow;
  for (let at = 0; at < values.length; at += 1) if ((values[at] ?? 0) > limitMs) isSlow[at] = 1;
  return isSlow;
}

/** Those of a column whose turn is slow (1), or is not (0). */
function only<T extends Float64Array | Uint32Array>(column: T, isSlow: Uint8Array, which: 0 | 1): T {
  const kept = column.slice() as T;
  let count = 0;
  for (let at = 0; at < column.length; at += 1) {
    if (isSlow[at] !== which) continue;
    kept[count] = column[at] ?? 0;
    count += 1;
  }
  return kept.subarray(0, count) as T;
}

/** The stage that took longest beyond what it usually takes. */
function causeOf(columns: readonly Float64Array[], usual: readonly (number | null)[], at: number): TailCause {
  let cause: TailCause = 'unexplained';
  let most = 0;
  for (let i = 0; i < latencyStages.length; i += 1) {
    const excess = (columns[i]?.[at] ?? Number.NaN) - (usual[i] ?? Number.NaN);
    if (!(excess > most)) continue;
    most = excess;
    cause = latencyStages[i] ?? cause;
  }
  return cause;
}

function explain(library: Library, bucket: Bucket, limitMs: number | null): Omit<Group, 'group' | 'limitMs'> {
  const { turns } = library;
  const isSlow = slowOnes(bucket, limitMs);
  const columns = stageColumns(library, bucket);
  const sides = ([1, 0] as const).map((which) => ({
    turns: only(bucket.turns, isSlow, which),
    calls: only(bucket.calls, isSlow, which),
    values: only(bucket.values, isSlow, which),
    staged: countStaged(columns, isSlow, which),
  }));
  const [slow, others] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const stages = latencyStages.map((stage, i) => stageOf(stage, columns[i] ?? new Float64Array(), bucket, isSlow));
  const usual = stages.map(({ othersMs }) => othersMs);
  const causes: TailCause[] = [];
  for (let at = 0; at < isSlow.length; at += 1) if (isSlow[at] === 1) causes.push(causeOf(columns, usual, at));
  const having = ({ calls, turns: of }: typeof slow, column: Uint8Array) =>
    shareEstimate({ calls }, (at) => (column[of[at] ?? 0] ?? 0) > 0);
  return {
    slow: slow.turns.length,
    others: others.turns.length,
    slowStaged: slow.staged,
    othersStaged: others.staged,
    slowMs: medianOf(slow.values),
    othersMs: medianOf(others.values),
    stages,
    causes: [...latencyStages, 'unexplained' as const]
      .map((cause) => ({ cause, share: shareEstimate({ calls: slow.calls }, (at) => causes[at] === cause) }))
      .filter(({ share }) => share.k > 0)
      .sort((a, b) => b.share.k - a.share.k),
    slowTools: having(slow, turns.tools),
    othersTools: having(others, turns.tools),
    slowToolErrors: having(slow, turns.toolErrors),
    othersToolErrors: having(others, turns.toolErrors),
  };
}

function countStaged(columns: readonly Float64Array[], isSlow: Uint8Array, which: 0 | 1): number {
  let count = 0;
  for (let at = 0; at < isSlow.length; at += 1) {
    if (isSlow[at] === which && columns.some((column) => Number.isFinite(column[at]))) count += 1;
  }
  return count;
}

function stageOf(
  stage: (typeof latencyStages)[number],
  column: Float64Array,
  bucket: Bucket,
  isSlow: Uint8Array,
): Group['stages'][number] {
  const values = new Float64Array(column.length);
  const calls = new Uint32Array(column.length);
  const slow = new Uint8Array(column.length);
  let count = 0;
  for (let at = 0; at < column.length; at += 1) {
    const value = column[at] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    values[count] = value;
    calls[count] = bucket.calls[at] ?? 0;
    slow[count] = isSlow[at] ?? 0;
    count += 1;
  }
  const has = { values: values.subarray(0, count), calls: calls.subarray(0, count) };
  const flags = slow.subarray(0, count);
  const ofSlow = only(has.values, flags, 1);
  const ofOthers = only(has.values, flags, 0);
  return {
    stage,
    nSlow: ofSlow.length,
    nOthers: ofOthers.length,
    slowMs: medianOf(ofSlow),
    othersMs: medianOf(ofOthers),
    difference: meanDifference(has, (at) => flags[at] === 1),
  };
}
