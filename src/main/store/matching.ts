import type { CallFilter } from '#shared/model/list.ts';
import { whereClause } from './call-list.ts';
import type { ReadDb } from './db.ts';

/** A call whose recording may still be had, with what its size is estimated from. */
export interface MissingRecording {
  id: string;
  agentKey: string | null;
  durationMs: number | null;
}

/** What "download all matching" is about. */
export interface Matching {
  calls: number;
  /** Recordings that are on this disk. */
  here: number;
  missing: MissingRecording[];
}

/** The calls of a filter by whether their recording is here; walks the library, so it belongs on the reading thread. */
export function findMatching(db: ReadDb, filter: CallFilter): Matching {
  const { where, values } = whereClause(filter);
  const counts = db
    .prepare<unknown[], { calls: number; here: number }>(
      `SELECT count(*) AS calls, coalesce(sum(recording_state = 'ready'), 0) AS here FROM calls ${where}`,
    )
    .get(...values);
  const lacking = `status_group <> 'in-progress' AND recording_state IN ('unknown', 'pending', 'queued', 'downloading', 'failed')
    AND coalesce(duration_ms, 0) > 0`;
  const missing = db
    .prepare<unknown[], MissingRecording>(
      `SELECT id, agent_key AS agentKey, duration_ms AS durationMs FROM calls
       ${where === '' ? 'WHERE' : `${where} AND`} ${lacking} ORDER BY start_ms DESC, id`,
    )
    .all(...values);
  return { calls: counts?.calls ?? 0, here: counts?.here ?? 0, missing };
}
