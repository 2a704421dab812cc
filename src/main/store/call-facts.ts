import type { CallRow, DetailState } from '#shared/model/call.ts';
import { type ReadDb, sql } from './db.ts';

/** What decides whether something about a call is to be fetched. */
export interface CallFacts {
  id: string;
  /** The agent's id, or its name where there is no id. */
  agentKey: string | null;
  startMs: number | null;
  durationMs: number | null;
  statusGroup: CallRow['statusGroup'];
  detailState: DetailState;
  /** Whether a field that arrives late is still missing. */
  lateMissing: boolean;
  /** Whether the list has said something new since the details were read. */
  listChanged: boolean;
  /** When the details were last read, Unix ms. */
  fetchedMs: number | null;
  recordingState: CallRow['recordingState'];
  recordingCode: string | null;
  /** Whether the recording that is here has been decoded. */
  analyzed: boolean;
}

const FACTS = `c.id, c.agent_key AS agentKey, c.start_ms AS startMs, c.duration_ms AS durationMs,
  c.status_group AS statusGroup, c.detail_state AS detailState, c.late_missing <> '[]' AS lateMissing,
  c.detail_digest IS NOT c.list_digest AS listChanged, c.detail_fetched_ms AS fetchedMs,
  c.recording_state AS recordingState, r.code AS recordingCode, a.call_id IS NOT NULL AS analyzed`;
const SOURCE = `calls c LEFT JOIN recordings r ON r.call_id = c.id
  LEFT JOIN audio_facts a ON a.call_id = c.id AND a.analyzer >= :analyzer`;

type FactsRow = { [K in keyof CallFacts]: CallFacts[K] extends boolean ? number : CallFacts[K] };

const toFacts = (row: FactsRow): CallFacts => ({
  ...row,
  lateMissing: row.lateMissing === 1,
  listChanged: row.listChanged === 1,
  analyzed: row.analyzed === 1,
});

/** One call's facts; undefined when it is not here. `analyzer` = the version of the analysis that counts as done. */
export function findCallFacts(db: ReadDb, id: string, analyzer: number): CallFacts | undefined {
  const row = sql<FactsRow>(db, `SELECT ${FACTS} FROM ${SOURCE} WHERE c.id = :id`).get({ id, analyzer });
  return row && toFacts(row);
}

/**
 * Calls about which there may be something to do, newest first; `sync/plan.ts` decides. `lateSinceMs`: how far back a late
 * field is still expected. Walks the whole library: not for the main thread.
 */
export function findUnfinishedCalls(db: ReadDb, lateSinceMs: number, analyzer: number): CallFacts[] {
  return sql<FactsRow>(
    db,
    `SELECT ${FACTS} FROM ${SOURCE}
     WHERE c.detail_state IN ('listed', 'failed', 'unreadable') OR c.detail_digest IS NOT c.list_digest
        OR c.status_group IN ('in-progress', 'unknown') OR (c.late_missing <> '[]' AND c.start_ms >= :since)
        OR (c.detail_state = 'ready' AND c.recording_state IN ('unknown', 'pending', 'queued', 'downloading', 'failed'))
        OR (c.recording_state = 'ready' AND a.call_id IS NULL)
     ORDER BY c.start_ms DESC, c.id`,
  )
    .all({ since: lateSinceMs, analyzer })
    .map(toFacts);
}

/** Calls since `sinceMs` that run or lack something late. Asked every few seconds, so it reads that stretch of the index only. */
export function findPollCandidates(db: ReadDb, sinceMs: number): CallFacts[] {
  return sql<FactsRow>(
    db,
    `SELECT ${FACTS} FROM ${SOURCE}
     WHERE c.start_ms >= :since AND (c.status_group IN ('in-progress', 'unknown') OR c.late_missing <> '[]')
     ORDER BY c.start_ms DESC`,
  )
    .all({ since: sinceMs, analyzer: 0 })
    .map(toFacts);
}

/** How many details and recordings have come in since `sinceMs` (Unix ms). Walks the library. */
export function countArrivals(db: ReadDb, sinceMs: number): { details: number; recordings: number } {
  const count = (text: string) => Number(sql(db, text).pluck().get(sinceMs) ?? 0);
  return {
    details: count(`SELECT count(*) FROM calls WHERE detail_state = 'ready' AND detail_fetched_ms >= ?`),
    recordings: count(`SELECT count(*) FROM recordings WHERE state = 'ready' AND updated_ms >= ?`),
  };
}

/**
 * Calls whose details are here, but that are not in `listed`: the vendor may have deleted them. Those that a colleague sent are
 * not among them: the vendor never listed them here. Walks the library.
 */
export function findMissingFrom(db: ReadDb, listed: ReadonlySet<string>): string[] {
  const ids = sql(
    db,
    `SELECT id FROM calls c LEFT JOIN bundled_calls b ON b.call_id = c.id
     WHERE detail_state = 'ready' AND (b.call_id IS NULL OR b.stored_ms IS NOT c.detail_fetched_ms)`,
  )
    .pluck()
    .all() as string[];
  return ids.filter((id) => !listed.has(id));
}

/** The agents of these calls, as `agent_key`; '' stands for none, as in the index of turns. */
export function findAgents(db: ReadDb, callIds: ReadonlySet<string>): Set<string> {
  const agentOf = sql<string | null>(db, 'SELECT agent_key FROM calls WHERE id = ?').pluck();
  return new Set(
    [...callIds].flatMap((id) => {
      const agent = agentOf.get(id);
      return agent === undefined ? [] : [(agent as string | null) ?? ''];
    }),
  );
}
