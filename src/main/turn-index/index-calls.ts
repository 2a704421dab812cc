import { chooseFamily, familyKeyOf } from '#shared/logic/likeness/families.ts';
import { suggestName } from '#shared/logic/likeness/family-name.ts';
import { type Features, termNumber, type Wording, wordingOf } from '#shared/logic/likeness/features.ts';
import { toolOutcome } from '#shared/logic/tool-call.ts';
import type { TurnTiming } from '#shared/model/timing.ts';
import { latencyStages, type ToolCall, type Turn } from '#shared/model/turn.ts';
import { integerOrNull, type ReadDb } from '../store/db.ts';
import type { IndexedCall, IndexedTurn, IndexRecords, NewWording } from '../store/turn-index/save.ts';
import { readIndexInput } from '../store/turn-index/standing.ts';
import { findCandidates, findWording, toMembers } from '../store/turn-index/wordings.ts';

/** What a stretch of indexing came to. */
export interface IndexedBatch extends IndexRecords {
  /** Calls for which there was no time. */
  rest: string[];
}

/**
 * Indexes those of the calls that are not indexed as they stand, one at least, and no further ones once `budgetMs` have gone.
 * Families that begin in this stretch are known to its later calls; the next stretch must wait until these are stored.
 */
export function indexStale(
  db: ReadDb,
  callIds: readonly string[],
  budgetMs: number,
  nowMs: () => number,
  featuresOf: (template: string) => Features,
): IndexedBatch {
  const began = nowMs();
  const calls: IndexedCall[] = [];
  const fresh = createFresh(db, featuresOf);
  for (const [at, callId] of callIds.entries()) {
    if (at > 0 && nowMs() - began >= budgetMs) return { calls, wordings: fresh.wordings(), rest: callIds.slice(at) };
    const input = readIndexInput(db, callId);
    if (input === undefined) continue;
    const { agent, basis, names, turns, toolCalls, measures } = input;
    const indexed = turnsOf(turns, toolCalls, measures, (text) => {
      const wording = wordingOf(text, names);
      if (wording !== null) fresh.add(agent, wording);
      return wording?.key ?? null;
    });
    calls.push({ callId, basis, agent, turns: indexed });
  }
  return { calls, wordings: fresh.wordings(), rest: [] };
}

/** The agent turns of a call with their numbers; `wordingKey` gives the key of a text's wording. */
export function turnsOf(
  turns: readonly Turn[],
  toolCalls: readonly ToolCall[],
  measures: readonly TurnTiming[],
  wordingKey: (text: string) => string | null,
): IndexedTurn[] {
  const measured = new Map(measures.map((one) => [one.index, one]));
  const lastCaller = turns.findLastIndex(({ role }) => role === 'caller');
  let caller: Turn | null = null;
  const indexed: IndexedTurn[] = [];
  turns.forEach((turn, position) => {
    if (turn.role === 'caller') caller = turn;
    if (turn.role !== 'agent') return;
    const timing = measured.get(turn.index);
    const since = caller?.entry ?? -1;
    const tools = toolCalls.filter(({ entry }) => entry > since && entry < turn.entry);
    const tookMs = tools.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
    indexed.push({
      index: turn.index,
      callerIndex: caller?.index ?? null,
      wording: wordingKey(turn.content),
      startMs: integerOrNull(turn.startMs),
      reportedMs: integerOrNull(turn.reportedGapMs),
      stagesMs: latencyStages.map((stage) => integerOrNull(turn.latency?.[stage])),
      measuredMs: timing?.gap?.ms ?? null,
      measuredLow: timing?.gap ? timing.gap.confidence === 'low' : null,
      noGap: timing?.noGap ?? null,
      bargedIn: timing?.bargedInMs != null,
      last: position > lastCaller,
      tools: tools.length,
      toolErrors: tools.filter((tool) => toolOutcome(tool).kind === 'failed').length,
      toolMs: tookMs.length === 0 ? null : integerOrNull(tookMs.reduce((sum, ms) => sum + ms, 0)),
    });
  });
  return indexed;
}

/** The wordings that are new in a stretch, each with the family it falls into. */
function createFresh(db: ReadDb, featuresOf: (template: string) => Features) {
  const made = new Map<string, NewWording & { features: Features }>();
  return {
    add: (agent: string, { key, template, features }: Wording): void => {
      const id = familyKeyOf(agent, key);
      if (made.has(id) || findWording(db, agent, key) !== undefined) return;
      const terms = features.terms.map(termNumber);
      const stored = toMembers(findCandidates(db, terms, agent), featuresOf);
      const here = [...made.values()].filter((one) => one.agent === agent);
      const family = chooseFamily(features, [...stored, ...here]);
      const name = family === null ? suggestName(template) : null;
      made.set(id, { agent, key, template, terms, family: family ?? id, name, features });
    },
    wordings: (): NewWording[] => [...made.values()].map(({ features: _, ...wording }) => wording),
  };
}
