import { createHash } from 'node:crypto';
import type { CallRow, DetailState } from '#shared/model/call.ts';
import type { CallSummary, ParsedCall } from '../voicy/types.ts';
import { inTransaction, integerOrNull, type ReadDb, sql, type WriteDb } from './db.ts';
import { replaceToolCalls, replaceTurns } from './turns.ts';

export interface CallColumns {
  id: string;
  start_ms: number | null;
  duration_ms: number | null;
  agent_id: string | null;
  agent_name: string | null;
  agent_version: string | null;
  status: string;
  status_group: CallRow['statusGroup'];
  direction: CallRow['direction'];
  call_type: string | null;
  from_number: string | null;
  to_number: string | null;
  caller_number: string | null;
  turn_count: number | null;
  median_latency_ms: number | null;
  worst_latency_ms: number | null;
  detail_state: DetailState;
  recording_state: CallRow['recordingState'];
}

/** A row of `calls` in the model's terms. */
export function toCallRow(c: CallColumns): CallRow {
  return {
    id: c.id,
    startMs: c.start_ms,
    durationMs: c.duration_ms,
    agentId: c.agent_id,
    agentName: c.agent_name,
    agentVersion: c.agent_version,
    status: c.status,
    statusGroup: c.status_group,
    direction: c.direction,
    callType: c.call_type,
    fromNumber: c.from_number,
    toNumber: c.to_number,
    callerNumber: c.caller_number,
    turnCount: c.turn_count,
    medianLatencyMs: c.median_latency_ms,
    worstLatencyMs: c.worst_latency_ms,
    detailState: c.detail_state,
    recordingState: c.recording_state,
  };
}

/** Tells whether a list row says something new, without a Get. */
export function listDigest(s: CallSummary): string {
  const seen = [
    s.status,
    s.startMs,
    s.durationMs,
    s.agentId,
    s.agentName,
    s.agentVersion,
    s.direction,
    s.fromNumber,
    s.toNumber,
  ];
  return createHash('sha1').update(JSON.stringify(seen)).digest('base64');
}

function summaryColumns(s: CallSummary) {
  return {
    id: s.id,
    start_ms: integerOrNull(s.startMs),
    duration_ms: integerOrNull(s.durationMs),
    agent_key: s.agentId ?? s.agentName,
    agent_id: s.agentId,
    agent_name: s.agentName,
    agent_version: s.agentVersion,
    status: s.status,
    status_group: s.statusGroup,
    direction: s.direction,
    call_type: s.callType,
    from_number: s.fromNumber,
    to_number: s.toNumber,
    caller_number: s.callerNumber,
  };
}

const SUMMARY_SET = `start_ms = :start_ms, duration_ms = :duration_ms, agent_key = :agent_key, agent_id = :agent_id,
  agent_name = :agent_name, agent_version = :agent_version, status = :status, status_group = :status_group,
  direction = :direction, call_type = :call_type, from_number = :from_number, to_number = :to_number,
  caller_number = :caller_number`;

export type ListedOutcome = 'new' | 'changed' | 'same';

/** Stores one list row. Writes nothing when the row is as it was. */
export function saveListed(db: WriteDb, summary: CallSummary, rawJson: string, nowMs: number): ListedOutcome {
  const digest = listDigest(summary);
  const known = sql<{ list_digest: string }>(db, 'SELECT list_digest FROM calls WHERE id = ?').get(summary.id);
  if (known?.list_digest === digest) return 'same';
  const columns = { ...summaryColumns(summary), digest, now: nowMs };
  if (known) {
    sql(db, `UPDATE calls SET ${SUMMARY_SET}, list_digest = :digest WHERE id = :id`).run(columns);
    return 'changed';
  }
  sql(
    db,
    `INSERT INTO calls (id, start_ms, duration_ms, agent_key, agent_id, agent_name, agent_version, status, status_group,
       direction, call_type, from_number, to_number, caller_number, detail_state, list_digest, first_seen_ms)
     VALUES (:id, :start_ms, :duration_ms, :agent_key, :agent_id, :agent_name, :agent_version, :status, :status_group,
       :direction, :call_type, :from_number, :to_number, :caller_number, 'listed', :digest, :now)`,
  ).run(columns);
  sql(db, `INSERT INTO raw_calls (call_id, source, json, fetched_ms) VALUES (?, 'list', ?, ?)`).run(
    summary.id,
    rawJson,
    nowMs,
  );
  sql(db, 'DELETE FROM unreadable WHERE id = ?').run(summary.id);
  return 'new';
}

/** Stores a call's details whole, in one transaction. Returns false when nothing but the time of asking changed. */
export function saveDetail(db: WriteDb, call: ParsedCall, rawJson: string, generation: string, nowMs: number): boolean {
  return inTransaction(db, () => {
    const before = sql<{ json: string; source: string }>(
      db,
      'SELECT json, source FROM raw_calls WHERE call_id = ?',
    ).get(call.id);
    const same = before?.source === 'detail' && before.json === rawJson;
    sql(
      db,
      `UPDATE calls SET ${SUMMARY_SET}, turn_count = :turn_count, median_latency_ms = :median, worst_latency_ms = :worst,
         detail_state = 'ready', detail_error_code = NULL, detail_error_message = NULL, detail_fetched_ms = :now,
         late_missing = :missing, detail_digest = list_digest, generation = :generation
       WHERE id = :id`,
    ).run({
      ...summaryColumns(call),
      turn_count: call.transcriptKind === 'none' ? null : call.turns.length,
      median: integerOrNull(call.medianLatencyMs),
      worst: integerOrNull(call.worstLatencyMs),
      missing: JSON.stringify(call.missing),
      generation,
      now: nowMs,
    });
    if (same) return false;
    sql(
      db,
      `INSERT INTO raw_calls (call_id, source, json, fetched_ms) VALUES (?, 'detail', ?, ?)
       ON CONFLICT (call_id) DO UPDATE SET source = 'detail', json = excluded.json, fetched_ms = excluded.fetched_ms`,
    ).run(call.id, rawJson, nowMs);
    saveFacts(db, call);
    replaceTurns(db, call.id, call.turns);
    replaceToolCalls(db, call.id, call.toolCalls);
    return true;
  });
}

