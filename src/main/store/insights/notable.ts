import { quantileEstimate } from '#shared/logic/insights/cluster-intervals.ts';
import { compareVersions, type DefinedValues } from '#shared/logic/insights/compare-versions.ts';
import type { VersionMetric } from '#shared/logic/insights/metrics.ts';
import { signTest } from '#shared/logic/stats/binomial.ts';
import { clusterTest } from '#shared/logic/stats/cluster-test.ts';
import { figureOf, type Statistic, toClusters } from '#shared/logic/stats/clusters.ts';
import { benjaminiHochberg } from '#shared/logic/stats/multiple.ts';
import { sortedValues } from '#shared/logic/stats/quantile.ts';
import type {
  ComparisonMetricId,
  MetricComparison,
  Notable,
  NotableAnswer,
} from '#shared/model/insights/comparison.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { toMetric, versionKey } from './comparison.ts';
import { badgesOf, type Context } from './context.ts';
import { compareVersionNames } from './groups.ts';
import { medianOf, numberReader } from './numbers.ts';
import { narrow, type Selection, selectCalls } from './select.ts';
import { notableSentence } from './sentences.ts';
import { type MetricSource, metricSources, metricValues } from './version-values.ts';

/** What is looked at between versions; the rest is in the comparison of two. */
const looked: ReadonlySet<ComparisonMetricId> = new Set<ComparisonMetricId>([
  'measured-p50',
  'reported-p50',
  'difference-p50',
  'vad_delay_ms',
  'stt_finalize_ms',
  'llm_startup_ms',
  'llm_first_sentence_ms',
  'tts_synthesis_ms',
  'send_overhead_ms',
  'overlaps',
  'agent-over-caller',
  'dead-air-ms',
  'tool-errors',
  'tool-timeouts',
  'cost-per-minute',
]);
/** So many pairs of versions at most, those with the most calls: each costs a second at a million turns. */
const MOST_PAIRS = 30;
/** Fewer calls on a side cannot reach a small p-value whatever they say. */
const FEWEST_CALLS = 4;
const RESAMPLES = 500;
/** More than anybody looks at in a row; an interval costs far more than a test, so it is made of these only. */
const MOST_LISTED = 8;
const LEVEL = 0.05;

const METHOD =
  'Each version with enough calls is held against the one before it, figure by figure, by letting whole calls change sides; and each version’s reported totals against what is heard, call by call (sign test). Of what is listed, at most about one in twenty is expected to be chance (Benjamini and Hochberg, 0.05). Intervals (95 %) are of each difference alone; a figure with too few calls for an interval has none. Larger differences come first.';

interface Candidate {
  readonly p: number | null;
  /** How much it matters to those who wait. */
  readonly weight: number;
  /** Null where there is no difference after all. */
  make(pAdjusted: number): Omit<Notable, 'sentence'> | null;
}

/** Versions that differ from the one before, and versions whose totals are not what is heard. */
export function readNotable(context: Context, filter: CallFilter): NotableAnswer {
  const { db, library, task } = context;
  const selection = selectCalls(db, library, filter);
  const versions = versionsOf(selection);
  const pairs = versions.flatMap((b, at) => {
    const a = versions[at - 1];
    return a !== undefined && a.agent === b.agent ? [{ a, b }] : [];
  });
  const least = ({ a, b }: (typeof pairs)[number]) => Math.min(a.of.places.length, b.of.places.length);
  const enough = pairs.filter((pair) => least(pair) >= FEWEST_CALLS).sort((x, y) => least(y) - least(x));
  const sources = metricSources(context).filter(({ metric }) => looked.has(metric.id));
  const compared = enough.slice(0, MOST_PAIRS);
  const candidates: Candidate[] = sources.flatMap((source, at) => {
    task.step('computing', at, sources.length);
    return comparePairs(source, compared);
  });
  for (const version of versions) candidates.push(...misreporting(context, version));
  const adjusted = benjaminiHochberg(candidates.map(({ p }) => p));
  const likely = candidates
    .flatMap(({ weight, make }, at) => {
      const p = adjusted[at] ?? null;
      return p === null || p >= LEVEL ? [] : [{ weight, make: () => make(p) }];
    })
    .sort((x, y) => y.weight - x.weight);
  const found = likely.slice(0, MOST_LISTED).flatMap(({ make }): Notable[] => {
    const one = make();
    return one === null ? [] : [{ ...one, sentence: notableSentence(one) }];
  });
  const refusal: NotableAnswer['refusal'] =
    selection.places.length === 0
      ? { code: 'no-calls', message: 'No call matches this filter; take something out of it.' }
      : pairs.length === 0
        ? {
            code: 'one-version',
            message: 'No agent has calls of two versions here, so there is nothing to hold one against.',
          }
        : null;
  return {
    found,
    more: Math.max(0, likely.length - MOST_LISTED),
    pairs: compared.length,
    tooFew: pairs.length - enough.length,
    tested: adjusted.filter((p) => p !== null).length,
    method: METHOD,
    badges: badgesOf(selection),
    // What misreports can be found without a second version.
    refusal: found.length > 0 ? null : refusal,
  };
}

