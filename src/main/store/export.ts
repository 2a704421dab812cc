import Database from 'better-sqlite3';
import type { RecordingState } from '#shared/model/call.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { whereClause } from './call-list.ts';
import { type ReadDb, sql } from './db.ts';

/** One call as exports need it. */
export interface StoredCall {
  id: string;
  json: string;
  recordingState: RecordingState;
}

/** Which calls are written out: these, or those that a filter lets through; none of both = all. */
export interface CallSelection {
  readonly callIds?: readonly string[];
  readonly filter?: CallFilter;
}

/** The ids of the calls to be written out, in the order in which they were stored; ids that are not here are left out. */
export function findCallIds(db: ReadDb, { callIds, filter = {} }: CallSelection): string[] {
  if (callIds !== undefined) {
    const known = sql<string>(db, 'SELECT id FROM calls WHERE id = ?').pluck();
    return [...new Set(callIds)].filter((id) => known.get(id) !== undefined);
  }
  const { where, values } = whereClause(filter);
  return db
    .prepare(`SELECT id FROM calls ${where} ORDER BY rowid`)
    .pluck()
    .all(...values) as string[];
}

/** One call with its raw JSON; undefined when it is not here any more. */
export function findStoredCall(db: ReadDb, id: string): StoredCall | undefined {
  return sql<StoredCall>(
    db,
    `SELECT c.id, r.json, c.recording_state AS recordingState
     FROM calls c JOIN raw_calls r ON r.call_id = c.id WHERE c.id = ?`,
  ).get(id);
}

/** Problems that SQLite finds in the file, empty when there are none; a page so broken that the check itself fails is one. */
export function integrityProblems(db: ReadDb): string[] {
  try {
    const found = (db.pragma('integrity_check(50)') as { integrity_check: string }[]).map((row) => row.integrity_check);
    const broken = found.length === 1 && found[0] === 'ok' ? [] : found;
    const foreign = (db.pragma('foreign_key_check') as { table: string; rowid: number }[]).map(
      (row) => `${row.table} row ${row.rowid} refers to nothing`,
    );
    return [...broken, ...foreign];
  } catch (error) {
    if (error instanceof Database.SqliteError) return [`${error.message} (${error.code})`];
    throw error;
  }
}
