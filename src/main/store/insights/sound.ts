import { callShare, meanEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { quantile, sortedValues } from '#shared/logic/stats/quantile.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import { type SoundAnswer, type SoundFigureId, soundFigureIds } from '#shared/model/insights/calls.ts';
import type { InsightQuestion } from '#shared/model/insights/question.ts';
import { countCalls } from './buckets.ts';
import { type Context, callsRefusal, groupFor } from './context.ts';
import { orderGroups } from './groups.ts';
import type { Library } from './library.ts';

const definitions: Record<SoundFigureId, DefinitionId> = {
  overlaps: 'overlap',
  'barge-ins': 'barge_in',
  'agent-over-caller': 'agent_over_caller',
  'dead-airs': 'dead_air',
  'dead-air-ms': 'dead_air',
  'hold-ms': 'hold',
  monologues: 'monologue',
  'talk-ratio': 'talk_ratio',
  'silence-share': 'silence_share',
};

const isShare = (id: SoundFigureId): boolean => id === 'talk-ratio' || id === 'silence-share';

/** A figure of the sound of a call, by its place; NaN = it cannot be known. */
export function soundReader({ calls: { sound } }: Library, id: SoundFigureId): (place: number) => number {
  const of =
    (column: Float64Array) =>
    (place: number): number =>
      column[place] ?? Number.NaN;
  const share =
    (part: (place: number) => number, whole: (place: number) => number) =>
    (place: number): number => {
      const over = whole(place);
      return over > 0 ? part(place) / over : Number.NaN;
    };
  const [agent, caller, both, silence] = [
    of(sound.agent_talk_ms),
    of(sound.caller_talk_ms),
    of(sound.both_talk_ms),
    of(sound.silence_ms),
  ];
  switch (id) {
    case 'overlaps':
      return of(sound.overlaps);
    case 'barge-ins':
      return of(sound.barge_ins);
    case 'agent-over-caller':
      return of(sound.agent_over_caller);
    case 'dead-airs':
      return of(sound.dead_airs);
    case 'dead-air-ms':
      return of(sound.dead_air_total_ms);
    case 'hold-ms':
      return of(sound.hold_total_ms);
    case 'monologues':
      return of(sound.monologues);
    case 'talk-ratio':
      return share(agent, (place) => agent(place) + caller(place));
    case 'silence-share':
      return share(silence, (place) => silence(place) + agent(place) + caller(place) - both(place));
  }
}

/** What is heard in the calls of each group. */
export function readSound(context: Context, question: InsightQuestion): SoundAnswer {
  const { library } = context;
  const { selection, grouping, head } = groupFor(context, question, null);
  const refusal = callsRefusal(question.by, head.refusal);
  const counts = countCalls(selection, grouping);
  const { order, more } = orderGroups(grouping, counts);
  const readers = soundFigureIds.map((id) => ({ id, read: soundReader(library, id) }));
  const members = membersOf(selection.places, grouping.ofCall, grouping.groups.length);
  const groups = order.flatMap((number): SoundAnswer['groups'] => {
    const group = grouping.groups[number];
    const places = members[number];
    if (group === undefined || places === undefined) return [];
    const figures = readers.map(({ id, read }) => {
      const values = Float64Array.from(places, read).filter(Number.isFinite);
      const sorted = sortedValues(values);
      return {
        id,
        definition: definitions[id],
        n: values.length,
        mean: meanEstimate(values),
        any: isShare(id) ? null : callShare(values.filter((value) => value > 0).length, values.length),
        median: quantile(sorted, 0.5),
        most: sorted.at(-1) ?? null,
      };
    });
    return [{ group, calls: places.length, figures }];
  });
  return {
    ...head,
    refusal,
    definitions: [...new Set(Object.values(definitions))],
    by: question.by,
    groups: refusal === null ? groups : [],
    moreGroups: more,
    undated: grouping.undated,
  };
}

/** Places of the calls of each group. */
export function membersOf(places: Uint32Array, groupOf: (place: number) => number, groups: number): number[][] {
  const members: number[][] = Array.from({ length: groups }, () => []);
  for (const place of places) members[groupOf(place)]?.push(place);
  return members;
}
