import { type Features, termNumber, wordingOf } from '#shared/logic/likeness/features.ts';
import { callerFactor, LIKE, likeness } from '#shared/logic/likeness/likeness.ts';
import type { TurnsLikeAnswer, TurnsLikeQuestion } from '#shared/model/families.ts';
import { type ReadDb, sql } from '../db.ts';
import { readFamilySayings } from '../turn-index/placed.ts';
import { countIndexed } from '../turn-index/standing.ts';
import { findCandidates } from '../turn-index/wordings.ts';
import { readFoundTurn } from './found-turns.ts';
import { readFilteredCalls, VersionTallies } from './walk.ts';

/** Rows of the index of words and wordings that a question may look at. */
const MOST = { rows: 30_000, candidates: 2000 };
/** So many of the likest turns are also held against each other by what the caller said before. */
const WITH_CALLER = 300;

interface Hit {
  callNo: number;
  index: number;
  likeness: number;
  startMs: number;
}

interface Asked {
  content: string;
  role: string;
  callerText: string | null;
  agent: string | null;
  callNo: number | null;
}

/** Turns that say the same as one; see `turns.like`. Looks at thousands of rows: for a thread of its own. */
export function findTurnsLike(
  db: ReadDb,
  { callId, index, filter, sameAgent, offset, limit }: TurnsLikeQuestion,
  featuresOf: (template: string) => Features,
): TurnsLikeAnswer {
  const nothing = (why: TurnsLikeAnswer['why']): TurnsLikeAnswer => ({
    why,
    rows: [],
    total: 0,
    versions: [],
    index: countIndexed(db),
  });
  const asked = sql<Asked>(
    db,
    `SELECT t.content, t.role, c.agent_key AS agent, n.no AS callNo,
       (SELECT b.content FROM turns b WHERE b.call_id = t.call_id AND b.role = 'caller' AND b.idx < t.idx ORDER BY b.idx DESC LIMIT 1)
         AS callerText
     FROM turns t JOIN calls c ON c.id = t.call_id LEFT JOIN call_numbers n ON n.call_id = c.id
     WHERE t.call_id = ? AND t.idx = ?`,
  ).get(callId, index);
  if (!asked) return nothing('not-here');
  if (asked.role !== 'agent') return nothing('not-agent');
  const template = asked.callNo === null ? undefined : storedTemplate(db, asked.callNo, index);
  const features = template === undefined ? wordingOf(asked.content)?.features : featuresOf(template);
  if (!features) return nothing('no-words');

  const calls = readFilteredCalls(db, filter);
  const tallies = new VersionTallies(calls);
  const terms = features.terms.map(termNumber);
  const hits: Hit[] = [];
  const turnsOf = sql<[number, number, number | null, number | null]>(
    db,
    'SELECT call_no, idx, reported_ms, measured_ms FROM agent_turns WHERE wording_no = ?',
  ).raw();
  for (const candidate of findCandidates(db, terms, sameAgent ? (asked.agent ?? '') : null, MOST)) {
    const score = likeness(features, featuresOf(candidate.template));
    if (score < LIKE) continue;
    for (const [callNo, idx, reported, measured] of turnsOf.all(candidate.no)) {
      if (callNo === asked.callNo && idx === index) continue;
      if (tallies.add(callNo, reported, measured))
        hits.push({ callNo, index: idx, likeness: score, startMs: calls.startOf[callNo] ?? 0 });
    }
  }
  hits.sort(byLikeness);
  const best = hits.slice(0, WITH_CALLER);
  const mine = featuresOfText(asked.callerText);
  for (const hit of best) hit.likeness *= callerFactor(mine, featuresOfText(callerBefore(db, hit)));
  best.sort(byLikeness);
  const ranked = [...best, ...hits.slice(WITH_CALLER)];
  const sayings = readFamilySayings(db);
  return {
    why: null,
    rows: ranked.slice(offset, offset + limit).flatMap((hit) => readFoundTurn(db, hit, sayings) ?? []),
    total: ranked.length,
    versions: tallies.rows(),
    index: countIndexed(db),
  };
}

const byLikeness = (a: Hit, b: Hit): number =>
  b.likeness - a.likeness || b.startMs - a.startMs || a.callNo - b.callNo || a.index - b.index;

function storedTemplate(db: ReadDb, callNo: number, index: number): string | undefined {
  return sql<string>(
    db,
    'SELECT w.template FROM agent_turns t JOIN wordings w ON w.no = t.wording_no WHERE t.call_no = ? AND t.idx = ?',
  )
    .pluck()
    .get(callNo, index) as string | undefined;
}

/** What the caller said before a turn; null when nobody did. */
function callerBefore(db: ReadDb, { callNo, index }: Hit): string | null {
  const text = sql<string>(
    db,
    `SELECT b.content FROM agent_turns t JOIN call_numbers n ON n.no = t.call_no
       JOIN turns b ON b.call_id = n.call_id AND b.idx = t.caller_idx WHERE t.call_no = ? AND t.idx = ?`,
  )
    .pluck()
    .get(callNo, index) as string | undefined;
  return text ?? null;
}

const featuresOfText = (text: string | null): Features | null =>
  text === null ? null : (wordingOf(text)?.features ?? null);