interface VersionCalls {
  agent: string;
  agentName: string;
  version: string | null;
  of: Selection;
}

function versionsOf(selection: Selection): VersionCalls[] {
  const { calls, names } = selection.library;
  const found = new Map<string, { agent: string; agentName: string; version: string | null; places: Set<number> }>();
  for (const place of selection.places) {
    const agent = names.agent.texts[calls.agent[place] ?? 0] ?? null;
    const version = names.version.texts[calls.version[place] ?? 0] ?? null;
    if (agent === null || version === null) continue;
    const key = versionKey(agent, version);
    const agentName = names.agentName.texts[calls.agentName[place] ?? 0] ?? agent;
    const one = found.get(key) ?? { agent, agentName, version, places: new Set<number>() };
    found.set(key, one);
    one.places.add(place);
  }
  return [...found.values()]
    .map(({ places, ...rest }) => ({ ...rest, of: narrow(selection, (place) => places.has(place)) }))
    .sort((a, b) => a.agent.localeCompare(b.agent) || compareVersionNames(a.version, b.version));
}

interface Pair {
  a: VersionCalls;
  b: VersionCalls;
}

/**
 * The tests of a figure between versions. They hold for few calls too, for which there is no interval; an interval costs far more than a
 * test, so it is made of the differences that are listed only. Most versions are in two pairs, and are read once.
 */
function comparePairs(source: MetricSource, pairs: readonly Pair[]): Candidate[] {
  const read = new Map<VersionCalls, DefinedValues[]>();
  const valuesOf = (version: VersionCalls) => {
    const values = read.get(version) ?? source.read(version.of.places);
    read.set(version, values);
    return values;
  };
  return pairs.flatMap(({ a, b }) => {
    const seconds = valuesOf(b);
    return valuesOf(a).flatMap((first): Candidate[] => {
      const { definition } = first;
      const second = seconds.find((side) => side.definition === definition);
      if (second === undefined || Math.min(callsIn(first), callsIn(second)) < FEWEST_CALLS) return [];
      const { metric } = source;
      const p = clusterTest(first, second, metric.statistic)?.p ?? null;
      const weight = p === null || p >= LEVEL ? 0 : weightOf(metric, differenceOf(first, second, metric.statistic));
      return [{ p, weight, make: (pAdjusted) => ofPair(source, definition, p, pAdjusted, a, b) }];
    });
  });
}

/** Values of a call stand together. */
function callsIn({ calls }: DefinedValues): number {
  let count = 0;
  for (let at = 0; at < calls.length; at += 1) if (calls[at] !== calls[at - 1]) count += 1;
  return count;
}