function saveFacts(db: WriteDb, call: ParsedCall): void {
  const json = (value: Record<string, string> | null) => (value ? JSON.stringify(value) : null);
  sql(
    db,
    `INSERT OR REPLACE INTO call_details (call_id, summary, detected_gender, account_name, cost_amount, cost_currency,
       disconnection_reason, vars_provided, vars_extracted, vars_collected, transcript_kind, transcript_text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    call.id,
    call.summary,
    call.detectedGender,
    call.accountName,
    call.cost?.amount ?? null,
    call.cost?.currency ?? null,
    call.disconnectionReason,
    json(call.varsProvided),
    json(call.varsExtracted),
    json(call.varsCollected),
    call.transcriptKind,
    call.transcriptText,
  );
}

/** Notes that the last Get of this call failed; what is cached stays. */
export function saveDetailFailure(db: WriteDb, id: string, code: string, message: string): void {
  sql(
    db,
    `UPDATE calls SET detail_state = CASE WHEN detail_state = 'ready' THEN 'ready' ELSE 'failed' END,
       detail_error_code = ?, detail_error_message = ? WHERE id = ?`,
  ).run(code, message, id);
}

/** Keeps a call whose details could not be read: its raw JSON and why. The row from the list stays. */
export function saveUnreadableDetail(db: WriteDb, id: string, reason: string, rawJson: string, nowMs: number): void {
  inTransaction(db, () => {
    sql(
      db,
      `UPDATE calls SET detail_state = 'unreadable', detail_error_code = 'damaged', detail_error_message = ?,
         detail_fetched_ms = ?, detail_digest = list_digest WHERE id = ?`,
    ).run(reason, nowMs, id);
    saveUnreadable(db, id, reason, rawJson, nowMs);
  });
}

/** Keeps something the vendor sent as a call that could not be read at all. */
export function saveUnreadable(db: WriteDb, id: string, reason: string, rawJson: string, nowMs: number): void {
  sql(
    db,
    `INSERT INTO unreadable (id, reason, json, seen_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, json = excluded.json, seen_ms = excluded.seen_ms`,
  ).run(id, reason, rawJson, nowMs);
}

export interface FetchCandidate {
  id: string;
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
}

const CANDIDATE_COLUMNS = `id, start_ms AS startMs, duration_ms AS durationMs, status_group AS statusGroup,
  detail_state AS detailState, late_missing <> '[]' AS lateMissing, detail_digest IS NOT list_digest AS listChanged,
  detail_fetched_ms AS fetchedMs`;

type CandidateRow = Omit<FetchCandidate, 'lateMissing' | 'listChanged'> & { lateMissing: number; listChanged: number };

const toCandidate = (row: CandidateRow): FetchCandidate => ({
  ...row,
  lateMissing: row.lateMissing === 1,
  listChanged: row.listChanged === 1,
});

/** Calls whose details may be wanted, newest first; `sync/plan.ts` decides. `lateSinceMs`: how far back a late field is still expected. */
export function findFetchCandidates(db: ReadDb, lateSinceMs: number): FetchCandidate[] {
  return sql<CandidateRow>(
    db,
    `SELECT ${CANDIDATE_COLUMNS} FROM calls
     WHERE detail_state IN ('listed', 'failed') OR detail_digest IS NOT list_digest
        OR status_group IN ('in-progress', 'unknown') OR (late_missing <> '[]' AND start_ms >= :since)
     ORDER BY start_ms DESC, id`,
  )
    .all({ since: lateSinceMs })
    .map(toCandidate);
}

/** Calls since `sinceMs` that run or lack something late. Asked every few seconds, so it reads that stretch of the index only. */
export function findPollCandidates(db: ReadDb, sinceMs: number): FetchCandidate[] {
  return sql<CandidateRow>(
    db,
    `SELECT ${CANDIDATE_COLUMNS} FROM calls
     WHERE start_ms >= :since AND (status_group IN ('in-progress', 'unknown') OR late_missing <> '[]')
     ORDER BY start_ms DESC`,
  )
    .all({ since: sinceMs })
    .map(toCandidate);
}

export interface CallTimes {
  startMs: number | null;
  durationMs: number | null;
  statusGroup: CallRow['statusGroup'];
  recordingState: CallRow['recordingState'];
}

/** When a call was and how it stands; undefined when it is not here. */
export function findCallTimes(db: ReadDb, id: string): CallTimes | undefined {
  return sql<CallTimes>(
    db,
    `SELECT start_ms AS startMs, duration_ms AS durationMs, status_group AS statusGroup, recording_state AS recordingState
     FROM calls WHERE id = ?`,
  ).get(id);
}

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
