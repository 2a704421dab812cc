import { latencyStages, type ReportedLatency, type ToolCall, type Turn } from '#shared/model/turn.ts';
import { integerOrNull, jsonOrNull, type ReadDb, sql, type WriteDb } from './db.ts';

const latencyColumns = ['total_perceived_ms', ...latencyStages] as const;

interface TurnColumns {
  idx: number;
  entry: number;
  role: Turn['role'];
  raw_role: string;
  content: string;
  start_ms: number | null;
  end_ms: number | null;
  gender: string | null;
  reported_gap_ms: number | null;
  measured_gap_ms: number | null;
}

const INSERT_TURN = `INSERT INTO turns (call_id, idx, entry, role, raw_role, content, start_ms, end_ms, gender,
  reported_gap_ms, measured_gap_ms, ${latencyColumns.join(', ')}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Replaces a call's turns and their reported latencies; `isNew` = there are none yet. Call inside a transaction. */
export function replaceTurns(db: WriteDb, callId: string, turns: readonly Turn[], isNew = false): void {
  if (!isNew) sql(db, 'DELETE FROM turns WHERE call_id = ?').run(callId);
  const insertTurn = sql(db, INSERT_TURN);
  for (const t of turns) {
    insertTurn.run(
      callId,
      t.index,
      t.entry,
      t.role,
      t.rawRole,
      t.content,
      integerOrNull(t.startMs),
      integerOrNull(t.endMs),
      t.gender,
      integerOrNull(t.reportedGapMs),
      integerOrNull(t.measuredGapMs),
      ...latencyColumns.map((column) => integerOrNull(t.latency?.[column])),
    );
  }
}

/** A call's turns in the vendor's order. */
export function findTurns(db: ReadDb, callId: string): Turn[] {
  const rows = sql<TurnColumns & ReportedLatency>(db, 'SELECT * FROM turns WHERE call_id = ? ORDER BY idx').all(callId);
  return rows.map((r) => ({
    index: r.idx,
    entry: r.entry,
    role: r.role,
    rawRole: r.raw_role,
    content: r.content,
    startMs: r.start_ms,
    endMs: r.end_ms,
    gender: r.gender,
    latency: latencyColumns.some((column) => r[column] !== null) ? pickLatency(r) : null,
    reportedGapMs: r.reported_gap_ms,
    measuredGapMs: r.measured_gap_ms,
  }));
}

function pickLatency(row: ReportedLatency): ReportedLatency {
  return {
    total_perceived_ms: row.total_perceived_ms,
    vad_delay_ms: row.vad_delay_ms,
    stt_finalize_ms: row.stt_finalize_ms,
    llm_startup_ms: row.llm_startup_ms,
    llm_first_sentence_ms: row.llm_first_sentence_ms,
    tts_synthesis_ms: row.tts_synthesis_ms,
    send_overhead_ms: row.send_overhead_ms,
  };
}

/** Replaces a call's tool calls; `isNew` = there are none yet. Call inside a transaction. */
export function replaceToolCalls(db: WriteDb, callId: string, toolCalls: readonly ToolCall[], isNew = false): void {
  if (!isNew) sql(db, 'DELETE FROM tool_calls WHERE call_id = ?').run(callId);
  for (const t of toolCalls) {
    sql(
      db,
      `INSERT INTO tool_calls (call_id, entry, invocation_id, start_ms, name, method, url, request_body, headers, status_code,
         response_body, extracted_vars, duration_ms, error, has_result)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      callId,
      t.entry,
      t.invocationId,
      integerOrNull(t.startMs),
      t.name,
      t.method,
      t.url,
      t.requestBody,
      jsonOrNull(t.headers),
      integerOrNull(t.statusCode),
      t.responseBody,
      jsonOrNull(t.extractedVars),
      integerOrNull(t.durationMs),
      t.error,
      t.hasResult ? 1 : 0,
    );
  }
}

interface ToolColumns {
  entry: number;
  invocation_id: string | null;
  start_ms: number | null;
  name: string;
  method: string | null;
  url: string | null;
  request_body: string | null;
  headers: string | null;
  status_code: number | null;
  response_body: string | null;
  extracted_vars: string | null;
  duration_ms: number | null;
  error: string | null;
  has_result: number;
}

/** A call's tool calls in the vendor's order. */
export function findToolCalls(db: ReadDb, callId: string): ToolCall[] {
  return sql<ToolColumns>(db, 'SELECT * FROM tool_calls WHERE call_id = ? ORDER BY entry')
    .all(callId)
    .map((r) => ({
      entry: r.entry,
      invocationId: r.invocation_id,
      startMs: r.start_ms,
      name: r.name,
      method: r.method,
      url: r.url,
      requestBody: r.request_body,
      headers: r.headers ? (JSON.parse(r.headers) as Record<string, string>) : null,
      statusCode: r.status_code,
      responseBody: r.response_body,
      extractedVars: r.extracted_vars ? (JSON.parse(r.extracted_vars) as Record<string, string>) : null,
      durationMs: r.duration_ms,
      error: r.error,
      hasResult: r.has_result === 1,
    }));
}
