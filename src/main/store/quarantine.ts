import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import type { Logger } from '../ports.ts';
import { dayOf, listBackups } from './backup-files.ts';
import type { WriteDb } from './db.ts';
import { noteNamelessFiles } from './known-files.ts';
import { createDatabase, databaseFileName, isForeignDatabase, openForWriting } from './open.ts';
import { openSalvage, restoreUserData } from './restore.ts';
import { sqliteCodeOf } from './sqlite-errors.ts';
import { userTables } from './table-classes.ts';
import { takeIn } from './user-data-intake.ts';
import { readMarker, writeMarker } from './workspace-marker.ts';

/** What was done about a damaged database. */
export interface Recovered {
  /** Where the damaged files are now; null when there was none to set aside (it had been moved away or deleted). */
  quarantineDir: string | null;
  /** The backup that was used; null when there was no sound one, or nothing was missing from what could be read. */
  restoredFrom: string | null;
  /** For the reader: what happened and what to do. */
  message: string;
}

export interface RecoverOptions {
  nowMs: number;
  logger: Logger;
}

/**
 * Opens a workspace's database for writing, and recovers it when it is damaged, emptied, gone or swapped. Throws what
 * `openForWriting` throws otherwise, and `damaged` for another program's database in a folder that was never a workspace.
 */
export function openOrRecover(dir: string, options: RecoverOptions): { db: WriteDb; recovered: Recovered | null } {
  try {
    return { db: openForWriting(dir, options.nowMs), recovered: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'damaged') throw error;
    if (readMarker(dir) === null && isAnotherPrograms(join(dir, databaseFileName))) throw error;
    return recoverDamaged(dir, options);
  }
}

/**
 * Sets the database with its log aside, in a folder that is never deleted by itself, and makes a new one with what cannot be
 * fetched again: what can still be read of the damaged file, then the newest sound backup. Recordings that are on this disk
 * are remembered. Every handle on the database must be closed. A crash in the middle is made good by the next opening.
 */
export function recoverDamaged(dir: string, { nowMs, logger }: RecoverOptions): { db: WriteDb; recovered: Recovered } {
  const path = join(dir, databaseFileName);
  const marker = readMarker(dir) ?? { workspaceId: null };
  const workspaceId = marker.workspaceId ?? randomUUID();
  // First of all, so that a crash after the move is not taken for a new workspace.
  if (marker.workspaceId === null) writeMarker(dir, workspaceId);
  const quarantineDir = setAside(dir, nowMs);
  logger.error({ quarantineDir }, 'the database is damaged or gone and was set aside');
  let restored: Restored | undefined;
  createDatabase(path, workspaceId, (db) => {
    restored = restore(db, dir, quarantineDir, marker.workspaceId, logger);
  });
  const recovered = describe(quarantineDir, restored);
  logger.warn({ ...restored, quarantineDir }, 'the database was made anew');
  return { db: openForWriting(dir, nowMs), recovered };
}

function isAnotherPrograms(path: string): boolean {
  if (!existsSync(path)) return false;
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    return isForeignDatabase(db);
  } catch (error) {
    if (sqliteCodeOf(error) === undefined) throw error;
    return false;
  } finally {
    db?.close();
  }
}

/** The database first: what is left after a crash is then seen as a database that is gone, never as one without its log. */
function setAside(dir: string, nowMs: number): string | null {
  const present = ['', '-wal', '-shm']
    .map((end) => `${databaseFileName}${end}`)
    .filter((n) => existsSync(join(dir, n)));
  if (present.length === 0) return null;
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  let folder = join(dir, `corrupt-${stamp}`);
  for (let n = 2; existsSync(folder); n += 1) folder = join(dir, `corrupt-${stamp}-${n}`);
  mkdirSync(folder, { mode: 0o700 });
  for (const name of present) renameSync(join(dir, name), join(folder, name));
  return folder;
}

/** A workspace's quarantines, newest first. */
export function listQuarantines(dir: string): string[] {
  const names = readdirSync(dir).filter((name) => /^corrupt-\d{8}T\d{6}Z(-\d+)?$/.test(name));
  return names.sort((a, b) => b.localeCompare(a, undefined, { numeric: true })).map((name) => join(dir, name));
}

interface Restored {
  /** Rows that were read from the damaged file, and whether that was all there is. */
  salvaged: number;
  whole: boolean;
  restoredFrom: string | null;
  day: string | null;
  recordings: number;
}

function restore(
  db: WriteDb,
  dir: string,
  quarantineDir: string | null,
  workspaceId: string | null,
  logger: Logger,
): Restored {
  const result: Restored = { salvaged: 0, whole: false, restoredFrom: null, day: null, recordings: 0 };
  let missing = new Set(userTables);
  const salvage = (path: string) => {
    const damaged = openSalvage(path);
    if (!damaged) return;
    try {
      // A file that was swapped in holds another workspace's notes.
      const known = damaged.workspaceId;
      if (known !== undefined && workspaceId !== null && known !== workspaceId) return;
      const intake = takeIn(db, dir, damaged.source, missing);
      result.salvaged += intake.rows;
      result.recordings += intake.recordings;
      missing = missing.difference(intake.complete);
    } finally {
      damaged.close();
    }
  };

  const quarantined = findQuarantined(dir, quarantineDir);
  if (quarantined) salvage(quarantined);
  result.whole = missing.size === 0;
  for (const backup of listBackups(dir, 'user')) {
    try {
      const intake = restoreUserData(db, dir, backup.path, missing);
      result.recordings += intake.recordings;
      if (missing.size > 0) Object.assign(result, { restoredFrom: backup.path, day: backup.day });
      missing = new Set();
      break;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      logger.warn({ backup: backup.name, code: error.code }, 'a backup is not sound; trying the one before');
    }
  }
  for (const copy of listBackups(dir, 'upgrade')) {
    if (missing.size === 0) break;
    salvage(copy.path);
    Object.assign(result, { restoredFrom: copy.path, day: copy.day });
  }
  result.recordings += noteNamelessFiles(db, dir);
  return result;
}

/**
 * The damaged database to read from: the one just set aside or, where there was none, one from a recovery that was cut short,
 * which is no older than the newest backup.
 */
function findQuarantined(dir: string, quarantineDir: string | null): string | null {
  const newestBackup = listBackups(dir, 'user')[0]?.day ?? '';
  const folders = listQuarantines(dir).filter(
    (folder) => folder === quarantineDir || dayOfQuarantine(folder) >= newestBackup,
  );
  return folders.map((folder) => join(folder, databaseFileName)).find((path) => existsSync(path)) ?? null;
}

function dayOfQuarantine(folder: string): string {
  const [, y, m, d] = /corrupt-(\d{4})(\d\d)(\d\d)T/.exec(folder) ?? [];
  return y && m && d ? `${y}-${m}-${d}` : dayOf(0);
}

function describe(quarantineDir: string | null, restored: Restored | undefined): Recovered {
  const what = quarantineDir
    ? `The workspace's database was damaged and was set aside in ${quarantineDir}.`
    : "The workspace's database was gone from its folder.";
  const from = restored?.whole
    ? 'Settings and pins were read from it'
    : restored?.day
      ? `Settings and pins were restored from the backup of ${restored.day}`
      : restored && restored.salvaged > 0
        ? 'Some settings and pins could still be read from it'
        : 'There was no backup to restore settings from';
  const kept = restored && restored.recordings > 0 ? '; recordings on this disk are kept' : '';
  return {
    quarantineDir,
    restoredFrom: restored?.restoredFrom ?? null,
    message: `${what} ${from}${kept}. Sync to fetch the calls again.`,
  };
}
