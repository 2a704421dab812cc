import { formatDateTime } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { HeldFacts } from '#shared/model/compare.ts';
import type { Generation } from '#shared/model/connection.ts';
import { versionLabel } from '../../lib/call-words.ts';

/** What a column is called: A for the first. */
export const letterOf = (column: number): string => String.fromCharCode(65 + column);

/** Which agent, in which version. */
export function agentLabel({ agentName, agentVersion }: Pick<HeldFacts, 'agentName' | 'agentVersion'>): string {
  const name = agentName === null || agentName.trim() === '' ? 'Unnamed agent' : neutraliseText(agentName);
  return `${name} ${versionLabel(agentVersion)}`;
}

/** Something held, in a line: the turn's number, agent, version, date. */
export function heldLabel(facts: HeldFacts): string {
  if (facts.state === 'no-call') return 'A call that is not here any more';
  const date = formatDateTime(facts.startMs, undefined, Date.now());
  const what = facts.index === null ? 'Call' : `Turn ${facts.index + 1}`;
  return `${what} · ${agentLabel(facts)} · ${date}`;
}

/** What is wrong with something held, as a sentence; null when nothing is. */
export function heldProblem({ state, movedTo }: Pick<HeldFacts, 'state' | 'movedTo'>): string | null {
  switch (state) {
    case 'here':
      return null;
    case 'moved':
      return `The transcript has changed: this turn is number ${(movedTo ?? 0) + 1} now.`;
    case 'changed':
      return 'The transcript has changed: other words stand in this place now.';
    case 'no-turn':
      return 'The transcript has no such turn any more.';
    case 'no-call':
      return 'This call is not in the workspace any more.';
  }
}

export const generationNames: Record<Generation, string> = {
  v1: 'API v1',
  functions: 'functions API',
  legacy: 'legacy API',
};

/** Which API generations are compared, when they are several: what they report may be defined differently. */
export function mixedGenerations(facts: readonly Pick<HeldFacts, 'generation'>[]): Generation[] {
  const found = [...new Set(facts.flatMap(({ generation }) => (generation === null ? [] : [generation])))];
  return found.length > 1 ? found : [];
}
