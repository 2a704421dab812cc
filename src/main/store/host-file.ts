import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { removeDatabaseFile } from './backup-files.ts';
import { isCorruption, sqliteCodeOf, withDatabase } from './sqlite-errors.ts';

export const hostFileName = 'host.db';
const BUSY_MS = 5_000;

/**
 * What belongs to this machine rather than to the workspace's data: who writes, and how the last sync went. A file of its
 * own, so that a heartbeat changes no page of the data. Damaged or deleted, it is made anew: it holds nothing of value.
 */
export interface HostFile {
  readonly path: string;
  /** Runs `work` on the file as it is on the disk now. */
  use<T>(work: (db: Database.Database) => T): T;
  close(): void;
}

/** Opens (or makes, readable by its owner only) a workspace folder's `host.db`. Throws what a full or read-only disk throws. */
export function openHostFile(dir: string): HostFile {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, hostFileName);
  let { db, inode } = openOrMake(path);

  const reopen = () => {
    db.close();
    ({ db, inode } = openOrMake(path));
  };
  return {
    path,
    use: (work) => {
      // Another process may have found it damaged and put a new one in its place; ours would be a file without a name.
      if (inodeOf(path) !== inode) reopen();
      return withDatabase(path, () => {
        try {
          return work(db);
        } catch (error) {
          if (!isCorruption(error)) throw error;
          db.close();
          removeDatabaseFile(path);
          ({ db, inode } = openOrMake(path));
          return work(db);
        }
      });
    },
    close: () => db.close(),
  };
}

function inodeOf(path: string): bigint | null {
  return statSync(path, { bigint: true, throwIfNoEntry: false })?.ino ?? null;
}

function openOrMake(path: string): { db: Database.Database; inode: bigint | null } {
  return withDatabase(path, () => {
    try {
      return { db: open(path), inode: inodeOf(path) };
    } catch (error) {
      if (!isCorruption(error)) throw error;
      removeDatabaseFile(path);
      return { db: open(path), inode: inodeOf(path) };
    }
  });
}

function open(path: string): Database.Database {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const db = new Database(path);
  try {
    db.pragma(`busy_timeout = ${BUSY_MS}`);
    db.pragma('journal_mode = WAL');
    // A lost last note costs nothing, a wait for the disk at every heartbeat does.
    db.pragma('synchronous = NORMAL');
    db.pragma('wal_autocheckpoint = 32');
    db.pragma('secure_delete = ON');
    db.pragma('trusted_schema = OFF');
    db.exec(`
      CREATE TABLE IF NOT EXISTS lease (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        token TEXT NOT NULL,
        kind TEXT NOT NULL,
        pid INTEGER NOT NULL,
        host TEXT NOT NULL,
        place TEXT NOT NULL, -- machine, boot and process namespace: where the pid means something
        started TEXT NOT NULL, -- when that process began, '' where the system does not tell
        since_ms INTEGER NOT NULL,
        renewed_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT;
    `);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A note by its key; undefined when there is none. */
export function readNote(file: HostFile, key: string): string | undefined {
  return file.use(
    (db) =>
      db.prepare<[string], string>('SELECT value FROM notes WHERE key = ?').pluck().get(key) as string | undefined,
  );
}

/** A note of a folder that may be read-only, or have no `host.db`; undefined then too. Creates nothing. */
export function findNote(dir: string, key: string): string | undefined {
  const path = join(dir, hostFileName);
  if (!existsSync(path)) return undefined;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
    return db.prepare('SELECT value FROM notes WHERE key = ?').pluck().get(key) as string | undefined;
  } catch (error) {
    // Whatever keeps us from a note, it is not worth more than saying that there is none.
    if (sqliteCodeOf(error) === undefined) throw error;
    return undefined;
  } finally {
    db?.close();
  }
}

/** Writes, or with null removes, a note. */
export function writeNote(file: HostFile, key: string, value: string | null): void {
  file.use((db) => {
    if (value === null) db.prepare('DELETE FROM notes WHERE key = ?').run(key);
    else
      db.prepare(
        `INSERT INTO notes (key, value) VALUES (?, ?)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
      ).run(key, value);
  });
}

/** Removes every note that mentions `text`, and the log in which it would still stand. */
export function forgetNotesAbout(file: HostFile, text: string): void {
  file.use((db) => {
    db.prepare('DELETE FROM notes WHERE instr(value, ?) > 0').run(text);
    db.pragma('wal_checkpoint(TRUNCATE)');
  });
}
