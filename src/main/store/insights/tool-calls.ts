import { toolName, toolOutcome } from '#shared/logic/tool-call.ts';
import { type ReadDb, sql } from '../db.ts';
import type { Library } from './library.ts';

/** One tool call of a call of the library. */
export interface ToolRow {
  readonly place: number;
  readonly tool: string;
  /** As the vendor names it; null = it has not failed. */
  readonly error: string | null;
  readonly timedOut: boolean;
  readonly hasResult: boolean;
  /** NaN = not given. */
  readonly ms: number;
  /** Index of the agent's next turn; -1 = none. */
  readonly nextIdx: number;
}

const none: readonly ToolRow[] = [];
const places = new WeakMap<Library, ReadonlyMap<number, readonly ToolRow[]>>();

/** The tool calls of a call of the library, by its place. */
export function toolCallsOf(db: ReadDb, library: Library): (place: number) => readonly ToolRow[] {
  const byPlace = places.get(library) ?? Map.groupBy(readToolCalls(db, library), ({ place }) => place);
  places.set(library, byPlace);
  return (place) => byPlace.get(place) ?? none;
}

const kept = new WeakMap<Library, readonly ToolRow[]>();

/** All tool calls, in the order of the library's calls. Read once for a library. */
export function readToolCalls(db: ReadDb, library: Library): readonly ToolRow[] {
  const known = kept.get(library);
  if (known !== undefined) return known;
  const rows = sql<{
    row: number;
    name: string;
    error: string | null;
    statusCode: number | null;
    hasResult: 0 | 1;
    ms: number | null;
    next: number | null;
  }>(
    db,
    `SELECT c.rowid AS row, t.name, t.error, t.status_code AS statusCode, t.has_result AS hasResult, t.duration_ms AS ms,
       (SELECT u.idx FROM turns u WHERE u.call_id = t.call_id AND u.entry > t.entry AND u.role = 'agent' ORDER BY u.idx LIMIT 1) AS next
     FROM tool_calls t JOIN calls c ON c.id = t.call_id ORDER BY c.rowid, t.entry`,
  )
    .all()
    .map(({ row, name, error, statusCode, hasResult, ms, next }): ToolRow => {
      const outcome = toolOutcome({ error, statusCode, hasResult: hasResult === 1 });
      return {
        place: library.placeOf(row),
        tool: toolName({ name }),
        error: outcome.kind === 'failed' ? (error ?? `HTTP ${statusCode}`) : null,
        timedOut: outcome.errorClass === 'timeout',
        hasResult: hasResult === 1,
        ms: ms !== null && ms >= 0 ? ms : Number.NaN,
        nextIdx: next ?? -1,
      };
    });
  kept.set(library, rows);
  return rows;
}
