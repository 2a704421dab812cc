import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openBackup } from './backup.ts';
import { partsOfBackup, type SqlValue } from './backup-content.ts';
import type { ReadDb, WriteDb } from './db.ts';
import { isCorruption, sqliteCodeOf } from './sqlite-errors.ts';
import { columnsOf, quoted } from './table-classes.ts';
import { type Intake, type SourceRow, takeIn, type UserDataSource } from './user-data-intake.ts';

/** Bounds how long a broken file is read: a damaged tree may lead in circles. */
const MOST_ROWS = 1_000_000;

/**
 * Adds what a backup holds and the database lacks (see `takeIn`). Verifies the whole backup first. Throws `damaged` when it is
 * not sound.
 */
export function restoreUserData(db: WriteDb, dir: string, backupPath: string, tables?: Set<string>): Intake {
  const backup = openBackup(backupPath);
  try {
    const held = new Set(partsOfBackup(backup).map((part) => part.table));
    return takeIn(
      db,
      dir,
      {
        rows: (table) => (held.has(table) ? eachRow(backup, table, 'ASC') : []),
        call: (id) => rowById(backup, id),
        recordings: () => eachRow(backup, 'recordings', 'ASC'),
      },
      tables,
    );
  } finally {
    backup.close();
  }
}

/** Reads what can be read of a workspace's database that is damaged, or of a format before this one. */
export interface Salvage {
  /** The id that its `meta` still tells; undefined when it cannot be read. */
  workspaceId: string | undefined;
  source: UserDataSource;
  close(): void;
}

/** Opens a file for salvage; null when not even its schema can be read. Changes neither it nor its log. */
export function openSalvage(path: string): Salvage | null {
  let db: ReadDb | undefined;
  const putBack = keepLog(`${path}-wal`);
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const opened = db;
    columnsOf(opened, 'calls');
    return {
      workspaceId: workspaceIdIn(opened),
      source: {
        rows: (table) => salvagedRows(opened, table),
        call: (id) => rowById(opened, id),
        recordings: () => readyRecordings(opened),
      },
      close: () => {
        opened.close();
        putBack();
      },
    };
  } catch (error) {
    db?.close();
    putBack();
    if (sqliteCodeOf(error) !== undefined) return null;
    throw error;
  }
}

/** SQLite deletes the log of a database that it finds empty or unreadable, even when it only reads. Returns what undoes that. */
function keepLog(walPath: string): () => void {
  if (!existsSync(walPath)) return () => undefined;
  const kept = `${walPath}.kept`;
  rmSync(kept, { force: true });
  try {
    linkSync(walPath, kept);
  } catch {
    // File systems without hard links (FAT, some shares).
    copyFileSync(walPath, kept);
  }
  return () => {
    if (existsSync(walPath)) rmSync(kept, { force: true });
    else renameSync(kept, walPath);
  };
}

function workspaceIdIn(db: ReadDb): string | undefined {
  try {
    return db.prepare(`SELECT value FROM meta WHERE key = 'workspace_id'`).pluck().get() as string | undefined;
  } catch (error) {
    if (isCorruption(error) || sqliteCodeOf(error) === 'SQLITE_ERROR') return undefined;
    throw error;
  }
}

function* readyRecordings(db: ReadDb): Generator<SourceRow> {
  for (const row of salvagedRows(db, 'recordings')) {
    if (row.state === 'ready' && row.file !== null) yield row;
  }
}

/** Row by row from the front; where that breaks, from the back until it breaks again. Then the break is thrown: it was not all. */
function* salvagedRows(db: ReadDb, table: string): Generator<SourceRow> {
  try {
    yield* eachRow(db, table, 'ASC');
  } catch (error) {
    if (!isCorruption(error)) throw error;
    yield* eachRow(db, table, 'DESC');
    throw error;
  }
}

function* eachRow(db: ReadDb, table: string, direction: 'ASC' | 'DESC'): Generator<SourceRow> {
  const rows = db
    .prepare<[], Record<string, SqlValue>>(
      `SELECT * FROM ${quoted(table)} ORDER BY ${storageOrder(db, table, direction)} LIMIT ${MOST_ROWS}`,
    )
    .safeIntegers()
    .iterate();
  yield* rows;
}

/** The order in which a table is stored, so that reading begins before all of it was sorted. */
function storageOrder(db: ReadDb, table: string, direction: string): string {
  const withoutRowid = db
    .prepare<[string], bigint>(`SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?`)
    .pluck()
    .get(table);
  if (!withoutRowid) return `rowid ${direction}`;
  const keys = db
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table) as string[];
  return keys.map((key) => `${quoted(key)} ${direction}`).join(', ');
}

function rowById(db: ReadDb, id: string): SourceRow | undefined {
  return db.prepare<[string], Record<string, SqlValue>>('SELECT * FROM calls WHERE id = ?').safeIntegers().get(id);
}
