import { meanEstimate, quantileEstimate, shareEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { quantile, sortedValues } from '#shared/logic/stats/quantile.ts';
import type { CostAnswer, ToolsAnswer } from '#shared/model/insights/calls.ts';
import type { InsightQuestion } from '#shared/model/insights/question.ts';
import { countCalls } from './buckets.ts';
import { type Context, callsRefusal, groupFor } from './context.ts';
import { orderGroups } from './groups.ts';
import type { Library } from './library.ts';
import { numberReader } from './numbers.ts';
import { membersOf } from './sound.ts';
import { readToolCalls, type ToolRow } from './tool-calls.ts';

const MOST_TOOLS = 1000;

/** Tool calls by tool and group: failures, times, and the gaps around them. */
export function readTools(context: Context, question: InsightQuestion): ToolsAnswer {
  const { db, library, task } = context;
  const { selection, grouping, head } = groupFor(context, question, null);
  const refusal = callsRefusal(question.by, head.refusal);
  const { order, more } = orderGroups(grouping, countCalls(selection, grouping));
  const members = membersOf(selection.places, grouping.ofCall, grouping.groups.length);
  const byGroup = new Map<number, Map<string, ToolRow[]>>();
  for (const row of readToolCalls(db, library)) {
    if (row.place < 0) continue;
    const group = grouping.ofCall(row.place);
    if (group < 0) continue;
    const tools = byGroup.get(group) ?? new Map<string, ToolRow[]>();
    byGroup.set(group, tools);
    const rows = tools.get(row.tool) ?? [];
    tools.set(row.tool, rows);
    rows.push(row);
  }
  const tools = order.flatMap((number, at): ToolsAnswer['tools'] => {
    task.step('computing', at, order.length);
    const group = grouping.groups[number];
    const ofGroup = byGroup.get(number);
    if (group === undefined || ofGroup === undefined) return [];
    const without = gapsWithout(library, members[number] ?? []);
    return [...ofGroup]
      .sort(([a, x], [b, y]) => y.length - x.length || a.localeCompare(b))
      .map(([tool, rows]) => {
        const places = rows.map(({ place }) => place);
        const all = { calls: places };
        const kinds = new Map<string, number>();
        for (const { error } of rows) if (error !== null) kinds.set(error, (kinds.get(error) ?? 0) + 1);
        const timed = rows.filter(({ ms }) => Number.isFinite(ms));
        const times = Float64Array.from(timed, ({ ms }) => ms);
        const sorted = sortedValues(times);
        return {
          group,
          tool,
          n: rows.length,
          calls: new Set(places).size,
          errors: shareEstimate(all, (i) => rows[i]?.error !== null),
          timeouts: shareEstimate(all, (i) => rows[i]?.timedOut === true),
          noResult: rows.filter(({ hasResult }) => !hasResult).length,
          kinds: [...kinds].map(([error, n]) => ({ error, n })).sort((a, b) => b.n - a.n),
          timed: timed.length,
          p50: quantileEstimate(sorted, { values: times, calls: timed.map(({ place }) => place) }, 0.5),
          p95: quantile(sorted, 0.95),
          most: sorted.at(-1) ?? null,
          gaps: gapsAfter(library, rows, without),
        };
      });
  });
  return {
    ...head,
    refusal,
    definitions: ['tool_error', 'tool_timeout', 'tool_time', 'gap_after_tool'],
    by: question.by,
    tools: refusal === null ? tools.slice(0, MOST_TOOLS) : [],
    moreGroups: more,
    undated: grouping.undated,
  };
}

type Sorted = Record<'measured' | 'reported', Float64Array>;

function gapsWithout(library: Library, places: readonly number[]): Sorted {
  const { turns, first, length } = library;
  const of = (measure: 'measured' | 'reported') => {
    const number = numberReader(library, measure);
    const values: number[] = [];
    for (const place of places) {
      const from = first[place] ?? 0;
      for (let turn = from; turn < from + (length[place] ?? 0); turn += 1) {
        if (turns.tools[turn] === 0) values.push(number(turn));
      }
    }
    return sortedValues(values);
  };
  return { measured: of('measured'), reported: of('reported') };
}

function gapsAfter(library: Library, rows: readonly ToolRow[], without: Sorted): ToolsAnswer['tools'][number]['gaps'] {
  const followers = new Set<number>();
  for (const { place, nextIdx } of rows) {
    const from = library.first[place] ?? 0;
    for (let turn = from; turn < from + (library.length[place] ?? 0); turn += 1) {
      if (library.turns.idx[turn] === nextIdx) followers.add(turn);
    }
  }
  for (const source of ['measured', 'reported'] as const) {
    const sorted = sortedValues(Float64Array.from(followers, numberReader(library, source)));
    if (sorted.length === 0) continue;
    return {
      n: sorted.length,
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      withoutN: without[source].length,
      withoutP50: quantile(without[source], 0.5),
      source,
    };
  }
  return { n: 0, p50: null, p95: null, withoutN: 0, withoutP50: null, source: null };
}

/** What calls cost by group and currency. */
export function readCost(context: Context, question: InsightQuestion): CostAnswer {
  const { library } = context;
  const { calls, names } = library;
  const { selection, grouping, head } = groupFor(context, question, 'calls');
  const refusal = callsRefusal(question.by, head.refusal);
  const { order, more } = orderGroups(grouping, countCalls(selection, grouping));
  const members = membersOf(selection.places, grouping.ofCall, grouping.groups.length);
  let without = 0;
  for (const place of selection.places) if (!Number.isFinite(calls.cost[place])) without += 1;
  const costs = order.flatMap((number): CostAnswer['costs'] => {
    const group = grouping.groups[number];
    if (group === undefined) return [];
    const byCurrency = new Map<string | null, number[]>();
    for (const place of members[number] ?? []) {
      if (!Number.isFinite(calls.cost[place])) continue;
      const currency = names.currency.texts[calls.currency[place] ?? 0] ?? null;
      const places = byCurrency.get(currency) ?? [];
      byCurrency.set(currency, places);
      places.push(place);
    }
    return [...byCurrency].flatMap(([currency, places]) => {
      const amounts = places.map((place) => calls.cost[place] ?? 0);
      const perCall = meanEstimate(amounts);
      if (perCall === null) return [];
      const timed = places.filter((place) => (calls.durationMs[place] ?? 0) > 0);
      const minutes = timed.reduce((sum, place) => sum + (calls.durationMs[place] ?? 0) / 60_000, 0);
      const spent = timed.reduce((sum, place) => sum + (calls.cost[place] ?? 0), 0);
      return [
        {
          group,
          currency,
          n: places.length,
          total: amounts.reduce((sum, amount) => sum + amount, 0),
          perCall,
          perMinute: { n: timed.length, minutes, value: minutes > 0 ? spent / minutes : null },
        },
      ];
    });
  });
  return {
    ...head,
    refusal,
    definitions: ['cost_per_call', 'cost_per_minute'],
    by: question.by,
    costs: refusal === null ? costs : [],
    without,
    moreGroups: more,
    undated: grouping.undated,
  };
}
