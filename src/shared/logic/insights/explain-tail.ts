import { type LatencyStage, latencyStages } from '../../model/turn.ts';
import { bootstrapInterval } from '../stats/bootstrap.ts';
import { MOST_UNITS } from '../stats/cluster-interval.ts';
import { toClusters, unitsOf } from '../stats/clusters.ts';
import { type Interval, noInterval } from '../stats/interval.ts';

/** Turns with a gap and what the vendor says of its stages, ms; NaN = not given. Arrays of one length. */
export interface StagedTurns {
  readonly gaps: ArrayLike<number>;
  readonly calls: ArrayLike<number>;
  readonly stages: Readonly<Record<LatencyStage, ArrayLike<number>>>;
}

/** `rest` = the gap minus the sum of its stages: what no stage accounts for, negative where stages overlap. */
export type TailPart = LatencyStage | 'rest';

/** One stage in slow turns beside the others. */
export interface TailStage {
  readonly part: TailPart;
  /** Means over the complete turns, ms. */
  readonly slowMs: number;
  readonly otherMs: number;
  /** slow − other. */
  readonly excessMs: number;
  /** Of the excess of the whole gap; all parts together are 1. A part below 0 works against it. */
  readonly share: number;
  readonly interval: Interval;
}

/** Why slow turns are slow, stage by stage; `parts` is empty when `why` says so, and sorted by share otherwise. */
export interface TailExplanation {
  readonly thresholdMs: number;
  /** Turns with a gap; of them, those above the threshold. */
  readonly turns: number;
  readonly slowTurns: number;
  /** Turns that have every stage that the vendor gives at all, none negative: what the parts are computed from. */
  readonly complete: number;
  readonly completeSlow: number;
  readonly calls: number;
  readonly incomplete: { readonly missing: number; readonly negative: number };
  /** Stages that no turn has. */
  readonly neverGiven: readonly LatencyStage[];
  /** How much longer slow turns take than the others, mean, ms, over the complete turns. */
  readonly excessMs: number | null;
  readonly parts: readonly TailStage[];
  readonly why: 'no-gaps' | 'no-stages' | 'no-slow-turns' | 'only-slow-turns' | null;
}

/**
 * Which stage makes slow turns slow: the mean of each stage over turns with a gap above the threshold minus its mean over the others, as a
 * share of that difference of the gap itself. Means, because only they add up. Turns that lack a stage are left out of it, and counted;
 * so are those with a negative one. 95 % intervals by resampling calls.
 */
