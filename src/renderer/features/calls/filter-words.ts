import { formatLatency } from '#shared/logic/format.ts';
import type { CallFacets } from '#shared/model/list.ts';
import type { AgentChoice, DateFilter, MeasuredFilter, UiFilter } from '../../lib/call-filter.ts';
import { directionLabel, recordingWords, statusGroupWords, versionLabel } from '../../lib/call-words.ts';
import { reviewStateWords } from '../../lib/review-words.ts';

type AgentFacet = CallFacets['agents'][number];

/** `Failed` / `Failed, Other` / `Failed + 2`: what fits a chip. */
export function summarise(words: readonly string[]): string | null {
  const [first, second] = words;
  if (first === undefined) return null;
  if (second === undefined) return first;
  return words.length === 2 ? `${first}, ${second}` : `${first} + ${words.length - 1}`;
}

export const statusSummary = (filter: UiFilter): string | null =>
  summarise(filter.statusGroups.map((group) => statusGroupWords[group].label));

export const directionSummary = (filter: UiFilter): string | null => summarise(filter.directions.map(directionLabel));

export const recordingSummary = (filter: UiFilter): string | null =>
  summarise(filter.recordingStates.map((state) => recordingWords[state].label));

/** States first, then whose reviews. */
export const reviewSummary = ({ reviewStates, reviewers }: UiFilter, nameOf: (id: string) => string): string | null =>
  summarise([...reviewStates.map((state) => reviewStateWords[state].label), ...reviewers.map(nameOf)]);

export function agentSummary(filter: UiFilter, facets: CallFacets | undefined): string | null {
  return summarise(
    filter.agents.map(({ agent, version }) => {
      const name = facets?.agents.find((facet) => facet.agent === agent)?.name ?? agent;
      return version === null ? name : `${name} ${versionLabel(version)}`;
    }),
  );
}

export const presetLabels = { today: 'Today', '7-days': 'Last 7 days', '30-days': 'Last 30 days' } as const;

export function dateSummary({ dates }: UiFilter): string | null {
  if (dates === null) return null;
  if (dates.kind === 'preset') return presetLabels[dates.preset];
  if (dates.from === null && dates.to === null) return null;
  if (dates.from === null) return `until ${dates.to}`;
  return dates.to === null ? `from ${dates.from}` : `${dates.from} – ${dates.to}`;
}

export const findingChoices: Record<NonNullable<MeasuredFilter['findings']>, string> = {
  any: 'any finding',
  error: 'figures that cannot be',
};

export const overlapChoices: Record<NonNullable<MeasuredFilter['overlaps']>, string> = {
  any: 'any overlap',
  'barge-in': 'barge-ins',
  'agent-over-caller': 'agent over caller',
};

export function measuredSummary({ measured }: UiFilter): string | null {
  const { aboveMs, differenceAboveMs, deadAirAboveMs, findings, overlaps } = measured;
  const above = (what: string, ms: number | null) => (ms === null ? [] : [`${what} over ${formatLatency(ms)}`]);
  return summarise([
    ...above('gap', aboveMs),
    ...above('apart', differenceAboveMs),
    ...above('dead air', deadAirAboveMs),
    ...(findings === null ? [] : [findingChoices[findings]]),
    ...(overlaps === null ? [] : [overlapChoices[overlaps]]),
  ]);
}

/** Changes one end of the range; a range without ends is no filter. */
export function withDateEnd(dates: UiFilter['dates'], end: 'from' | 'to', day: string): DateFilter | null {
  const range = dates?.kind === 'range' ? dates : { kind: 'range' as const, from: null, to: null };
  const next = { ...range, [end]: day === '' ? null : day };
  return next.from === null && next.to === null ? null : next;
}

/** All versions of an agent, or none. */
export function toggleAgent(agents: readonly AgentChoice[], agent: string): AgentChoice[] {
  const others = agents.filter((choice) => choice.agent !== agent);
  return agents.some((choice) => choice.agent === agent && choice.version === null)
    ? others
    : [...others, { agent, version: null }];
}

/** One version; taking one out of "all versions" leaves the others by name, choosing every one makes it all. */
export function toggleVersion(agents: readonly AgentChoice[], facet: AgentFacet, version: string): AgentChoice[] {
  const others = agents.filter((choice) => choice.agent !== facet.agent);
  const known = facet.versions.flatMap((entry) => entry.version ?? []);
  const mine = agents.filter((choice) => choice.agent === facet.agent);
  const chosen = new Set(
    mine.some((choice) => choice.version === null) ? known : mine.flatMap((choice) => choice.version ?? []),
  );
  if (!chosen.delete(version)) chosen.add(version);
  const all = known.length === facet.versions.length && known.every((entry) => chosen.has(entry));
  if (all) return [...others, { agent: facet.agent, version: null }];
  return [...others, ...[...chosen].map((entry) => ({ agent: facet.agent, version: entry }))];
}
