import { hash } from 'node:crypto';
import type { CallRow, DetailState } from '#shared/model/call.ts';
import type { CallSummary, ParsedCall } from '../voicy/types.ts';
import { findCallState } from './call-states.ts';
import { contentDigestOf, rawDigestOf, toolsDigestOf } from './content-digest.ts';
import { inTransaction, integerOrNull, type ReadDb, sql, type WriteDb } from './db.ts';
import { findRowMeasures } from './measures.ts';
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

/** A row of `calls` in the model's terms, with what the call was measured to be. */
export function toCallRow(db: ReadDb, c: CallColumns): CallRow {
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
    measures: findRowMeasures(db, c.id) ?? null,
    review: findCallState(db, c.id),
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
  return hash('sha1', JSON.stringify(seen), 'base64');
}

type SummaryColumn = readonly [name: string, of: (s: CallSummary) => string | number | null];

/** What `listDigest` does not look at. */
const UNLISTED: readonly SummaryColumn[] = [
  ['status_group', (s) => s.statusGroup],
  ['call_type', (s) => s.callType],
  ['caller_number', (s) => s.callerNumber],
];
const SUMMARY: readonly SummaryColumn[] = [
  ...UNLISTED,
  ['start_ms', (s) => integerOrNull(s.startMs)],
  ['duration_ms', (s) => integerOrNull(s.durationMs)],
  ['agent_key', (s) => s.agentId ?? s.agentName],
  ['agent_id', (s) => s.agentId],
  ['agent_name', (s) => s.agentName],
  ['agent_version', (s) => s.agentVersion],
  ['status', (s) => s.status],
  ['direction', (s) => s.direction],
  ['from_number', (s) => s.fromNumber],
  ['to_number', (s) => s.toNumber],
];

// Bound by place: better-sqlite3 looks a named value up by its name in each run, which is a fiftieth of a first sync.
const valuesOf = (columns: readonly SummaryColumn[], s: CallSummary) => columns.map(([, of]) => of(s));
const setAll = (columns: readonly SummaryColumn[]) => columns.map(([name]) => `${name} = ?`).join(', ');

const INSERT_LISTED = `INSERT INTO calls (${SUMMARY.map(([name]) => name).join(', ')}, id, detail_state, list_digest, first_seen_ms)
  VALUES (${SUMMARY.map(() => '?').join(', ')}, ?, 'listed', ?, ?)`;
const UPDATE_LISTED = `UPDATE calls SET ${setAll(SUMMARY)}, list_digest = ? WHERE id = ?`;
const DETAIL_SET = `turn_count = ?, median_latency_ms = ?, worst_latency_ms = ?, late_missing = ?, generation = ?, content_digest = ?,
  tools_digest = ?, detail_fetched_ms = ?, detail_state = 'ready', detail_error_code = NULL, detail_error_message = NULL,
  detail_digest = list_digest WHERE id = ?`;
const UPDATE_DETAIL = `UPDATE calls SET ${setAll(SUMMARY)}, ${DETAIL_SET}`;
const UPDATE_FIRST_DETAIL = `UPDATE calls SET ${setAll(UNLISTED)}, ${DETAIL_SET}`;

export type ListedOutcome = 'new' | 'changed' | 'same';

/** Stores one list row. Writes nothing when the row is as it was. */
export function saveListed(db: WriteDb, summary: CallSummary, rawJson: string, nowMs: number): ListedOutcome {
  const digest = listDigest(summary);
  const known = sql<{ list_digest: string }>(db, 'SELECT list_digest FROM calls WHERE id = ?').get(summary.id);
  if (known?.list_digest === digest) return 'same';
  if (known) {
    sql(db, UPDATE_LISTED).run(...valuesOf(SUMMARY, summary), digest, summary.id);
    return 'changed';
  }
  sql(db, INSERT_LISTED).run(...valuesOf(SUMMARY, summary), summary.id, digest, nowMs);
  sql(db, `INSERT INTO raw_calls (call_id, source, json, fetched_ms) VALUES (?, 'list', ?, ?)`).run(
    summary.id,
    rawJson,
    nowMs,
  );
  sql(db, 'DELETE FROM unreadable WHERE id = ?').run(summary.id);
  return 'new';
}

