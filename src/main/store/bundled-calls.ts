import type { Generation } from '#shared/model/connection.ts';
import type { ParsedCall } from '../voicy/types.ts';
import { saveDetail, saveListed } from './calls.ts';
import { inTransaction, type ReadDb, sql, type WriteDb } from './db.ts';
import { isErased } from './erased.ts';
import { noteRecording } from './recordings.ts';

/** A call as a bundle carries it: its raw JSON, and what the vendor's decoder made of it. */
export interface BundledCall {
  call: ParsedCall;
  rawJson: string;
  generation: Generation;
  /** When the vendor answered with it, by the sender's clock. */
  fetchedMs: number;
}

/** `known` = the vendor's own answer, or as new a one from a bundle, is here already and stays. */
export type BundledOutcome = 'added' | 'updated' | 'known' | 'erased';

/**
 * Stores a call that a colleague sent. What the vendor itself answered here is never replaced, and the vendor's next answer
 * replaces this; of two bundles the one that asked the vendor later counts.
 */
export function saveBundledCall(
  db: WriteDb,
  { call, rawJson, generation, fetchedMs }: BundledCall,
  sender: string | null,
  nowMs: number,
): BundledOutcome {
  return inTransaction(db, () => {
    const outcome = outcomeOf(db, call.id, fetchedMs);
    if (outcome === 'known' || outcome === 'erased') return outcome;
    const listed = saveListed(db, call, rawJson, nowMs);
    saveDetail(db, call, rawJson, generation, nowMs);
    // The vendor named it here: it is asked for its own words at the next sync.
    if (listed !== 'new' && outcome === 'added') {
      sql(db, 'UPDATE calls SET detail_digest = NULL WHERE id = ?').run(call.id);
    }
    sql(
      db,
      `INSERT INTO bundled_calls (call_id, fetched_ms, stored_ms, sender) VALUES (?, ?, ?, ?)
       ON CONFLICT (call_id) DO UPDATE SET fetched_ms = excluded.fetched_ms, stored_ms = excluded.stored_ms, sender = excluded.sender`,
    ).run(call.id, fetchedMs, nowMs, sender);
    if (listed === 'new') {
      const message = 'The bundle that brought this call had no recording of it.';
      noteRecording(db, call.id, { state: 'pending', code: 'bundle', message }, nowMs);
    }
    return outcome;
  });
}

/** What storing a bundle's call would do. */
export function outcomeOf(db: ReadDb, callId: string, fetchedMs: number): BundledOutcome {
  if (isErased(db, callId)) return 'erased';
  const row = sql<{ state: string; askedMs: number | null; bundledMs: number | null; storedMs: number | null }>(
    db,
    `SELECT c.detail_state AS state, c.detail_fetched_ms AS askedMs, b.fetched_ms AS bundledMs, b.stored_ms AS storedMs
     FROM calls c LEFT JOIN bundled_calls b ON b.call_id = c.id WHERE c.id = ?`,
  ).get(callId);
  if (!row) return 'added';
  if (row.state !== 'ready') return 'added';
  const isStillBundled = row.storedMs !== null && row.storedMs === row.askedMs;
  return isStillBundled && row.bundledMs !== null && row.bundledMs < fetchedMs ? 'updated' : 'known';
}
