import { type ReadDb, sql } from './db.ts';

export interface StoreCounts {
  calls: number;
  details: number;
  recordings: number;
  recordingBytes: number;
  unreadable: number;
}

/** Totals for the status line. */
export function countAll(db: ReadDb): StoreCounts {
  const calls = sql<{ n: number; details: number }>(
    db,
    `SELECT count(*) AS n, coalesce(sum(detail_state = 'ready'), 0) AS details FROM calls`,
  ).get();
  const recordings = sql<{ n: number; bytes: number }>(
    db,
    `SELECT count(*) AS n, coalesce(sum(bytes), 0) AS bytes FROM recordings WHERE state = 'ready'`,
  ).get();
  const unreadable = sql<{ n: number }>(db, 'SELECT count(*) AS n FROM unreadable').get();
  return {
    calls: calls?.n ?? 0,
    details: calls?.details ?? 0,
    recordings: recordings?.n ?? 0,
    recordingBytes: recordings?.bytes ?? 0,
    unreadable: unreadable?.n ?? 0,
  };
}
