import type { CallFacets } from '#shared/model/list.ts';
import type { InsightsPlace } from './insights-address.ts';

type Agent = CallFacets['agents'][number];

/** The agent and the two of its versions that are held against each other. */
export interface Pair {
  agent: string;
  name: string;
  versions: Agent['versions'];
  a: string | null;
  b: string | null;
}

/** A version in an address or a select: `-` stands for calls without one. */
export const versionId = (version: string | null): string => version ?? '-';

const byNumber = new Intl.Collator('en', { numeric: true });

/** Versions in the order in which they came: by number where they are numbers, those without one first. */
export function inOrder(versions: Agent['versions']): Agent['versions'] {
  return versions.toSorted((a, b) =>
    a.version === null ? -1 : b.version === null ? 1 : byNumber.compare(a.version, b.version),
  );
}

/**
 * What is compared: as the address says, as far as there are such an agent and such versions; else the agent with most calls among
 * those of several versions, its newest version as B and the one before as A. Null when there is no agent.
 */
export function pairOf(agents: readonly Agent[], place: Pick<InsightsPlace, 'agent' | 'a' | 'b'>): Pair | null {
  const byCalls = agents.toSorted((x, y) => y.count - x.count);
  const chosen =
    agents.find(({ agent }) => agent === place.agent) ??
    byCalls.find(({ versions }) => versions.length > 1) ??
    byCalls[0];
  if (chosen === undefined) return null;
  const versions = inOrder(chosen.versions);
  const known = (id: string | null) => versions.find(({ version }) => versionId(version) === id);
  const b = known(place.b) ?? versions.findLast((each) => each !== known(place.a)) ?? versions[0];
  const a =
    known(place.a) ??
    versions.slice(0, b === undefined ? 0 : versions.indexOf(b)).at(-1) ??
    versions.find((each) => each !== b) ??
    b;
  return { agent: chosen.agent, name: chosen.name, versions, a: a?.version ?? null, b: b?.version ?? null };
}
