import { type MetricComparison as Compared, compareVersions } from '#shared/logic/insights/compare-versions.ts';
import type { VersionMetric } from '#shared/logic/insights/metrics.ts';
import type { InsightBadge } from '#shared/model/insights/common.ts';
import type {
  CompareVersionsAnswer,
  CompareVersionsQuestion,
  MetricComparison,
} from '#shared/model/insights/comparison.ts';
import { badgesOf, type Context } from './context.ts';
import { narrow, type Selection, selectCalls } from './select.ts';
import { metricSources, metricValues } from './version-values.ts';

export const METHOD =
  'Differences are B minus A. Intervals (95 %) come from drawing whole calls again and again; p-values from letting whole calls change sides; both treat the turns of a call as belonging together. A difference is called one only when its p-value, adjusted for the number of figures (Holm), is below 0.05 and its interval does not hold zero.';

/** The group key by `version` of an agent's version; as `groupCalls` makes it where generations are not kept apart. */
export const versionKey = (agent: string, version: string | null): string => JSON.stringify([agent, version]);

/** Figure by figure, version B beside version A of one agent. Null when the agent has no calls here. */
export function readComparison(context: Context, question: CompareVersionsQuestion): CompareVersionsAnswer | null {
  const { db, library, task } = context;
  const { agent, a, b, filter } = question;
  const { calls, names } = library;
  const wanted = names.agent.find(agent);
  const { agents: _, ...rest } = filter;
  const ofAgent = narrow(selectCalls(db, library, rest), (place) => calls.agent[place] === wanted);
  if (wanted < 0 || !calls.agent.includes(wanted)) return null;
  const side = (version: string | null) => {
    const number = names.version.find(version);
    return narrow(ofAgent, (place) => calls.version[place] === number);
  };
  const [first, second] = [side(a), side(b)];
  const place = calls.agent.indexOf(wanted);
  const agentName = names.agentName.texts[calls.agentName[place] ?? 0] ?? agent;
  const about = (version: string | null, of: Selection) => ({
    version,
    calls: of.places.length,
    turns: of.turns,
    key: versionKey(agent, version),
  });
  const head = { agent, agentName, a: about(a, first), b: about(b, second), method: METHOD };
  const badges = badgesOf(ofAgent);
  const refusal: CompareVersionsAnswer['refusal'] =
    a === b
      ? { code: 'one-version', message: 'Choose two different versions to compare.' }
      : first.places.length === 0 || second.places.length === 0
        ? { code: 'no-calls', message: 'One of these versions has no call that matches the filter.' }
        : null;
  if (refusal !== null) return { ...head, metrics: [], badges, refusal };
  const sources = metricSources(context);
  const values = sources.map((source, at) => {
    task.step('computing', at, 2 * sources.length);
    return metricValues(source, first.places, second.places);
  });
  const { rows } = compareVersions(values);
  const metrics = sources.flatMap((source) => {
    const mine = rows.filter((row) => row.metric === source.metric);
    return mine.length === 0 ? [emptyRow(source.metric)] : mine.map((row) => toMetric(row, mine.length > 1));
  });
  return { ...head, metrics, badges: [...badges, ...mixedBadge(rows)], refusal: null };
}

function mixedBadge(rows: readonly Compared[]): InsightBadge[] {
  const told = new Set(rows.filter(({ metric }) => metric.id === 'reported-p50').map(({ definition }) => definition));
  if (told.size < 2) return [];
  return [
    {
      code: 'mixed-generations',
      n: told.size,
      message: `Reported figures come from ${told.size} generations of the vendor’s API, which may define them differently; each is compared with its own.`,
    },
  ];
}

const verdicts: Record<Compared['verdict'], MetricComparison['verdict']> = {
  faster: 'lower',
  lower: 'lower',
  slower: 'higher',
  higher: 'higher',
  'no-difference-shown': 'unclear',
  'too-few': 'too-few',
  'not-comparable': 'refused',
};

/** A comparison as the contract has it. `several` = there are rows of other definitions beside it. */
export function toMetric(row: Compared, several: boolean): MetricComparison {
  const { id, definition, unit, unitsOf, measure } = row.metric;
  const of = several ? `${row.definition}: ` : '';
  const says =
    row.verdict === 'higher' || row.verdict === 'lower' || row.verdict === 'faster' || row.verdict === 'slower';
  return {
    id,
    definition,
    unit,
    unitsOf,
    measure,
    a: { value: row.a.value, calls: row.a.calls, units: row.a.n },
    b: { value: row.b.value, calls: row.b.calls, units: row.b.n },
    difference:
      row.difference === null ? null : { value: row.difference, low: row.interval.low, high: row.interval.high },
    p: row.p,
    pAdjusted: row.adjustedP,
    verdict: verdicts[row.verdict],
    better: row.change === null ? null : row.change === 'better',
    why: says && !several ? null : `${of}${row.words}`,
  };
}

function emptyRow({ id, definition, unit, unitsOf, measure }: VersionMetric): MetricComparison {
  const nothing = { value: null, calls: 0, units: 0 };
  return {
    id,
    definition,
    unit,
    unitsOf,
    measure,
    a: nothing,
    b: nothing,
    difference: null,
    p: null,
    pAdjusted: null,
    verdict: 'refused',
    better: null,
    why: 'Neither version has this figure.',
  };
}
