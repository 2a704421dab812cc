import type { InsightMeasure } from '#shared/model/insights/question.ts';
import { insightWhySchema } from '#shared/model/insights/question.ts';
import type { Grouping } from './groups.ts';
import { numberReader, whyReader } from './numbers.ts';
import type { Selection } from './select.ts';

/** The values of a measure in one group, in the order of calls and turns. */
export interface Bucket {
  readonly values: Float64Array;
  /** Place of the call of each value, ascending; and place of the turn. */
  readonly calls: Uint32Array;
  readonly turns: Uint32Array;
  /** Turns of the group, calls with a turn, and calls with a value. */
  turnCount: number;
  turnCalls: number;
  valueCalls: number;
  /** Turns without a value by number of the reason. */
  readonly missing: Uint32Array;
}

const REASONS = insightWhySchema.options.length + 1;

/** Walks the turns of a selection twice: once to count, once to fill. Buckets are by number of the group. */
export function fillBuckets(selection: Selection, grouping: Grouping, measure: InsightMeasure): Bucket[] {
  const { library, places } = selection;
  const { first, length } = library;
  const number = numberReader(library, measure);
  const why = whyReader(library, measure);
  const counts: number[] = [];
  walk((group, turn) => {
    counts[group] = (counts[group] ?? 0) + (Number.isFinite(number(turn)) ? 1 : 0);
  });
  const buckets = grouping.groups.map((_, group): Bucket => {
    const n = counts[group] ?? 0;
    return {
      values: new Float64Array(n),
      calls: new Uint32Array(n),
      turns: new Uint32Array(n),
      turnCount: 0,
      turnCalls: 0,
      valueCalls: 0,
      missing: new Uint32Array(REASONS),
    };
  });
  const filled = new Uint32Array(buckets.length);
  const lastCall = new Float64Array(buckets.length).fill(-1);
  walk((group, turn, place) => {
    const bucket = buckets[group];
    if (bucket === undefined) return;
    bucket.turnCount += 1;
    if (lastCall[group] !== place) {
      lastCall[group] = place;
      bucket.turnCalls += 1;
    }
    const value = number(turn);
    if (!Number.isFinite(value)) {
      const reason = why(turn);
      bucket.missing[reason] = (bucket.missing[reason] ?? 0) + 1;
      return;
    }
    const at = filled[group] ?? 0;
    filled[group] = at + 1;
    bucket.values[at] = value;
    bucket.turns[at] = turn;
    if (at === 0 || bucket.calls[at - 1] !== place) bucket.valueCalls += 1;
    bucket.calls[at] = place;
  });
  return buckets;

  function walk(each: (group: number, turn: number, place: number) => void): void {
    for (const place of places) {
      const from = first[place] ?? 0;
      const to = from + (length[place] ?? 0);
      for (let turn = from; turn < to; turn += 1) {
        const group = grouping.ofTurn(turn, place);
        if (group >= 0) each(group, turn, place);
      }
    }
  }
}

/** Calls of each group, by its number. For families: calls with a turn of it. */
export function countCalls({ places }: Selection, grouping: Grouping): Uint32Array {
  const counts = new Uint32Array(grouping.groups.length);
  for (const place of places) {
    const group = grouping.ofCall(place);
    if (group >= 0) counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}
