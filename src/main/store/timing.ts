import { AppError } from '#shared/model/errors.ts';
import type { LaneRole, Speech } from '#shared/model/timing.ts';
import { inTransaction, type ReadDb, sql, type WriteDb } from './db.ts';

/** Stores what was found in the recording whose SHA-256 is `sha256`; a recording that is another one meanwhile keeps its own. */
export function saveSpeech(db: WriteDb, callId: string, speech: Speech, sha256: string, detector: number): void {
  sql(
    db,
    `INSERT OR REPLACE INTO speech (call_id, detector, sha256, json)
     SELECT call_id, ?, sha256, ? FROM recordings WHERE call_id = ? AND sha256 = ?`,
  ).run(detector, JSON.stringify(speech), callId, sha256);
}

/**
 * Speech of a call's recording, whichever detection found it; undefined when it was not looked for yet. It outlasts the
 * recording's removal (to make room, say) until another recording is here.
 */
export function findSpeech(db: ReadDb, callId: string): Speech | undefined {
  const json = sql<string>(
    db,
    `SELECT s.json FROM speech s JOIN recordings r ON r.call_id = s.call_id AND (r.sha256 IS NULL OR r.sha256 = s.sha256)
     WHERE s.call_id = ?`,
  )
    .pluck()
    .get(callId) as string | undefined;
  return json === undefined ? undefined : (JSON.parse(json) as Speech);
}

/** Whether speech was looked for in the recording that is here now, by this detection. */
export function hasSpeech(db: ReadDb, callId: string, detector: number): boolean {
  return (
    sql(
      db,
      `SELECT 1 FROM speech s JOIN recordings r ON r.call_id = s.call_id AND (r.sha256 IS NULL OR r.sha256 = s.sha256)
       WHERE s.call_id = ? AND s.detector = ?`,
    ).get(callId, detector) !== undefined
  );
}

/** Calls whose peaks are here and whose speech was not looked for yet, newest first. */
export function findSpeechToDetect(db: ReadDb, detector: number): string[] {
  return sql<string>(
    db,
    `SELECT r.call_id FROM recordings r JOIN audio_facts a ON a.call_id = r.call_id AND a.peaks_state = 'ready'
       JOIN calls c ON c.id = r.call_id
       LEFT JOIN speech s ON s.call_id = r.call_id AND s.sha256 = r.sha256 AND s.detector = ?
     WHERE r.state = 'ready' AND s.call_id IS NULL ORDER BY c.start_ms DESC, r.call_id`,
  )
    .pluck()
    .all(detector) as string[];
}

/** What the reader said about this call's channels and clock, and about the channels of its agent's calls. */
export interface Adjustments {
  lanes: { roles: [LaneRole, LaneRole]; source: 'agent' | 'hand' } | null;
  nudgeMs: number;
}

const rolesOf = (agentChannel: number): [LaneRole, LaneRole] =>
  agentChannel === 0 ? ['agent', 'caller'] : ['caller', 'agent'];

/** What was said about a call and its agent, as stored. */
export interface AdjustmentColumns {
  hand: number | null;
  agent: number | null;
  nudgeMs: number | null;
}

/** The call's own setting wins over the agent's. */
export function toAdjustments({ hand, agent, nudgeMs }: AdjustmentColumns): Adjustments {
  const lanes =
    hand !== null
      ? { roles: rolesOf(hand), source: 'hand' as const }
      : agent !== null
        ? { roles: rolesOf(agent), source: 'agent' as const }
        : null;
  return { lanes, nudgeMs: nudgeMs ?? 0 };
}

/** What was said about a call; nothing where it is not here. */
export function findAdjustments(db: ReadDb, callId: string): Adjustments {
  const row = sql<AdjustmentColumns>(
    db,
    `SELECT a.agent_channel AS hand, l.agent_channel AS agent, a.nudge_ms AS nudgeMs FROM calls c
       LEFT JOIN call_adjustments a ON a.call_id = c.id LEFT JOIN agent_lanes l ON l.agent_key = c.agent_key
     WHERE c.id = ?`,
  ).get(callId);
  return toAdjustments(row ?? { hand: null, agent: null, nudgeMs: null });
}

/**
 * Says on which channel the agent is, in this call and from now on in this agent's others; null goes back to detecting it in
 * both. Throws `not-found` for a call that is not here.
 */
export function setAgentChannel(db: WriteDb, callId: string, channel: 0 | 1 | null, nowMs: number): void {
  inTransaction(db, () => {
    const agentKey = agentKeyOf(db, callId);
    adjust(db, callId, nowMs);
    sql(db, 'UPDATE call_adjustments SET agent_channel = ?, changed_ms = ? WHERE call_id = ?').run(
      channel,
      nowMs,
      callId,
    );
    if (agentKey === null) return;
    if (channel === null) sql(db, 'DELETE FROM agent_lanes WHERE agent_key = ?').run(agentKey);
    else
      sql(
        db,
        `INSERT INTO agent_lanes (agent_key, agent_channel, changed_ms) VALUES (?, ?, ?)
         ON CONFLICT (agent_key) DO UPDATE SET agent_channel = excluded.agent_channel, changed_ms = excluded.changed_ms`,
      ).run(agentKey, channel, nowMs);
  });
}

/** Moves this call's transcript against its recording by so many ms. Throws `not-found` for a call that is not here. */
export function setClockNudge(db: WriteDb, callId: string, nudgeMs: number, nowMs: number): void {
  inTransaction(db, () => {
    agentKeyOf(db, callId);
    adjust(db, callId, nowMs);
    sql(db, 'UPDATE call_adjustments SET nudge_ms = ?, changed_ms = ? WHERE call_id = ?').run(
      Math.round(nudgeMs),
      nowMs,
      callId,
    );
  });
}

function adjust(db: WriteDb, callId: string, nowMs: number): void {
  sql(db, 'INSERT OR IGNORE INTO call_adjustments (call_id, changed_ms) VALUES (?, ?)').run(callId, nowMs);
}

function agentKeyOf(db: ReadDb, callId: string): string | null {
  const row = sql<{ agentKey: string | null }>(db, 'SELECT agent_key AS agentKey FROM calls WHERE id = ?').get(callId);
  if (!row) throw new AppError('not-found', 'This call is not in the workspace; sync, then look again.');
  return row.agentKey;
}
