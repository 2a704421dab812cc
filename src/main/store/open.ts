import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import type { ReadDb, WriteDb } from './db.ts';
import { migrate, newestVersion } from './migrations/index.ts';

/** `EARM` in ASCII: tells our database from any other SQLite file. */
const APPLICATION_ID = 0x4541524d;
/** Older builds can corrupt a WAL database on a reset race; hardening.md F59. */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const;

export const databaseFileName = 'earmark.db';

/** Opens (and where needed creates or upgrades) a workspace's database for writing. Throws `damaged` or `unsupported`; never overwrites what it cannot read. */
export function openForWriting(dir: string): WriteDb {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, databaseFileName);
  refuseEmptied(path);
  return guard(path, () => {
    const db = new Database(path);
    try {
      checkIdentity(db, path);
      setPragmas(db);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      migrate(db as WriteDb);
      return db as WriteDb;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens an existing workspace's database read-only. Throws `not-found` when there is none. */
export function openForReading(dir: string): ReadDb {
  const path = join(dir, databaseFileName);
  if (!existsSync(path)) {
    throw new AppError('not-found', `There is no Earmark workspace in ${dir}; run a sync into it first.`);
  }
  refuseEmptied(path);
  return guard(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      checkIdentity(db, path);
      db.pragma('busy_timeout = 5000');
      db.pragma('query_only = ON');
      if (versionOf(db) !== newestVersion) {
        throw new AppError(
          'unsupported',
          'This workspace was made by an older Earmark; open it once with "earmark serve" or "earmark sync" to upgrade it.',
        );
      }
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function versionOf(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function checkIdentity(db: Database.Database, path: string): void {
  assertSafeSqlite(db);
  const version = versionOf(db);
  if (version > newestVersion) {
    throw new AppError(
      'unsupported',
      `${path} was made by a newer Earmark (format ${version}, this one knows ${newestVersion}). Update Earmark; nothing was changed.`,
    );
  }
  const applicationId = Number(db.pragma('application_id', { simple: true }));
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (tables > 0 && applicationId !== APPLICATION_ID) {
    throw new AppError(
      'damaged',
      `${path} is not an Earmark database. Choose another data folder; nothing was changed.`,
    );
  }
}

function setPragmas(db: Database.Database): void {
  db.pragma('busy_timeout = 5000');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('secure_delete = ON');
  db.pragma('journal_size_limit = 67108864');
  if (process.platform === 'darwin') db.pragma('checkpoint_fullfsync = ON');
}

/** A database that existed and is now 0 bytes opens as an empty one: it must not pass for "no calls". */
function refuseEmptied(path: string): void {
  if (existsSync(path) && statSync(path).size === 0) {
    throw new AppError(
      'damaged',
      `${path} is empty (0 bytes): something truncated it. Move it away to start anew, or put a copy back.`,
    );
  }
}

function assertSafeSqlite(db: Database.Database): void {
  const found = String(db.prepare('SELECT sqlite_version()').pluck().get());
  const parts = found.split('.').map(Number);
  for (const [i, least] of OLDEST_SAFE_SQLITE.entries()) {
    const have = parts[i] ?? 0;
    if (have > least) return;
    if (have < least) throw new Error(`SQLite ${found} is older than ${OLDEST_SAFE_SQLITE.join('.')}`);
  }
}

function guard<T>(path: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw asAppError(error, path);
  }
}

/** SQLite's own failures as ours, naming `path`; anything else comes back as it was. */
export function asAppError(error: unknown, path: string): unknown {
  return error instanceof Database.SqliteError ? sqliteFailure(error, path) : error;
}

function sqliteFailure(error: Error & { code: string }, path: string): AppError {
  if (error.code === 'SQLITE_NOTADB' || error.code.startsWith('SQLITE_CORRUPT')) {
    return new AppError(
      'damaged',
      `${path} is damaged and was left as it is. Move the folder away and sync again, or put a backup back.`,
      { cause: error },
    );
  }
  if (error.code === 'SQLITE_FULL') {
    return new AppError('disk-full', `The disk is full: free some space, then sync again.`, { cause: error });
  }
  if (error.code.startsWith('SQLITE_BUSY')) {
    return new AppError('conflict', `Another program is writing to ${path}; try again in a moment.`, { cause: error });
  }
  if (
    error.code.startsWith('SQLITE_CANTOPEN') ||
    error.code.startsWith('SQLITE_READONLY') ||
    error.code.startsWith('SQLITE_IOERR')
  ) {
    return new AppError('invalid-input', `${path} cannot be opened (${error.code}); check the folder's permissions.`, {
      cause: error,
    });
  }
  return new AppError('internal', `The database failed (${error.code}).`, { cause: error });
}
