import type Database from 'better-sqlite3';
import { isBusy } from './sqlite-errors.ts';

declare const writable: unique symbol;

/** A handle that reads. Functions that only read ask for this, so they cannot be given more by accident. */
export type ReadDb = Database.Database;
/** The one handle that may write. */
export type WriteDb = Database.Database & { readonly [writable]: true };

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** A prepared statement of this handle, prepared once per text. `text` must be constant: never built from data. */
export function sql<Result = unknown>(db: ReadDb, text: string): Database.Statement<unknown[], Result> {
  let known = statements.get(db);
  if (!known) {
    known = new Map();
    statements.set(db, known);
  }
  let statement = known.get(text);
  if (!statement) {
    statement = db.prepare(text);
    known.set(text, statement);
  }
  return statement as Database.Statement<unknown[], Result>;
}

/**
 * Runs `work` in one IMMEDIATE transaction: all or nothing. `work` must be synchronous. Within another transaction it is a
 * part of that one, so whoever catches what it throws there must not go on and commit.
 */
export function inTransaction<T>(db: WriteDb, work: () => T): T {
  return db.inTransaction ? work() : db.transaction(work).immediate();
}

const MOST_TRIES = 3;

/**
 * A transaction that is tried up to three times while another connection writes; each try waits for SQLite's busy timeout.
 * `work` may therefore run more than once and must touch nothing but the database. Throws `SQLITE_BUSY` in the end.
 */
export function withBusyRetry<T>(db: WriteDb, work: () => T): T {
  for (let tries = 1; ; tries += 1) {
    try {
      return inTransaction(db, work);
    } catch (error) {
      // Inside an outer transaction a retry would keep the very snapshot that is in the way.
      if (tries === MOST_TRIES || db.inTransaction || !isBusy(error)) throw error;
    }
  }
}

/** A number as an INTEGER column takes it; null for anything that is not a finite number. */
export function integerOrNull(value: number | null | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null;
}

/** JSON for a column, or null. */
export function jsonOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}
