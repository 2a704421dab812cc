import Database from 'better-sqlite3';
import type { RecordingState } from '#shared/model/call.ts';
import { type ReadDb, sql } from './db.ts';

/** One call as exports need it. */
export interface StoredCall {
  id: string;
  json: string;
  recordingState: RecordingState;
}

/** Every call with its raw JSON, oldest first, a few at a time: no long read transaction, no whole library in memory. */
export function* eachStoredCall(db: ReadDb): Generator<StoredCall> {
  const next = sql<StoredCall & { row: number }>(
    db,
    `SELECT c.rowid AS row, c.id, r.json, c.recording_state AS recordingState
     FROM calls c JOIN raw_calls r ON r.call_id = c.id WHERE c.rowid > ? ORDER BY c.rowid LIMIT 100`,
  );
  let last = 0;
  for (;;) {
    const rows = next.all(last);
    for (const row of rows) yield { id: row.id, json: row.json, recordingState: row.recordingState };
    const end = rows.at(-1);
    if (!end) return;
    last = end.row;
  }
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
