import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { isDiskFull } from '../disk-full.ts';
import {
  type BackupPart,
  digestOfParts,
  infoTable,
  partsOfBackup,
  partsOfWorkspace,
  rowsOf,
  type SqlValue,
} from './backup-content.ts';
import {
  backupsFolder,
  dayOf,
  listBackups,
  partialSuffix,
  pruneBackups,
  removeDatabaseFile,
  sweepUnfinished,
} from './backup-files.ts';
import type { ReadDb } from './db.ts';
import { quickCheck } from './integrity.ts';
import { newestVersion } from './migrations/index.ts';
import { placeFile } from './place-file.ts';
import { isCorruption, sqliteCodeOf } from './sqlite-errors.ts';
import { quoted } from './table-classes.ts';

/** `EARB` in ASCII: a backup is a SQLite file, but no workspace. */
const BACKUP_APPLICATION_ID = 0x45415242;

export type BackupOutcome = { kind: 'written'; path: string } | { kind: 'unchanged' } | { kind: 'done-today' };

/**
 * Backs up what cannot be fetched again into `backups/user-DAY.db`, at most once a day and only when it changed. Reads from one
 * snapshot; verifies the file before it takes its name; prunes old ones. Throws `disk-full`, or `damaged` when what was written
 * does not read back equal. One caller at a time per folder.
 */
export function backupUserData(db: ReadDb, dir: string, nowMs: number): BackupOutcome {
  sweepUnfinished(dir);
  const [newest] = listBackups(dir, 'user');
  if (newest?.day === dayOf(nowMs)) return { kind: 'done-today' };
  return inSnapshot(db, () => {
    const parts = partsOfWorkspace(db);
    const digest = digestOfParts(db, parts);
    if (newest && digestNotedIn(newest.path) === digest) return { kind: 'unchanged' };
    const path = join(backupsFolder(dir), `user-${dayOf(nowMs)}.db`);
    writeBackup(
      path,
      parts.map((part) => ({ ...part, rows: rowsOf(db, part) })),
      nowMs,
      digest,
    );
    pruneBackups(dir);
    return { kind: 'written', path };
  });
}

function inSnapshot<T>(db: ReadDb, work: () => T): T {
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('ROLLBACK');
  }
}

/**
 * Writes a backup file whole or not at all, over an older one of that name. `expected`: the checksum it must read back with;
 * null takes what it is as right. Throws `disk-full` or `damaged`.
 */
export function writeBackup(
  path: string,
  parts: readonly (BackupPart & { rows: Iterable<SqlValue[]> })[],
  createdMs: number,
  expected: string | null,
): void {
  const partial = `${path}${partialSuffix}`;
  removeDatabaseFile(partial);
  try {
    closeSync(openSync(partial, 'wx', 0o600));
    const out = new Database(partial);
    try {
      out.pragma('journal_mode = MEMORY');
      // The finished file is synced once, before it takes its name.
      out.pragma('synchronous = OFF');
      out.transaction(() => fill(out, parts, createdMs))();
      const digest = digestOfParts(out, partsOfBackup(out));
      out.prepare(`INSERT INTO ${infoTable} VALUES ('digest', ?)`).run(digest);
      if (expected !== null && digest !== expected) throw unequal(path);
    } finally {
      out.close();
    }
    openBackup(partial).close();
    placeFile(partial, path);
  } catch (error) {
    removeDatabaseFile(partial);
    if (!isDiskFull(error)) throw error;
    throw new AppError('disk-full', 'The disk is full: the daily backup could not be written. Free some space.', {
      cause: error,
    });
  }
}

function fill(out: Database.Database, parts: Parameters<typeof writeBackup>[1], createdMs: number): void {
  out.pragma(`application_id = ${BACKUP_APPLICATION_ID}`);
  out.exec(`CREATE TABLE ${infoTable} (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT`);
  const info = out.prepare(`INSERT INTO ${infoTable} VALUES (?, ?)`);
  info.run('created_ms', String(createdMs));
  info.run('schema', String(newestVersion));
  for (const part of parts) {
    // Columns without a type keep every value as it was.
    out.exec(`CREATE TABLE ${quoted(part.table)} (${part.columns.map(quoted).join(', ')})`);
    const insert = out.prepare(`INSERT INTO ${quoted(part.table)} VALUES (${part.columns.map(() => '?').join(', ')})`);
    for (const row of part.rows) insert.run(...row);
  }
}

function unequal(path: string): AppError {
  return new AppError('damaged', `The backup ${path} did not read back as it was written; the disk may be failing.`);
}

/** Opens a backup read-only after checking all of it. Throws `damaged` when it is not one, is broken or was changed. */
export function openBackup(path: string): ReadDb {
  const broken = (cause?: unknown) => new AppError('damaged', `The backup ${path} is damaged.`, { cause });
  let db: ReadDb | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    if (Number(db.pragma('application_id', { simple: true })) !== BACKUP_APPLICATION_ID) throw broken();
    if (quickCheck(db).length > 0) throw broken();
    if (infoOf(db, 'digest') !== digestOfParts(db, partsOfBackup(db))) throw broken();
    return db;
  } catch (error) {
    db?.close();
    throw sqliteCodeOf(error) === undefined ? error : broken(error);
  }
}

/** What a backup says of itself: `created_ms`, `schema`, `digest`. */
export function infoOf(backup: ReadDb, key: string): string | undefined {
  return backup.prepare(`SELECT value FROM ${infoTable} WHERE key = ?`).pluck().get(key) as string | undefined;
}

/** The checksum that a backup was written with; undefined when it cannot be read, which makes it worth replacing. */
function digestNotedIn(path: string): string | undefined {
  let db: ReadDb | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    return infoOf(db, 'digest');
  } catch (error) {
    if (isCorruption(error) || sqliteCodeOf(error) === 'SQLITE_ERROR') return undefined;
    throw error;
  } finally {
    db?.close();
  }
}