function ofPair(
  source: MetricSource,
  definition: string,
  p: number | null,
  pAdjusted: number,
  a: VersionCalls,
  b: VersionCalls,
): Omit<Notable, 'sentence'> | null {
  const values = metricValues(source, a.of.places, b.of.places);
  const only = (sides: readonly DefinedValues[]) => sides.filter((side) => side.definition === definition);
  const compared = { metric: values.metric, a: only(values.a), b: only(values.b) };
  const [row] = compareVersions([compared], { resamples: RESAMPLES }).rows;
  if (!row?.difference) return null;
  const rises = (row.difference ?? 0) > 0;
  const { better } = row.metric;
  return {
    kind: 'version',
    agent: b.agent,
    agentName: b.agentName,
    version: b.version,
    before: a.version,
    metric: {
      ...toMetric(row, false),
      p,
      pAdjusted,
      verdict: rises ? 'higher' : 'lower',
      better: better === null ? null : (better === 'less') !== rises,
      why:
        row.interval.why === 'too-few' ? 'Too few calls for an interval; the p-value holds for few calls, too.' : null,
    },
    key: versionKey(b.agent, b.version),
  };
}

/** Whether more than half of a version's calls have a median difference beyond the tolerance, on one side. */
function misreporting({ library, limits }: Context, { agent, agentName, version, of }: VersionCalls): Candidate[] {
  const number = numberReader(library, 'difference');
  const [reported, measured] = [numberReader(library, 'reported'), numberReader(library, 'measured')];
  const values: number[] = [];
  const calls: number[] = [];
  const turns: number[] = [];
  for (const place of of.places) {
    const from = library.first[place] ?? 0;
    for (let turn = from; turn < from + (library.length[place] ?? 0); turn += 1) {
      const value = number(turn);
      if (!Number.isFinite(value)) continue;
      values.push(value);
      calls.push(place);
      turns.push(turn);
    }
  }
  const medians = mediansByCall(values, calls);
  if (medians.length < FEWEST_CALLS) return [];
  const median = quantileEstimate(sortedValues(values), { values, calls }, 0.5);
  if (median === null || Math.abs(median.value) <= limits.latencyToleranceMs) return [];
  const beyond = medians.filter((value) => value * Math.sign(median.value) > limits.latencyToleranceMs).length;
  const p = beyond * 2 > medians.length ? signTest(beyond, medians.length - beyond) : 1;
  const middle = (read: (turn: number) => number) => medianOf(turns.map(read));
  const side = (value: number | null) => ({ value, calls: medians.length, units: values.length });
  return [
    {
      p,
      weight: weightOf({ id: 'difference-p50', unit: 'ms', better: null }, median.value),
      make: (pAdjusted) => ({
        kind: 'misreports',
        agent,
        agentName,
        version,
        before: null,
        metric: {
          id: 'difference-p50',
          definition: 'reporting_bias',
          unit: 'ms',
          unitsOf: 'turns',
          a: side(middle(reported)),
          b: side(middle(measured)),
          difference: median,
          p,
          pAdjusted,
          verdict: median.value > 0 ? 'higher' : 'lower',
          better: false,
          why: median.low === null && median.high === null ? 'Too few calls for an interval.' : null,
          measure: 'difference',
        },
        key: versionKey(agent, version),
      }),
    },
  ];
}

function mediansByCall(values: readonly number[], calls: readonly number[]): number[] {
  const byCall = new Map<number, number[]>();
  values.forEach((value, i) => {
    const call = calls[i] ?? 0;
    const of = byCall.get(call) ?? [];
    byCall.set(call, of);
    of.push(value);
  });
  return [...byCall.values()].map((of) => medianOf(of) ?? 0);
}

/** What one unit weighs beside a ms of waiting: ten points of a share, or one more overlap a call, like 200 ms. */
const weights: Record<MetricComparison['unit'], number> = { ms: 1, share: 2000, 'per-call': 200, money: 200 };

/** How much a difference matters to those who wait; what got better counts half. */
function weightOf({ id, unit, better }: Pick<VersionMetric, 'id' | 'unit' | 'better'>, difference: number): number {
  // Dead air is of a whole call, not of a turn.
  const perTurn = id === 'dead-air-ms' ? 0.1 : 1;
  const gotBetter = better !== null && difference < 0;
  return Math.abs(difference) * weights[unit] * perTurn * (gotBetter ? 0.5 : 1);
}

function differenceOf(first: DefinedValues, second: DefinedValues, statistic: Statistic): number {
  const [a, b] = [first, second].map((side) => figureOf(toClusters(side), statistic));
  return (b ?? 0) - (a ?? 0);
}
