import type { SqlValue } from './backup-content.ts';
import { inTransaction, sql, type WriteDb } from './db.ts';
import { idDigest } from './erased.ts';
import { noteKnownFile } from './known-files.ts';
import { rebuildQueue } from './queue-work.ts';
import { foldMissingItems } from './review-items.ts';
import { isCorruption, sqliteCodeOf } from './sqlite-errors.ts';
import { callReferences, columnsOf, quoted, userTables } from './table-classes.ts';

export type SourceRow = Readonly<Record<string, SqlValue>>;

/** Where rows of an earlier state of the workspace come from. Any of it may throw SQLite's corruption in the middle. */
export interface UserDataSource {
  rows(table: string): Iterable<SourceRow>;
  /** A call's row in `calls`; undefined when it is not there. */
  call(id: string): SourceRow | undefined;
  /** Which recordings were on this disk: call_id, file, bytes, sha256. */
  recordings(): Iterable<SourceRow>;
}

export interface Intake {
  rows: number;
  recordings: number;
  /** Tables that were read to their end, so that an older source has nothing to add to them. */
  complete: Set<string>;
}

/**
 * Adds to the database what it lacks: rows of `tables` (all `user` tables by default) and which recordings are on this disk.
 * Rows that are there win; what was erased stays away; a row that does not fit is left out.
 */
export function takeIn(db: WriteDb, dir: string, source: UserDataSource, tables = new Set(userTables)): Intake {
  return inTransaction(db, () => {
    const intake: Intake = { rows: 0, recordings: 0, complete: new Set() };
    for (const table of userTables) {
      if (tables.has(table) && untilBroken(source.rows(table), putterFor(db, dir, table, source, intake))) {
        intake.complete.add(table);
      }
    }
    untilBroken(source.recordings(), (row) => {
      const { call_id: callId, file, bytes, sha256 } = row;
      if (typeof callId !== 'string' || typeof file !== 'string' || typeof sha256 !== 'string') return;
      if (isErasedRow(db, callId)) return;
      if (noteKnownFile(db, dir, { callId, file, bytes: Number(bytes), sha256 })) intake.recordings += 1;
    });
    if (foldMissingItems(db) > 0) rebuildQueue(db);
    return intake;
  });
}

function putterFor(db: WriteDb, dir: string, table: string, source: UserDataSource, intake: Intake) {
  const known = new Set(columnsOf(db, table));
  const references = callReferences(db, table);
  return (row: SourceRow) => {
    const callId = row.call_id;
    if (typeof callId === 'string' && isErasedRow(db, callId)) return;
    if (table === 'known_files') {
      const { file, bytes, sha256 } = row;
      if (typeof callId !== 'string' || typeof file !== 'string' || typeof sha256 !== 'string') return;
      if (noteKnownFile(db, dir, { callId, file, bytes: Number(bytes), sha256 })) intake.recordings += 1;
      return;
    }
    for (const column of references) ensureCall(db, row[column], source);
    if (insert(db, table, known, row)) intake.rows += 1;
  };
}

/** Hands over rows until there are no more (true) or the file breaks (false). */
function untilBroken(rows: Iterable<SourceRow>, take: (row: SourceRow) => void): boolean {
  try {
    for (const row of rows) take(row);
    return true;
  } catch (error) {
    // "no such table" and the like: an older format, or a broken schema page.
    if (isCorruption(error) || sqliteCodeOf(error) === 'SQLITE_ERROR') return false;
    throw error;
  }
}

/** What a call is that has yet to be fetched, whatever it was before: its content is not here any more. */
const toBeFetched = {
  detail_state: 'listed',
  detail_error_code: null,
  detail_error_message: null,
  detail_fetched_ms: null,
  list_digest: '',
  detail_digest: null,
  content_digest: null,
  recording_state: 'unknown',
};
const unknownCall = { status: 'unknown', status_group: 'unknown', first_seen_ms: 0n };

/** A row that refers to a call needs it: as the source knows it, or at least its id. The next sync fetches the rest. */
function ensureCall(db: WriteDb, id: SqlValue | undefined, source: UserDataSource): void {
  if (typeof id !== 'string' || sql(db, 'SELECT 1 FROM calls WHERE id = ?').get(id)) return;
  const columns = new Set(columnsOf(db, 'calls'));
  const found = findCall(source, id);
  if (found && insert(db, 'calls', columns, { ...found, ...toBeFetched })) return;
  insert(db, 'calls', columns, { id, ...unknownCall, ...toBeFetched });
}

function findCall(source: UserDataSource, id: string): SourceRow | undefined {
  try {
    return source.call(id);
  } catch (error) {
    if (isCorruption(error) || sqliteCodeOf(error) === 'SQLITE_ERROR') return undefined;
    throw error;
  }
}

/** Puts a row in unless its key is there. False for one that does not fit (a damaged value, say). */
function insert(db: WriteDb, table: string, known: ReadonlySet<string>, row: SourceRow): boolean {
  const columns = Object.keys(row).filter((column) => known.has(column));
  const values = columns.map((column) => row[column] ?? null);
  try {
    const text = `INSERT OR IGNORE INTO ${quoted(table)} (${columns.map(quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    return sql(db, text).run(...values).changes === 1;
  } catch (error) {
    if (sqliteCodeOf(error)?.startsWith('SQLITE_CONSTRAINT') || sqliteCodeOf(error) === 'SQLITE_MISMATCH') return false;
    throw error;
  }
}

function isErasedRow(db: WriteDb, callId: string): boolean {
  const digest = callId.startsWith('sha256:') ? callId.slice('sha256:'.length) : idDigest(callId);
  return sql(db, 'SELECT 1 FROM erased WHERE id_sha256 = ?').get(digest) !== undefined;
}