export function explainTail({ gaps, calls, stages }: StagedTurns, thresholdMs: number): TailExplanation {
  const given = latencyStages.filter((stage) => hasFinite(stages[stage]));
  const neverGiven = latencyStages.filter((stage) => !given.includes(stage));
  const rows: number[] = [];
  const counts = { turns: 0, slow: 0, missing: 0, negative: 0, completeSlow: 0 };
  for (let i = 0; i < gaps.length; i += 1) {
    const gap = gaps[i] ?? Number.NaN;
    if (!Number.isFinite(gap)) continue;
    counts.turns += 1;
    if (gap > thresholdMs) counts.slow += 1;
    const values = given.map((stage) => stages[stage][i] ?? Number.NaN);
    if (!values.every(Number.isFinite)) counts.missing += 1;
    else if (values.some((value) => value < 0)) counts.negative += 1;
    else {
      rows.push(i);
      if (gap > thresholdMs) counts.completeSlow += 1;
    }
  }
  const complete = given.length === 0 ? [] : rows;
  const usedGaps = Float64Array.from(complete, (i) => gaps[i] ?? 0);
  const clusters = toClusters({ values: usedGaps, calls: Float64Array.from(complete, (i) => calls[i] ?? 0) });
  const base = {
    thresholdMs,
    turns: counts.turns,
    slowTurns: counts.slow,
    complete: complete.length,
    completeSlow: given.length === 0 ? 0 : counts.completeSlow,
    calls: clusters.calls,
    incomplete: { missing: counts.missing, negative: counts.negative },
    neverGiven,
  };
  const none = (why: TailExplanation['why']): TailExplanation => ({ ...base, excessMs: null, parts: [], why });
  if (counts.turns === 0) return none('no-gaps');
  if (complete.length === 0) return none('no-stages');
  if (base.completeSlow === 0) return none('no-slow-turns');
  if (base.completeSlow === complete.length) return none('only-slow-turns');

  const units = unitsOf(clusters.calls, MOST_UNITS, 5);
  const unitAt = (row: number) => {
    const call = clusters.call[row] ?? 0;
    return units.unitOf === null ? call : (units.unitOf[call] ?? 0);
  };
  const parts: readonly TailPart[] = [...given, 'rest'];
  const whole = sumsOf(usedGaps, usedGaps, thresholdMs, unitAt, units.count);
  const excess = excessOf(whole, whole, () => 1);
  if (excess === null) return none('no-slow-turns');
  const explained = parts.map((part): TailStage => {
    const values = Float64Array.from(complete, (i) => {
      if (part !== 'rest') return stages[part][i] ?? 0;
      return (gaps[i] ?? 0) - given.reduce((sum, stage) => sum + (stages[stage][i] ?? 0), 0);
    });
    const sums = sumsOf(values, usedGaps, thresholdMs, unitAt, units.count);
    const own = excessOf(sums, whole, () => 1);
    const interval =
      own === null
        ? noInterval('nothing')
        : bootstrapInterval(units.count, (times) => {
            const of = excessOf(whole, whole, times);
            const mine = excessOf(sums, whole, times);
            return of === null || mine === null || of.excess <= 0 ? null : mine.excess / of.excess;
          });
    const { slow = 0, other = 0, excess: excessMs = 0 } = own ?? {};
    return { part, slowMs: slow, otherMs: other, excessMs, share: excessMs / excess.excess, interval };
  });
  return { ...base, excessMs: excess.excess, parts: explained.sort((a, b) => b.share - a.share), why: null };
}

interface SlowSums {
  readonly slow: Float64Array;
  readonly other: Float64Array;
  readonly slowTurns: Float64Array;
  readonly otherTurns: Float64Array;
}

function sumsOf(
  values: Float64Array,
  gaps: Float64Array,
  thresholdMs: number,
  unitAt: (row: number) => number,
  units: number,
): SlowSums {
  const make = () => new Float64Array(units);
  const sums = { slow: make(), other: make(), slowTurns: make(), otherTurns: make() };
  values.forEach((value, row) => {
    const unit = unitAt(row);
    const slow = (gaps[row] ?? 0) > thresholdMs;
    const [total, turns] = slow ? [sums.slow, sums.slowTurns] : [sums.other, sums.otherTurns];
    total[unit] = (total[unit] ?? 0) + value;
    turns[unit] = (turns[unit] ?? 0) + 1;
  });
  return sums;
}

function excessOf(
  of: SlowSums,
  counts: SlowSums,
  times: (unit: number) => number,
): { slow: number; other: number; excess: number } | null {
  let [slow, other, slowTurns, otherTurns] = [0, 0, 0, 0];
  for (let unit = 0; unit < of.slow.length; unit += 1) {
    const weight = times(unit);
    slow += weight * (of.slow[unit] ?? 0);
    other += weight * (of.other[unit] ?? 0);
    slowTurns += weight * (counts.slowTurns[unit] ?? 0);
    otherTurns += weight * (counts.otherTurns[unit] ?? 0);
  }
  if (slowTurns === 0 || otherTurns === 0) return null;
  return { slow: slow / slowTurns, other: other / otherTurns, excess: slow / slowTurns - other / otherTurns };
}

function hasFinite(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i += 1) if (Number.isFinite(values[i])) return true;
  return false;
}
