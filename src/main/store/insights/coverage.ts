import type { CoverageAnswer, Overview } from '#shared/model/insights/calls.ts';
import type { InsightQuestion } from '#shared/model/insights/question.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { latencyStages } from '#shared/model/turn.ts';
import { whereClause } from '../call-list.ts';
import { type ReadDb, sql } from '../db.ts';
import { countCalls, fillBuckets } from './buckets.ts';
import { callFlags, turnFlags } from './columns.ts';
import { type Context, callsRefusal, groupFor, soundBadges } from './context.ts';
import { compareVersionNames, orderGroups } from './groups.ts';
import { numberReader, toMissing } from './numbers.ts';
import { membersOf } from './sound.ts';

/** Which turns and calls have which number, and why not. */
export function readCoverage(context: Context, question: InsightQuestion): CoverageAnswer {
  const { library } = context;
  const { calls, names, turns, length } = library;
  const { selection, grouping, head } = groupFor(context, question, null);
  const refusal = callsRefusal(question.by, head.refusal);
  const { order, more } = orderGroups(grouping, countCalls(selection, grouping));
  const members = membersOf(selection.places, grouping.ofCall, grouping.groups.length);
  const reported = fillBuckets(selection, grouping, 'reported');
  const measured = fillBuckets(selection, grouping, 'measured');
  const difference = fillBuckets(selection, grouping, 'difference');
  const stages = latencyStages.map((stage) => ({ stage, buckets: fillBuckets(selection, grouping, stage) }));
  const isReported = numberReader(library, 'reported');
  const groups = order.flatMap((number): CoverageAnswer['groups'] => {
    const group = grouping.groups[number];
    const places = members[number];
    const [told, heard] = [reported[number], measured[number]];
    if (group === undefined || places === undefined || told === undefined || heard === undefined) return [];
    const having = (flag: number) => places.filter((place) => ((calls.flags[place] ?? 0) & flag) !== 0).length;
    const generations = new Map<string | null, { calls: number; turns: number; reported: number }>();
    for (const place of places) {
      const name = names.generation.texts[calls.generation[place] ?? 0] ?? null;
      const of = generations.get(name) ?? { calls: 0, turns: 0, reported: 0 };
      generations.set(name, of);
      of.calls += 1;
      of.turns += length[place] ?? 0;
      const from = library.first[place] ?? 0;
      for (let turn = from; turn < from + (length[place] ?? 0); turn += 1) {
        if (Number.isFinite(isReported(turn))) of.reported += 1;
      }
    }
    return [
      {
        group,
        calls: places.length,
        detailed: having(callFlags.detailed),
        indexed: having(callFlags.indexed),
        recordings: having(callFlags.recording),
        analysed: having(callFlags.analysed),
        turns: told.turnCount,
        reported: { n: told.values.length, missing: toMissing(told.missing) },
        measured: {
          n: heard.values.length,
          low: heard.turns.filter((turn) => ((turns.flags[turn] ?? 0) & turnFlags.low) !== 0).length,
          missing: toMissing(heard.missing),
        },
        difference: { n: difference[number]?.values.length ?? 0 },
        stages: stages.map(({ stage, buckets }) => ({ stage, n: buckets[number]?.values.length ?? 0 })),
        generations: [...generations]
          .map(([generation, of]) => ({ generation, ...of }))
          .sort((a, b) => b.calls - a.calls),
      },
    ];
  });
  return {
    ...head,
    refusal,
    definitions: ['coverage'],
    by: question.by,
    groups: refusal === null ? groups : [],
    moreGroups: more,
    undated: grouping.undated,
  };
}

interface OverviewRow {
  agent: string | null;
  name: string | null;
  version: string | null;
  generation: string | null;
  calls: number;
  detailed: number;
  indexed: number;
  recordings: number;
  analysed: number;
  unmeasured: number;
  waiting: number;
  reported: number;
  measured: number;
  turns: number;
  earliest: number | null;
  latest: number | null;
  undated: number;
}

