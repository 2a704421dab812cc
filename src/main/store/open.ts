import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { removeDatabaseFile } from './backup-files.ts';
import type { ReadDb, WriteDb } from './db.ts';
import { readValue, writeValue } from './key-values.ts';
import { migrate, newestVersion } from './migrations/index.ts';
import { placeFile } from './place-file.ts';
import { withDatabase } from './sqlite-errors.ts';
import { upgrade } from './upgrade.ts';
import { type Marker, readMarker, writeMarker } from './workspace-marker.ts';

export { asAppError } from './sqlite-errors.ts';

/** `EARM` in ASCII: tells our database from any other SQLite file. */
const APPLICATION_ID = 0x4541524d;
/** Older builds can corrupt a WAL database on a reset race; hardening.md F59. */
const OLDEST_SAFE_SQLITE = [3, 51, 3] as const;

/** Of a new database. A call's JSON is some 6 kB: with SQLite's usual 4 kB a first sync is a twentieth slower, with 16 kB as well. */
const PAGE_BYTES = 8192;
/** How far the write-ahead log grows before it is written back. */
const LOG_BYTES = 16 * 1024 * 1024;

export const databaseFileName = 'earmark.db';

/**
 * Opens (and where needed creates or upgrades) a workspace's database for writing; one that needs nothing is not changed by
 * a byte. Throws `damaged` (also when the file that was here is gone, emptied or another workspace's), `unsupported`, or
 * `disk-full`; never overwrites what it cannot read. `nowMs` dates the copy made before an upgrade.
 */
export function openForWriting(dir: string, nowMs: number = Date.now()): WriteDb {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, databaseFileName);
  const marker = readMarker(dir);
  refuseEmptied(path);
  return withDatabase(path, () => {
    if (!existsSync(path)) {
      refuseVanished(path, marker);
      createDatabase(path, marker?.workspaceId ?? randomUUID());
    }
    const db = new Database(path);
    try {
      checkIdentity(db, path, marker);
      setPragmas(db);
      if (applicationIdOf(db) !== APPLICATION_ID) db.pragma(`application_id = ${APPLICATION_ID}`);
      upgrade(db as WriteDb, dir, nowMs);
      matchMarker(db as WriteDb, dir, marker);
      return db as WriteDb;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens an existing workspace's database read-only. Throws `not-found` when there is none, `damaged` when it is gone or broken. */
export function openForReading(dir: string): ReadDb {
  const path = join(dir, databaseFileName);
  const marker = readMarker(dir);
  if (!existsSync(path)) {
    refuseVanished(path, marker);
    throw new AppError('not-found', `There is no Earmark workspace in ${dir}; run a sync into it first.`);
  }
  refuseEmptied(path);
  return withDatabase(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true });
    try {
      checkIdentity(db, path, marker);
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

/**
 * Makes a new database, with what `fill` puts into it, under another name first: a process that dies here leaves no half
 * database under the real one. There must be none under that name, nor a log of one.
 */
export function createDatabase(path: string, workspaceId: string, fill?: (db: WriteDb) => void): void {
  const partial = `${path}.new`;
  removeDatabaseFile(partial);
  closeSync(openSync(partial, 'wx', 0o600));
  const db = new Database(partial);
  try {
    assertSafeSqlite(db);
    db.pragma(`page_size = ${PAGE_BYTES}`);
    setPragmas(db);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db as WriteDb);
    writeValue(db as WriteDb, 'meta', 'workspace_id', workspaceId);
    fill?.(db as WriteDb);
    // Closing would keep quiet about a full disk and leave the content in a log that does not move along.
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    db.close();
    removeDatabaseFile(partial);
    throw error;
  }
  db.close();
  placeFile(partial, path);
}

/** The id in the database and the marker beside it come to agree; the database first, so that a marker never promises too much. */
function matchMarker(db: WriteDb, dir: string, marker: Marker | null): void {
  let id = readValue(db, 'meta', 'workspace_id');
  if (id === undefined) {
    id = marker?.workspaceId ?? randomUUID();
    writeValue(db, 'meta', 'workspace_id', id);
  }
  if (marker?.workspaceId !== id) writeMarker(dir, id);
}

function versionOf(db: Database.Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function applicationIdOf(db: Database.Database): number {
  return Number(db.pragma('application_id', { simple: true }));
}

/** Whether this is a sound SQLite file that some other program made. Throws what SQLite throws. */
export function isForeignDatabase(db: ReadDb): boolean {
  const tables = Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  return tables > 0 && applicationIdOf(db) !== APPLICATION_ID;
}

function checkIdentity(db: Database.Database, path: string, marker: Marker | null): void {
  assertSafeSqlite(db);
  const version = versionOf(db);
  if (version > newestVersion) {
    throw new AppError(
      'unsupported',
      `${path} was made by a newer Earmark (format ${version}, this one knows ${newestVersion}). Update Earmark; nothing was changed.`,
    );
  }
  if (isForeignDatabase(db)) {
    throw new AppError(
      'damaged',
      `${path} is not an Earmark database. Choose another data folder; nothing was changed.`,
    );
  }
  if (!marker) return;
  if (version === 0) {
    throw new AppError('damaged', `${path} holds nothing any more although this workspace had data. ${whatToDo}`);
  }
  const id = readValue(db, 'meta', 'workspace_id');
  if (id !== undefined && marker.workspaceId !== null && id !== marker.workspaceId) {
    throw new AppError(
      'damaged',
      `${path} belongs to another workspace: something replaced it. Put the right file back, or delete workspace.json beside it to keep this one.`,
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
  // Now SQLite writes the log back, each page once for many commits, and begins it anew: commits then overwrite a file that is long enough
  // already, which takes a disk less than letting it grow. `checkpoints.ts` cuts it off when there is nothing to do.
  db.pragma(`wal_autocheckpoint = ${Math.round(LOG_BYTES / Number(db.pragma('page_size', { simple: true })))}`);
  // Ids are random: there is room for the upper pages of each index. Four times as much made no sync faster, of 20,000 calls nor 60,000,
  // and is memory that each thread that writes keeps.
  db.pragma('cache_size = -8192');
  if (process.platform === 'darwin') db.pragma('checkpoint_fullfsync = ON');
}

const whatToDo =
  'Put a copy back, or start Earmark (or run "earmark sync"), which restores what cannot be fetched again.';

/** A database that existed and is now 0 bytes opens as an empty one: it must not pass for "no calls". */
function refuseEmptied(path: string): void {
  if (existsSync(path) && statSync(path).size === 0) {
    throw new AppError('damaged', `${path} is empty (0 bytes): something truncated it. ${whatToDo}`);
  }
}

/** A leftover WAL counts as a trace too: SQLite would replay it into a new database of the same name. */
function refuseVanished(path: string, marker: Marker | null): void {
  if (marker || existsSync(`${path}-wal`)) {
    throw new AppError('damaged', `${path} is gone although this workspace had data. ${whatToDo}`);
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
