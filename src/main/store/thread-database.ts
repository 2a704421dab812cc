import { workerData } from 'piscina';
import { passAddonGate } from '../workers/addon-gate.ts';
import type { ThreadData } from '../workers/reading-thread.ts';
import type { ReadDb } from './db.ts';
import { openForReading } from './open.ts';

/** In a reading thread: a connection to its workspace's database. Throws as `openForReading` does. */
export function openInThread(): ReadDb {
  const { dir, gate } = workerData as ThreadData;
  // The first one loads better-sqlite3.
  return passAddonGate(gate, () => openForReading(dir));
}

/**
 * In a reading thread: its one connection, opened by the first question, so that a database that cannot be opened is an answer to it and
 * not a dead thread.
 */
export function threadDatabase(): () => ReadDb {
  let db: ReadDb | undefined;
  return () => {
    db ??= openInThread();
    return db;
  };
}
