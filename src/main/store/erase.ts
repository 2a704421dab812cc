import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { recordingPaths } from '../recordings/files.ts';
import { infoOf, openBackup, writeBackup } from './backup.ts';
import { type BackupPart, partsOfBackup, rowsOf, type SqlValue } from './backup-content.ts';
import { listBackups, removeDatabaseFile } from './backup-files.ts';
import { emptyLog } from './checkpoints.ts';
import { inTransaction, type ReadDb, type WriteDb } from './db.ts';
import { idDigest } from './erased.ts';
import { forgetNotesAbout, hostFileName, openHostFile } from './host-file.ts';
import { knownFileKeys } from './known-files.ts';
import { listQuarantines } from './quarantine.ts';
import { sqliteCodeOf } from './sqlite-errors.ts';
import { columnsOf, quoted } from './table-classes.ts';
import { removeUnused, wordingsOfCall } from './turn-index/save.ts';

/** What an erasure did, and what is left for the caller. */
export interface Erasure {
  /** The calls of which there was anything. */
  found: string[];
  /** Files of the calls (recording, playable copy, partial download, peaks) that the caller must unlink now. */
  files: string[];
  /** False when a reader kept the log from being emptied: tell the owner of the log (`committed('deleted')`), which tries again. */
  logEmptied: boolean;
  /** Backups from which the calls were taken, and copies that had to go whole. */
  backups: { rewritten: string[]; removed: string[] };
  /** Folders of damaged databases, which Earmark never changes: the reader must be told that the calls may be in them. */
  quarantines: string[];
}

/** Erases one call; see `eraseCalls`. */
export function eraseCall(db: WriteDb, dir: string, callId: string, nowMs: number): Erasure {
  return eraseCalls(db, dir, [callId], nowMs);
}

/**
 * Erases calls for good (hardening.md A20, F69): every row that refers to them in one transaction, search index and log
 * included, and from the kept backups; hashes of their ids remain, so that a sync does not bring them back. Stop their
 * downloads and analyses first, and run no backup meanwhile. Safe to repeat. Throws `disk-full` when a backup cannot be
 * rewritten: the database is clean then, repeat it for the rest.
 */
export function eraseCalls(db: WriteDb, dir: string, callIds: readonly string[], nowMs: number): Erasure {
  const found = inTransaction(db, () => {
    secureFullText(db);
    const known = callIds.filter((callId) => {
      db.prepare('INSERT OR IGNORE INTO erased (id_sha256, erased_ms) VALUES (?, ?)').run(idDigest(callId), nowMs);
      const wordings = wordingsOfCall(db, callId);
      const removed = deleteRows(db, callId);
      removeUnused(db, wordings);
      return removed > 0;
    });
    // The planner's samples are copies of keys.
    if (db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat4'`).get())
      db.exec('DELETE FROM sqlite_stat4');
    return known;
  });
  const logEmptied = emptyLog(db) === null;
  if (existsSync(join(dir, hostFileName))) {
    const host = openHostFile(dir);
    try {
      for (const callId of callIds) forgetNotesAbout(host, callId);
    } finally {
      host.close();
    }
  }
  const backups = eraseFromBackups(dir, callIds, nowMs);
  const files = callIds.flatMap((callId) => filesOf(dir, callId));
  return { found, files, logEmptied, backups, quarantines: listQuarantines(dir) };
}

interface TableInfo {
  name: string;
  columns: Set<string>;
  /** A full-text table that keeps its own text; one over another table is kept in step by that table's triggers. */
  ownText: boolean;
}

function tablesOf(db: ReadDb): TableInfo[] {
  const rows = db
    .prepare<[], { name: string; sql: string }>(
      `SELECT l.name, s.sql FROM pragma_table_list l JOIN sqlite_schema s ON s.name = l.name AND s.type = 'table'
       WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND l.name NOT LIKE 'sqlite~_%' ESCAPE '~'`,
    )
    .all();
  return rows.map(({ name, sql: text }) => ({
    name,
    columns: new Set(columnsOf(db, name)),
    ownText: !/^CREATE VIRTUAL TABLE/i.test(text) || !/[\s,(]content\s*=/i.test(text),
  }));
}

/** Where votes are, beside what is keyed by its one call. */
const voteTables: ReadonlySet<string> = new Set(['review_events', 'review_items']);

/** Conditions that find the rows of a call, whatever tables a later version adds: `call_id` anywhere, `id` of calls. */
function conditionsFor(table: TableInfo, callId: string): { where: string; values: string[] } | null {
  if (!table.ownText) return null;
  if (table.name === 'calls') return { where: 'id = ?', values: [callId] };
  // Something unreadable may be about this call without being keyed by it.
  if (table.name === 'unreadable')
    return { where: 'id = ? OR instr(json, ?) > 0', values: [callId, JSON.stringify(callId)] };
  if (table.name === 'sync_state') return { where: 'instr(value, ?) > 0', values: [callId] };
  // A vote is about two calls, and keyed by one of them.
  if (voteTables.has(table.name)) {
    const where = `call_id IN (?, ?) OR (kind = 'vote' AND instr(json, ?) > 0)`;
    return { where, values: [...knownFileKeys(callId), JSON.stringify(callId)] };
  }
  if (table.columns.has('call_id')) return { where: 'call_id IN (?, ?)', values: knownFileKeys(callId) };
  return null;
}

/** Returns how many rows were about the call itself. */
function deleteRows(db: WriteDb, callId: string): number {
  // The call last: what refers to it goes by name, not by cascade, so that every trigger sees its row.
  const tables = tablesOf(db).sort((a, b) => Number(a.name === 'calls') - Number(b.name === 'calls'));
  let rows = 0;
  for (const table of tables) {
    const found = conditionsFor(table, callId);
    if (!found) continue;
    const { changes } = db.prepare(`DELETE FROM ${quoted(table.name)} WHERE ${found.where}`).run(...found.values);
    if (table.name !== 'sync_state') rows += changes;
  }
  return rows;
}

/** Has every full-text index overwrite what is deleted from it; without that, words stay in its pages. Writes only where it is not set. */
export function secureFullText(db: WriteDb): void {
  const indexes = db
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%'`)
    .pluck()
    .all() as string[];
  for (const name of indexes) {
    const set = db
      .prepare(`SELECT v FROM ${quoted(`${name}_config`)} WHERE k = 'secure-delete'`)
      .pluck()
      .get();
    if (set === 1) continue;
    db.prepare(`INSERT INTO ${quoted(name)} (${quoted(name)}, rank) VALUES ('secure-delete', 1)`).run();
  }
}

function filesOf(dir: string, callId: string): string[] {
  const paths = recordingPaths(dir);
  const part = paths.part(callId);
  const prefix = basename(part, 'part');
  return [dirname(part), dirname(paths.peaks(callId))].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(folder, name)),
  );
}

