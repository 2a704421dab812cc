import { type ReadDb, sql } from './db.ts';

/** Whether the reader wants this recording kept whatever the cache limit says. */
export function isPinned(db: ReadDb, callId: string): boolean {
  return sql(db, 'SELECT 1 FROM recording_use WHERE call_id = ? AND pinned = 1').get(callId) !== undefined;
}