/** The first look at a filter: one walk over calls and their figures, none over turns. */
export function readOverview(db: ReadDb, filter: CallFilter): Overview {
  const { where, values } = whereClause(filter);
  const rows = sql<OverviewRow>(
    db,
    `SELECT c.agent_key AS agent, max(c.agent_name) AS name, c.agent_version AS version, c.generation, count(*) AS calls,
       count(d.call_id) AS detailed, count(n.basis) AS indexed, sum(c.recording_state = 'ready') AS recordings,
       sum(m.call_id IS NOT NULL AND s.call_id IS NOT NULL) AS analysed,
       sum(c.recording_state = 'ready' AND (m.call_id IS NULL OR s.call_id IS NULL)
         AND coalesce(a.peaks_state, '') NOT IN ('needs-browser', 'unsupported')) AS unmeasured,
       sum(c.recording_state = 'ready' AND coalesce(a.peaks_state = 'needs-browser', 0)) AS waiting,
       coalesce(sum(m.reported), 0) AS reported, coalesce(sum(m.measured), 0) AS measured,
       coalesce(sum(m.agent_turns), 0) AS turns, min(c.start_ms) AS earliest, max(c.start_ms) AS latest,
       sum(c.start_ms IS NULL) AS undated
     FROM (SELECT * FROM calls ${where}) c LEFT JOIN call_numbers n ON n.call_id = c.id
       LEFT JOIN call_details d ON d.call_id = c.id LEFT JOIN call_measures m ON m.call_id = c.id
       LEFT JOIN speech s ON s.call_id = c.id LEFT JOIN audio_facts a ON a.call_id = c.id
     GROUP BY c.agent_key, c.agent_version, c.generation`,
  ).all(...values);
  const sum = (of: (row: OverviewRow) => number) => rows.reduce((all, row) => all + of(row), 0);
  const times = rows.flatMap(({ earliest, latest }) =>
    earliest === null || latest === null ? [] : [{ earliest, latest }],
  );
  const agents = new Map<string, Overview['agents'][number]>();
  const generations = new Map<string | null, number>();
  for (const { agent, name, version, generation, calls } of rows) {
    generations.set(generation, (generations.get(generation) ?? 0) + calls);
    if (agent === null) continue;
    const of = agents.get(agent) ?? { agent, name: name ?? agent, calls: 0, versions: [] };
    agents.set(agent, of);
    of.calls += calls;
    const known = of.versions.find((one) => one.version === version);
    if (known === undefined) of.versions.push({ version, calls });
    else known.calls += calls;
  }
  for (const { versions } of agents.values()) {
    versions.sort((a, b) => compareVersionNames(a.version, b.version));
  }
  const detailed = sum((row) => row.detailed);
  const indexed = sum((row) => row.indexed);
  const badges: Overview['badges'] = [];
  if (indexed < detailed) {
    const n = detailed - indexed;
    badges.push({ code: 'not-indexed', n, message: `The turns of ${n} of ${detailed} calls are still being read in.` });
  }
  badges.push(
    ...soundBadges(
      sum((row) => row.unmeasured),
      sum((row) => row.waiting),
    ),
  );
  const told = new Set(rows.filter((row) => row.reported > 0).map((row) => row.generation));
  if (told.size > 1) {
    badges.push({
      code: 'mixed-generations',
      n: told.size,
      message: `Reported figures come from ${told.size} generations of the vendor’s API, which may define them differently; they are kept apart.`,
    });
  }
  return {
    calls: sum((row) => row.calls),
    turns: sum((row) => row.turns),
    reported: sum((row) => row.reported),
    measured: sum((row) => row.measured),
    detailed,
    indexed,
    recordings: sum((row) => row.recordings),
    analysed: sum((row) => row.analysed),
    earliestMs: times.length === 0 ? null : Math.min(...times.map(({ earliest }) => earliest)),
    latestMs: times.length === 0 ? null : Math.max(...times.map(({ latest }) => latest)),
    undated: sum((row) => row.undated),
    agents: [...agents.values()].sort((a, b) => b.calls - a.calls || a.name.localeCompare(b.name)),
    generations: [...generations]
      .map(([generation, calls]) => ({ generation, calls }))
      .sort((a, b) => b.calls - a.calls),
    badges,
  };
}
