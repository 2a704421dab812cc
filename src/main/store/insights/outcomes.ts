import { callShare, meanDifference, shareEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import type { StatusGroup } from '#shared/model/call.ts';
import type { OutcomesAnswer } from '#shared/model/insights/calls.ts';
import type { InsightQuestion } from '#shared/model/insights/question.ts';
import { countCalls } from './buckets.ts';
import { callFlags, turnFlags } from './columns.ts';
import { type Context, callsRefusal, groupFor } from './context.ts';
import { orderGroups } from './groups.ts';
import type { Library } from './library.ts';
import { numberReader } from './numbers.ts';
import { membersOf } from './sound.ts';

/** The gap before a turn: the measured one where there is one, else the reported one; NaN = neither. */
export function gapReader(library: Library): (turn: number) => number {
  const [measured, reported] = [numberReader(library, 'measured'), numberReader(library, 'reported')];
  return (turn) => {
    const heard = measured(turn);
    return Number.isFinite(heard) ? heard : reported(turn);
  };
}

/** Whether the caller said nothing after this turn and hung up. */
export const isGone = ({ calls, turns }: Library, turn: number, place: number): boolean =>
  ((turns.flags[turn] ?? 0) & turnFlags.last) !== 0 && ((calls.flags[place] ?? 0) & callFlags.callerHungUp) !== 0;

/** How calls ended by group, and whether callers leave after a slow turn. */
export function readOutcomes(context: Context, question: InsightQuestion): OutcomesAnswer {
  const { library, limits } = context;
  const { calls, names, first, length } = library;
  const { selection, grouping, head } = groupFor(context, question, 'calls');
  const refusal = callsRefusal(question.by, head.refusal);
  const { order, more } = orderGroups(grouping, countCalls(selection, grouping));
  const members = membersOf(selection.places, grouping.ofCall, grouping.groups.length);
  const gapOf = gapReader(library);
  const groups = order.flatMap((number): OutcomesAnswer['groups'] => {
    const group = grouping.groups[number];
    const places = members[number];
    if (group === undefined || places === undefined) return [];
    const statuses = new Map<string, { status: string; statusGroup: StatusGroup; n: number }>();
    const inGroups = new Map<StatusGroup, number>();
    const [gaps, gone, of]: [number[], boolean[], number[]] = [[], [], []];
    let unknown = 0;
    for (const place of places) {
      const status = names.status.texts[calls.status[place] ?? 0] ?? 'unknown';
      const statusGroup = (names.statusGroup.texts[calls.statusGroup[place] ?? 0] ?? 'unknown') as StatusGroup;
      const known = statuses.get(status) ?? { status, statusGroup, n: 0 };
      known.n += 1;
      statuses.set(status, known);
      inGroups.set(statusGroup, (inGroups.get(statusGroup) ?? 0) + 1);
      const from = first[place] ?? 0;
      for (let turn = from; turn < from + (length[place] ?? 0); turn += 1) {
        const gap = gapOf(turn);
        if (!Number.isFinite(gap)) {
          unknown += 1;
          continue;
        }
        gaps.push(gap);
        gone.push(isGone(library, turn, place));
        of.push(place);
      }
    }
    const limitMs = limits.slowLatencyMs;
    const isSlow = (i: number) => (gaps[i] ?? 0) > limitMs;
    const side = (slow: boolean) => {
      const which = gaps.map((_, i) => i).filter((i) => isSlow(i) === slow);
      return shareEstimate({ calls: which.map((i) => of[i] ?? 0) }, (j) => gone[which[j] ?? 0] === true);
    };
    return [
      {
        group,
        calls: places.length,
        statusGroups: [...inGroups]
          .map(([statusGroup, k]) => ({ statusGroup, share: callShare(k, places.length) }))
          .sort((a, b) => b.share.k - a.share.k),
        statuses: [...statuses.values()].sort((a, b) => b.n - a.n || a.status.localeCompare(b.status)),
        hangups: {
          limitMs,
          afterSlow: side(true),
          afterOthers: side(false),
          difference: meanDifference({ values: gone.map(Number), calls: of }, isSlow),
          unknown,
        },
      },
    ];
  });
  return {
    ...head,
    refusal,
    definitions: ['outcome', 'hangup_after_turn', 'measured_gap', 'reported_gap'],
    by: question.by,
    groups: refusal === null ? groups : [],
    moreGroups: more,
    undated: grouping.undated,
  };
}
