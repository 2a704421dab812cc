import type { InsightGroup } from '#shared/model/insights/common.ts';
import type { InsightBy } from '#shared/model/insights/question.ts';
import type { Families } from './families.ts';
import type { Library } from './library.ts';
import type { Selection } from './select.ts';

/** Which group each call, or each turn, belongs to. */
export interface Grouping {
  readonly by: InsightBy;
  readonly groups: readonly InsightGroup[];
  /** Group of a call; -1 = in none (no time). For families: whatever it is, turns are in groups and calls are not. */
  ofCall(place: number): number;
  ofTurn(turn: number, place: number): number;
  /** Selected calls without a time, where that keeps them out of every group. */
  readonly undated: number;
  /** Generations of the API are groups of their own. */
  readonly split: boolean;
}

/** Groups that an answer names at most, the rest is counted: over a year a day is a group, but nobody reads a list of so many. */
const MOST = { inTime: 400, families: 100, others: 200 };

/**
 * Groups the calls of a selection. `split` keeps generations of the API apart where there are several among these calls
 * (`generations`: those with something to say).
 */
export function groupCalls(
  selection: Selection,
  by: InsightBy,
  families: Families,
  generations: readonly number[] | null,
): Grouping {
  const { library, places } = selection;
  const split = generations !== null && generations.length > 1;
  const groups: InsightGroup[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (parts: readonly (string | number | null)[], place: number, make: () => Partial<InsightGroup>) => {
    const generation = split ? generationOf(library, place) : null;
    const key = JSON.stringify(split ? [...parts, { generation }] : parts);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, groups.length);
    groups.push({ key, label: null, agent: null, agentName: null, version: null, generation, ...make() });
    return groups.length - 1;
  };
  const { calls } = library;
  const ofCall = new Int32Array(calls.count).fill(-1);
  let undated = 0;
  if (by !== 'family') {
    const assign = assigner(library, by, numberOf);
    for (const place of places) {
      const number = assign(place);
      if (number < 0) undated += 1;
      ofCall[place] = number;
    }
    return {
      by,
      groups,
      undated,
      split,
      ofCall: (place) => ofCall[place] ?? -1,
      ofTurn: (_, place) => ofCall[place] ?? -1,
    };
  }
  const { turns } = library;
  const slots = new Map<number, number>();
  return {
    by,
    groups,
    undated: 0,
    split,
    ofCall: () => -1,
    ofTurn: (turn, place) => {
      const family = families.ofWording(turns.wording[turn] ?? -1);
      const slot = (family + 1) * 64 + (split ? Math.min(63, calls.generation[place] ?? 0) : 0);
      const known = slots.get(slot);
      if (known !== undefined) return known;
      const of = families.list[family];
      const agent = of?.agent ?? null;
      const number = numberOf([of?.id ?? null], place, () => ({ label: of?.name ?? null, agent }));
      slots.set(slot, number);
      return number;
    },
  };
}

type NumberOf = (
  parts: readonly (string | number | null)[],
  place: number,
  make: () => Partial<InsightGroup>,
) => number;

function assigner(library: Library, by: Exclude<InsightBy, 'family'>, numberOf: NumberOf): (place: number) => number {
  const { calls, names } = library;
  const agentOf = (place: number) => {
    const agent = names.agent.texts[calls.agent[place] ?? 0] ?? null;
    return { agent, agentName: names.agentName.texts[calls.agentName[place] ?? 0] ?? agent };
  };
  const dated =
    (part: (date: Date) => string) =>
    (place: number): number => {
      const startMs = calls.startMs[place] ?? Number.NaN;
      if (!Number.isFinite(startMs)) return -1;
      const label = part(new Date(startMs));
      return numberOf([label], place, () => ({ label }));
    };
  switch (by) {
    case 'all':
      return (place) => numberOf([], place, () => ({}));
    case 'agent':
      return (place) => {
        const { agent, agentName } = agentOf(place);
        return numberOf([agent], place, () => ({ label: agentName, agent, agentName }));
      };
    case 'version':
      return (place) => {
        const { agent, agentName } = agentOf(place);
        const version = names.version.texts[calls.version[place] ?? 0] ?? null;
        return numberOf([agent, version], place, () => ({ label: version, agent, agentName, version }));
      };
    case 'direction':
      return (place) => {
        const label = names.direction.texts[calls.direction[place] ?? 0] ?? null;
        return numberOf([label], place, () => ({ label }));
      };
    case 'day':
      return dated(dayOf);
    case 'hour':
      return dated((date) => String(date.getHours()));
    case 'weekday':
      return dated((date) => String(date.getDay() || 7));
  }
}

/** The day on this computer's clock, `2026-11-25`. */
function dayOf(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const generationOf = ({ calls, names }: Library, place: number): string | null =>
  names.generation.texts[calls.generation[place] ?? 0] ?? null;

/** Versions as people count them: by number where they are numbers, else by letter. */
export function compareVersionNames(a: string | null, b: string | null): number {
  return (a ?? '').localeCompare(b ?? '', 'en', { numeric: true });
}

/**
 * Which groups to name, in their order: times as they follow each other (the latest where there are too many), versions by agent
 * (the one with the most calls first) and number, all else largest first.
 */
export function orderGroups(grouping: Grouping, sizes: ArrayLike<number>): { order: number[]; more: number } {
  const { by, groups } = grouping;
  const used = groups.map((_, number) => number).filter((number) => (sizes[number] ?? 0) > 0);
  const size = (number: number) => sizes[number] ?? 0;
  const label = (number: number) => groups[number]?.label ?? '';
  const generation = (a: number, b: number) => (groups[a]?.generation ?? '').localeCompare(groups[b]?.generation ?? '');
  if (by === 'day' || by === 'hour' || by === 'weekday') {
    used.sort((a, b) => label(a).localeCompare(label(b), 'en', { numeric: true }) || generation(a, b));
    const from = Math.max(0, used.length - MOST.inTime);
    return { order: used.slice(from), more: from };
  }
  used.sort((a, b) => size(b) - size(a) || label(a).localeCompare(label(b)) || generation(a, b));
  const most = by === 'family' ? MOST.families : MOST.others;
  const more = Math.max(0, used.length - most);
  const order = used.slice(0, most);
  if (by === 'version') {
    const ofAgent = new Map<string | null, number>();
    for (const number of used) {
      const agent = groups[number]?.agent ?? null;
      ofAgent.set(agent, (ofAgent.get(agent) ?? 0) + size(number));
    }
    const agentOf = (number: number) => groups[number]?.agent ?? null;
    order.sort(
      (a, b) =>
        (ofAgent.get(agentOf(b)) ?? 0) - (ofAgent.get(agentOf(a)) ?? 0) ||
        (agentOf(a) ?? '').localeCompare(agentOf(b) ?? '') ||
        compareVersionNames(groups[a]?.version ?? null, groups[b]?.version ?? null) ||
        generation(a, b),
    );
  }
  return { order, more };
}