/** `new` = the first details; `reused` = the vendor now uses the id for another call: what it was is kept in `raw_versions`. */
export type DetailOutcome = 'new' | 'same' | 'changed' | 'reused';

/** Stores a call's details whole, in one transaction. `same` when nothing but the time of asking changed. */
export function saveDetail(
  db: WriteDb,
  call: ParsedCall,
  rawJson: string,
  generation: string,
  nowMs: number,
): DetailOutcome {
  return inTransaction(db, () => {
    const sha256 = rawDigestOf(rawJson);
    // Two plain lookups: SQLite would plan a join of the two anew for every id.
    const before = sql<KnownDetail>(db, 'SELECT source, sha256 FROM raw_calls WHERE call_id = ?').get(call.id);
    const listed = sql<{ state: DetailState; digest: string }>(
      db,
      'SELECT detail_state AS state, list_digest AS digest FROM calls WHERE id = ?',
    ).get(call.id);
    const state = listed?.state;
    const known = before?.source === 'detail' ? before : undefined;
    const same =
      known !== undefined && (known.sha256 === null ? findRaw(db, call.id) === rawJson : known.sha256 === sha256);
    // Once something was read of a call there may be turns, also where its details count as lost.
    const isNew = state === 'listed';
    const reused = known !== undefined && !same && state === 'ready' && isAnotherCall(findRaw(db, call.id), rawJson);
    if (reused) {
      sql(
        db,
        'INSERT OR REPLACE INTO raw_versions (call_id, replaced_ms, json) SELECT call_id, ?, json FROM raw_calls WHERE call_id = ?',
      ).run(nowMs, call.id);
      // What was heard in a recording that is not here any more was of the call before.
      sql(
        db,
        `DELETE FROM speech WHERE call_id = ? AND NOT EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = speech.call_id AND r.sha256 = speech.sha256)`,
      ).run(call.id);
    }
    const details = [
      call.transcriptKind === 'none' ? null : call.turns.length,
      integerOrNull(call.medianLatencyMs),
      integerOrNull(call.worstLatencyMs),
      JSON.stringify(call.missing),
      generation,
      contentDigestOf(call.turns, call.transcriptText),
      toolsDigestOf(call.toolCalls),
      nowMs,
      call.id,
    ];
    // As the list had it, and nothing else was stored since: an index is written anew for each column of it that is set.
    if (isNew && listed?.digest === listDigest(call))
      sql(db, UPDATE_FIRST_DETAIL).run(...valuesOf(UNLISTED, call), ...details);
    else sql(db, UPDATE_DETAIL).run(...valuesOf(SUMMARY, call), ...details);
    if (same) return 'same';
    if (state === 'unreadable') sql(db, 'DELETE FROM unreadable WHERE id = ?').run(call.id);
    sql(
      db,
      `INSERT INTO raw_calls (call_id, source, json, fetched_ms, sha256) VALUES (?, 'detail', ?, ?, ?)
       ON CONFLICT (call_id) DO UPDATE SET source = 'detail', json = excluded.json, fetched_ms = excluded.fetched_ms,
         sha256 = excluded.sha256`,
    ).run(call.id, rawJson, nowMs, sha256);
    saveFacts(db, call);
    replaceTurns(db, call.id, call.turns, isNew);
    replaceToolCalls(db, call.id, call.toolCalls, isNew);
    return reused ? 'reused' : known ? 'changed' : 'new';
  });
}

interface KnownDetail {
  source: string;
  /** Of the JSON; null in rows of an older Earmark. */
  sha256: string | null;
}

function findRaw(db: ReadDb, id: string): string {
  return sql<{ json: string }>(db, 'SELECT json FROM raw_calls WHERE call_id = ?').get(id)?.json ?? 'null';
}

/** What a call never changes; if the vendor does, the id stands for another call now. */
const IDENTITY = ['start_timestamp', 'from_number', 'to_number', 'agent_id'];

function isAnotherCall(before: string, after: string): boolean {
  const [a, b] = [before, after].map((json) => JSON.parse(json) as Record<string, unknown> | null);
  return IDENTITY.some((name) => {
    const [was, is] = [a?.[name] ?? null, b?.[name] ?? null];
    return was !== null && is !== null && was !== is;
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
