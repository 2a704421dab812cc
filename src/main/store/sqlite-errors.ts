import Database from 'better-sqlite3';
import { AppError } from '#shared/model/errors.ts';

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

/** SQLite's own failures as ours, naming `path`; anything else comes back as it was. */
export function asAppError(error: unknown, path: string): unknown {
  return error instanceof Database.SqliteError ? sqliteFailure(error, path) : error;
}

function sqliteFailure(error: Error & { code: string }, path: string): AppError {
  if (isCorruption(error)) {
    return new AppError(
      'damaged',
      `${path} is damaged and was left as it is. Start Earmark or run "earmark sync": the file is then set aside and what cannot be fetched again is restored.`,
      { cause: error },
    );
  }
  if (error.code === 'SQLITE_FULL' || error.code === 'SQLITE_IOERR_SHMSIZE') {
    return new AppError('disk-full', `The disk is full: free some space, then sync again.`, { cause: error });
  }
  if (isBusy(error)) {
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
