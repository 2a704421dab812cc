import type { InsightBadge, InsightRefusal } from '#shared/model/insights/common.ts';
import type { InsightBy, InsightMeasure, InsightQuestion } from '#shared/model/insights/question.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { ReadDb } from '../db.ts';
import { callFlags } from './columns.ts';
import { type Families, noFamilies, readFamilies } from './families.ts';
import { type Grouping, groupCalls } from './groups.ts';
import type { Library } from './library.ts';
import { numberReader } from './numbers.ts';
import { type Selection, selectCalls } from './select.ts';
import type { Task } from './task.ts';

/** The settings that figures go by. */
export type InsightLimits = Pick<Settings, 'slowLatencyMs' | 'badLatencyMs' | 'latencyToleranceMs'>;

/** What every answer is computed in. */
export interface Context {
  readonly db: ReadDb;
  readonly library: Library;
  readonly limits: InsightLimits;
  readonly task: Task;
}

/** A filter and a grouping as they apply now. */
export interface Grouped {
  readonly selection: Selection;
  readonly grouping: Grouping;
  /** What every answer says of itself but its definitions. */
  readonly head: { calls: number; turns: number; badges: InsightBadge[]; refusal: InsightRefusal | null };
}

/**
 * Applies a question. `apart` = which generations of the API must not be put together: those with values of a measure of the
 * vendor's, all that have calls, or none (figures of the sound).
 */
export function groupFor(
  { db, library, task }: Context,
  { filter, by }: InsightQuestion,
  apart: InsightMeasure | 'calls' | null,
): Grouped {
  task.step('computing', 0, 1);
  const selection = selectCalls(db, library, filter);
  const generations = apart === null || apart === 'measured' ? null : generationsOf(selection, apart);
  const families: Families = by === 'family' ? readFamilies(db) : noFamilies;
  const grouping = groupCalls(selection, by, families, generations);
  const badges = badgesOf(selection);
  if (generations !== null && generations.length > 1) {
    badges.push({
      code: 'mixed-generations',
      n: generations.length,
      message: `These calls come from ${generations.length} generations of the vendor’s API, which may define this figure differently; they are kept apart.`,
    });
  }
  return {
    selection,
    grouping,
    head: { calls: selection.places.length, turns: selection.turns, badges, refusal: refusalOf(selection) },
  };
}

/** Generations, as numbers, that have something to say. */
function generationsOf({ library, places }: Selection, apart: InsightMeasure | 'calls'): number[] {
  const { calls, first, length } = library;
  const found = new Set<number>();
  const number = apart === 'calls' ? null : numberReader(library, apart === 'difference' ? 'reported' : apart);
  for (const place of places) {
    const generation = calls.generation[place] ?? 0;
    if (found.has(generation)) continue;
    if (number === null) {
      found.add(generation);
      continue;
    }
    const from = first[place] ?? 0;
    const to = from + (length[place] ?? 0);
    for (let turn = from; turn < to; turn += 1) {
      if (!Number.isFinite(number(turn))) continue;
      found.add(generation);
      break;
    }
  }
  return [...found];
}

/** What is still being read in or looked at. */
export function badgesOf({ library, places }: Selection): InsightBadge[] {
  const { flags } = library.calls;
  let unindexed = 0;
  let unmeasured = 0;
  let waiting = 0;
  for (const place of places) {
    const of = flags[place] ?? 0;
    if (of & callFlags.detailed && !(of & callFlags.indexed)) unindexed += 1;
    if (!(of & callFlags.recording) || of & (callFlags.analysed | callFlags.undecodable)) continue;
    if (of & callFlags.forWindow) waiting += 1;
    else unmeasured += 1;
  }
  const badges: InsightBadge[] = [];
  const calls = (n: number) => (n === 1 ? '1 call' : `${n} calls`);
  if (unindexed > 0) {
    badges.push({
      code: 'not-indexed',
      n: unindexed,
      message: `The turns of ${calls(unindexed)} are still being read in; they are not in these figures yet.`,
    });
  }
  return [...badges, ...soundBadges(unmeasured, waiting)];
}

/** What is not heard yet: recordings that are waiting their turn, and those that only a window can decode. */
export function soundBadges(unmeasured: number, waiting: number): InsightBadge[] {
  const badges: InsightBadge[] = [];
  const recordings = (n: number) => (n === 1 ? '1 recording' : `${n} recordings`);
  if (unmeasured > 0) {
    badges.push({
      code: 'not-measured',
      n: unmeasured,
      message: `The sound of ${recordings(unmeasured)} has not been looked at yet; what is heard there is not in these figures.`,
    });
  }
  if (waiting > 0) {
    badges.push({
      code: 'for-window',
      n: waiting,
      message: `${recordings(waiting)} in a format that only a window decodes (AAC, Vorbis): measured when the call is opened, and not in these figures before.`,
    });
  }
  return badges;
}

function refusalOf({ places, turns }: Selection): InsightRefusal | null {
  if (places.length === 0)
    return { code: 'no-calls', message: 'No call matches this filter; take something out of it.' };
  if (turns === 0) {
    return {
      code: 'no-turns',
      message: 'None of these calls has an agent turn here yet: there is no transcript, or it is still being read in.',
    };
  }
  return null;
}

/** Figures of calls have no families. */
export function familyRefusal(by: InsightBy): InsightRefusal | null {
  return by === 'family'
    ? {
        code: 'not-grouped',
        message: 'This is a figure of whole calls, which are in no family of turns; group it by something else.',
      }
    : null;
}

/** Without turns there can still be figures of calls. */
export const callsRefusal = (by: InsightBy, refusal: InsightRefusal | null): InsightRefusal | null =>
  familyRefusal(by) ?? (refusal?.code === 'no-calls' ? refusal : null);
