import { type ReadDb, sql } from './db.ts';

/** A call's raw JSON as the vendor's Get answered it. */
export interface RawDetail {
  json: string;
  generation: string | null;
  fetchedMs: number;
}

/** Undefined where only the list has named the call, or it is not here. */
export function findRawDetail(db: ReadDb, callId: string): RawDetail | undefined {
  return sql<RawDetail>(
    db,
    `SELECT r.json, c.generation, coalesce(b.fetched_ms, r.fetched_ms) AS fetchedMs
     FROM raw_calls r JOIN calls c ON c.id = r.call_id LEFT JOIN bundled_calls b ON b.call_id = c.id
     WHERE r.call_id = ? AND r.source = 'detail' AND c.detail_state = 'ready'`,
  ).get(callId);
}

/** Whether a call is in this workspace. */
export function isCallHere(db: ReadDb, callId: string): boolean {
  return sql(db, 'SELECT 1 FROM calls WHERE id = ?').get(callId) !== undefined;
}

/** Whether an event is in this workspace's log. */
export function isEventHere(db: ReadDb, eventId: string): boolean {
  return sql(db, 'SELECT 1 FROM review_events WHERE id = ?').get(eventId) !== undefined;
}

/** How many items their authors disagree on. */
export function countContested(db: ReadDb): number {
  return Number(sql(db, 'SELECT count(*) FROM review_items WHERE contested = 1').pluck().get());
}

/** Calls that there is review work about, here or not. */
export function findReviewedCalls(db: ReadDb): string[] {
  return sql<string>(db, 'SELECT DISTINCT call_id FROM review_items WHERE call_id IS NOT NULL ORDER BY call_id')
    .pluck()
    .all() as string[];
}
