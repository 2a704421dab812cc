import type { TurnTiming } from '#shared/model/timing.ts';
import type { ToolCall, Turn } from '#shared/model/turn.ts';
import { type ReadDb, sql } from '../db.ts';
import { findTurnMeasures, MEASURES_BASIS, MEASURES_BASIS_TABLES } from '../measures.ts';
import { remembered } from '../remembered.ts';
import { findToolCalls, findTurns } from '../turns.ts';

/** Grows when the same call would be indexed differently: all are then indexed again. */
export const TURN_INDEX_VERSION = 2;

/** What a call's rows in the index are computed from, as one text. */
const BASIS = `'${TURN_INDEX_VERSION} ' || coalesce(c.content_digest, '') || ' ' || coalesce(c.tools_digest, '') || ' '
  || coalesce(c.agent_key, '') || ' ' || coalesce(length(d.vars_provided), '') || ',' || coalesce(length(d.vars_extracted), '') || ','
  || coalesce(length(d.vars_collected), '') || ' '
  || CASE WHEN m.basis = ${MEASURES_BASIS} THEN m.turns_digest ELSE '' END`;
const TABLES = `LEFT JOIN call_details d ON d.call_id = c.id LEFT JOIN call_numbers n ON n.call_id = c.id LEFT JOIN call_measures m ON m.call_id = c.id ${MEASURES_BASIS_TABLES}`;

/** What the index needs of a call. */
export interface IndexInput {
  readonly basis: string;
  /** `agent_key`; '' where the call has none. */
  readonly agent: string;
  /** Names that the call's variables hold. */
  readonly names: readonly string[];
  readonly turns: readonly Turn[];
  readonly toolCalls: readonly ToolCall[];
  /** Empty where nothing was measured. */
  readonly measures: readonly TurnTiming[];
}

interface Standing {
  basis: string;
  known: string | null;
  agent: string | null;
  vars: string | null;
}

/** What is to be indexed of a call; undefined when it is not here, has no details yet, or is indexed as it stands. */
export function readIndexInput(db: ReadDb, callId: string): IndexInput | undefined {
  return db.transaction(() => {
    const standing = sql<Standing>(
      db,
      `SELECT ${BASIS} AS basis, n.basis AS known, c.agent_key AS agent,
         json_array(d.vars_provided, d.vars_extracted, d.vars_collected) AS vars
       FROM calls c ${TABLES} WHERE c.id = ? AND d.call_id IS NOT NULL`,
    ).get(callId);
    if (standing === undefined || standing.basis === standing.known) return undefined;
    return {
      basis: standing.basis,
      agent: standing.agent ?? '',
      names: namesIn(standing.vars),
      turns: findTurns(db, callId),
      toolCalls: findToolCalls(db, callId),
      measures: findTurnMeasures(db, callId),
    };
  })();
}

const namedFor = /name|nombre|שם|名|person|doctor|city|street|address|company/i;
const LONGEST_NAME = 60;

/** Values of variables that are called names: the words of an agent that differ from call to call for that. */
function namesIn(vars: string | null): string[] {
  const maps = (JSON.parse(vars ?? '[]') as (string | null)[]).flatMap((json) =>
    json === null ? [] : [JSON.parse(json)],
  );
  return maps.flatMap((map: unknown) =>
    typeof map !== 'object' || map === null
      ? []
      : Object.entries(map).flatMap(([name, value]) =>
          namedFor.test(name) && typeof value === 'string' && value.length <= LONGEST_NAME ? [value] : [],
        ),
  );
}

/** The basis of a call as it stands; undefined when it is not here. */
export function findIndexBasis(db: ReadDb, callId: string): string | undefined {
  return sql<string>(db, `SELECT ${BASIS} FROM calls c ${TABLES} WHERE c.id = ?`).pluck().get(callId) as
    | string
    | undefined;
}

/** The next calls that are not indexed as they stand, newest first. Walks the library: for a thread of its own. */
export function findStaleIndex(
  db: ReadDb,
  { beforeRowid, limit }: { beforeRowid: number | null; limit: number },
): { ids: string[]; nextRowid: number | null } {
  const found = sql<{ row: number; id: string }>(
    db,
    `SELECT c.rowid AS row, c.id FROM calls c ${TABLES}
     WHERE c.rowid < ? AND d.call_id IS NOT NULL
       AND (n.basis IS NULL OR n.basis <> ${BASIS})
     ORDER BY c.rowid DESC LIMIT ?`,
  ).all(beforeRowid ?? Number.MAX_SAFE_INTEGER, limit);
  return { ids: found.map(({ id }) => id), nextRowid: found.length === limit ? (found.at(-1)?.row ?? null) : null };
}

/** How many calls are indexed as they stand, of those that have details. Walks `calls`. */
export function countIndexed(db: ReadDb): { indexed: number; total: number } {
  const row = remembered(db, ['indexed'], () =>
    sql<{ indexed: number; total: number }>(
      db,
      `SELECT count(*) AS total, coalesce(sum(n.basis = ${BASIS}), 0) AS indexed
       FROM calls c ${TABLES} WHERE d.call_id IS NOT NULL`,
    ).get(),
  );
  return row ?? { indexed: 0, total: 0 };
}
