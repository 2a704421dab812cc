import { inTransaction, type ReadDb, sql, type WriteDb } from './db.ts';
import { setCallRecordingState } from './recordings.ts';

/** The code of a recording that was removed to make room; a sync does not fetch those by itself. */
export const EVICTED = 'evicted';
const EVICTED_MESSAGE = 'Removed to stay within the cache limit; it is fetched again when the call is opened.';

/** Keeps a recording whatever the cache limit says, or no longer. */
export function setPinned(db: WriteDb, callId: string, pinned: boolean): void {
  sql(
    db,
    `INSERT INTO recording_use (call_id, pinned) VALUES (?, ?)
     ON CONFLICT (call_id) DO UPDATE SET pinned = excluded.pinned WHERE pinned <> excluded.pinned`,
  ).run(callId, pinned ? 1 : 0);
}

/** Notes that a recording was played just now, Unix ms. */
export function noteUsed(db: WriteDb, callId: string, nowMs: number): void {
  sql(
    db,
    `INSERT INTO recording_use (call_id, used_ms) VALUES (?, ?)
     ON CONFLICT (call_id) DO UPDATE SET used_ms = excluded.used_ms`,
  ).run(callId, nowMs);
}

/** Whether the reader wants a recording kept. */
export function isPinned(db: ReadDb, callId: string): boolean {
  return sql(db, 'SELECT 1 FROM recording_use WHERE call_id = ? AND pinned = 1').get(callId) !== undefined;
}

interface UseRow {
  callId: string;
  bytes: number;
  usedMs: number | null;
  addedMs: number | null;
  pinned: 0 | 1;
  reviewed: 0 | 1;
}

/** Review work that wants the recording at hand; that somebody is to review a call does not yet. */
const aboutTheSound = ['annotation', 'correction', 'review', 'score', 'dispute'].map((kind) => `'${kind}'`).join(', ');

/** Every recording on this disk with what decides whether it may go (see recordings/cache-plan.ts). */
export function findEvictionRows(db: ReadDb) {
  const found = sql<UseRow>(
    db,
    `SELECT r.call_id AS callId, coalesce(r.bytes, 0) AS bytes, u.used_ms AS usedMs, r.updated_ms AS addedMs,
       coalesce(u.pinned, 0) AS pinned,
       EXISTS (SELECT 1 FROM review_items i WHERE i.call_id = r.call_id AND i.kind IN (${aboutTheSound}) AND i.deleted = 0)
         AS reviewed
     FROM recordings r LEFT JOIN recording_use u ON u.call_id = r.call_id WHERE r.state = 'ready'`,
  ).all();
  return found.map((row) => ({ ...row, pinned: row.pinned === 1, reviewed: row.reviewed === 1 }));
}

/** What the recordings on this disk are in sum. */
export function sumRecordings(db: ReadDb): { recordings: number; bytes: number; pinned: number } {
  const row = sql<{ recordings: number; bytes: number; pinned: number }>(
    db,
    `SELECT count(*) AS recordings, coalesce(sum(r.bytes), 0) AS bytes, count(u.call_id) AS pinned
     FROM recordings r LEFT JOIN recording_use u ON u.call_id = r.call_id AND u.pinned = 1 WHERE r.state = 'ready'`,
  ).get();
  return row ?? { recordings: 0, bytes: 0, pinned: 0 };
}

/** Bytes and duration of the recordings here, per agent: what the size of missing ones is estimated from. */
export function findKnownSizes(db: ReadDb): Map<string, { bytes: number; durationMs: number }> {
  const found = sql<{ agentKey: string; bytes: number; durationMs: number }>(
    db,
    `SELECT coalesce(c.agent_key, '') AS agentKey, sum(r.bytes) AS bytes, sum(c.duration_ms) AS durationMs
     FROM recordings r JOIN calls c ON c.id = r.call_id
     WHERE r.state = 'ready' AND r.bytes > 0 AND c.duration_ms > 0 GROUP BY 1`,
  ).all();
  return new Map(found.map(({ agentKey, bytes, durationMs }) => [agentKey, { bytes, durationMs }]));
}

/**
 * Says that a recording is not here any more because of the cache limit. False when it was pinned meanwhile, or is not
 * here: then its files must stay. Call before removing them; what a crash leaves in between is swept at the next start.
 */
export function markEvicted(db: WriteDb, callId: string, nowMs: number): boolean {
  return inTransaction(db, () => {
    const { changes } = sql(
      db,
      `UPDATE recordings SET state = 'pending', code = ?, message = ?, file = NULL, bytes = NULL, sha256 = NULL, updated_ms = ?
       WHERE call_id = ? AND state = 'ready'
         AND NOT EXISTS (SELECT 1 FROM recording_use u WHERE u.call_id = recordings.call_id AND u.pinned = 1)`,
    ).run(EVICTED, EVICTED_MESSAGE, nowMs, callId);
    if (changes === 0) return false;
    sql(db, 'DELETE FROM audio_facts WHERE call_id = ?').run(callId);
    setCallRecordingState(db, callId, 'pending');
    return true;
  });
}
