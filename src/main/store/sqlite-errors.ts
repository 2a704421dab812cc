import { rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';
import { isDiskFull } from '../disk-full.ts';

/** SQLite's own code of a failure (`SQLITE_BUSY_SNAPSHOT`, say); undefined when the failure is not SQLite's. */
export function sqliteCodeOf(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}

/** Whether SQLite says that the file's content is broken or is no database at all. */
export function isCorruption(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return code === 'SQLITE_NOTADB' || (code?.startsWith('SQLITE_CORRUPT') ?? false);
}

/** Whether another connection holds what was asked for. */
export function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error)?.startsWith('SQLITE_BUSY') ?? false;
}

/**
 * What `work` gives on the database at `path`; SQLite's failures come out as ours. Runs it once more when SQLite could not
 * make one of its files although the folder takes files by now: a disk is full, or a scanner in the way, for a moment only.
 */
export function withDatabase<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isRefusedFile(error) || refusalBeside(path) !== null) throw asAppError(error, path);
  }
  try {
    return work();
  } catch (error) {
    throw asAppError(error, path);
  }
}

function isRefusedFile(error: unknown): boolean {
  return sqliteCodeOf(error)?.startsWith('SQLITE_CANTOPEN') ?? false;
}

/** What the system answers to a file made beside `path`, null when it takes one. SQLite keeps the system's answers to itself. */
function refusalBeside(path: string): unknown {
  const probe = `${path}.${process.pid}.probe`;
  try {
    writeFileSync(probe, Buffer.alloc(4096), { flag: 'wx', mode: 0o600 });
    return null;
  } catch (error) {
    return error;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** SQLite's own failures, and a full disk's answer to a file beside the database, as ours; anything else comes back as it was. */
export function asAppError(error: unknown, path: string): unknown {
  if (error instanceof Database.SqliteError) return sqliteFailure(error, path);
  return isDiskFull(error) ? diskFull(error) : error;
}

function diskFull(cause: unknown): AppError {
  return new AppError('disk-full', 'The disk is full: free some space, then sync again.', { cause });
}

function sqliteFailure(error: Error & { code: string }, path: string): AppError {
  if (isCorruption(error)) {
    return new AppError(
      'damaged',
      `${path} is damaged and was left as it is. Start Earmark or run "earmark sync": the file is then set aside and what cannot be fetched again is restored.`,
      { cause: error },
    );
  }
  if (isBusy(error)) {
    return new AppError('conflict', `Another program is writing to ${path}; try again in a moment.`, { cause: error });
  }
  const isRefused = isRefusedFile(error) || error.code.startsWith('SQLITE_IOERR');
  if (isDiskFull(error) || (isRefused && isDiskFull(refusalBeside(path)))) {
    return diskFull(error);
  }
  if (isRefused || error.code.startsWith('SQLITE_READONLY')) {
    return new AppError('invalid-input', `${path} cannot be opened (${error.code}); check the folder's permissions.`, {
      cause: error,
    });
  }
  return new AppError('internal', `The database failed (${error.code}).`, { cause: error });
}