function eraseFromBackups(dir: string, callIds: readonly string[], nowMs: number): Erasure['backups'] {
  const done: Erasure['backups'] = { rewritten: [], removed: [] };
  for (const { kind, path } of listBackups(dir)) {
    if (kind === 'user' && rewriteWithout(path, callIds, nowMs)) {
      done.rewritten.push(path);
    } else if (kind === 'user' || callIds.some((callId) => mayHold(path, callId))) {
      removeDatabaseFile(path);
      done.removed.push(path);
    }
  }
  return done;
}

/** Writes the backup anew without the calls and with their tombstones. False for one that cannot be read and so not be cleaned. */
function rewriteWithout(path: string, callIds: readonly string[], nowMs: number): boolean {
  const read = readWithout(path, callIds, nowMs);
  if (read) writeBackup(path, read.parts, read.createdMs, null);
  return read !== null;
}

function readWithout(path: string, callIds: readonly string[], nowMs: number) {
  let backup: ReadDb;
  try {
    backup = openBackup(path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'damaged') return null;
    throw error;
  }
  try {
    const keys = new Set<SqlValue>(callIds.flatMap(knownFileKeys));
    const parts = partsOfBackup(backup).map((part: BackupPart) => {
      const key = part.columns.indexOf(part.table === 'calls' ? 'id' : 'call_id');
      const votes = voteTables.has(part.table) ? part.columns.indexOf('json') : -1;
      const kind = part.columns.indexOf('kind');
      const isVoteOn = (row: readonly SqlValue[]) =>
        votes >= 0 && row[kind] === 'vote' && callIds.some((id) => String(row[votes]).includes(JSON.stringify(id)));
      const rows = [...rowsOf(backup, part)].filter((row) => key < 0 || !(keys.has(row[key] ?? null) || isVoteOn(row)));
      if (part.table === 'erased') {
        const noted = new Set(rows.map(([digest]) => digest));
        const missing = callIds.map(idDigest).filter((digest) => !noted.has(digest));
        rows.push(...missing.map((digest): SqlValue[] => [digest, BigInt(nowMs)]));
      }
      return { ...part, rows };
    });
    return { parts, createdMs: Number(infoOf(backup, 'created_ms')) };
  } finally {
    backup.close();
  }
}

/** Whether a copy of the whole database has the call, or cannot be read. */
function mayHold(path: string, callId: string): boolean {
  let db: ReadDb | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const opened = db;
    return tablesOf(opened).some((table) => {
      const found = conditionsFor(table, callId);
      return found && opened.prepare(`SELECT 1 FROM ${quoted(table.name)} WHERE ${found.where}`).get(...found.values);
    });
  } catch (error) {
    if (sqliteCodeOf(error) === undefined) throw error;
    return true;
  } finally {
    db?.close();
  }
}
