import type { CallDetail } from '#shared/model/detail.ts';
import { type CallColumns, toCallRow } from './calls.ts';
import { type ReadDb, sql } from './db.ts';
import { isPinned } from './recording-use.ts';
import { findAudioFacts, findRecording } from './recordings.ts';
import { findToolCalls, findTurns } from './turns.ts';

interface DetailColumns extends CallColumns {
  detail_error_code: string | null;
  detail_error_message: string | null;
  detail_fetched_ms: number | null;
  summary: string | null;
  detected_gender: string | null;
  account_name: string | null;
  cost_amount: number | null;
  cost_currency: string | null;
  disconnection_reason: string | null;
  vars_provided: string | null;
  vars_extracted: string | null;
  vars_collected: string | null;
  transcript_kind: CallDetail['transcriptKind'] | null;
  transcript_text: string | null;
}

/** Everything the call view shows, or undefined when the call is not here. */
export function findCallDetail(db: ReadDb, id: string): CallDetail | undefined {
  const row = sql<DetailColumns>(
    db,
    'SELECT * FROM calls c LEFT JOIN call_details d ON d.call_id = c.id WHERE c.id = ?',
  ).get(id);
  if (!row) return undefined;
  return {
    row: toCallRow(db, row),
    detailError: row.detail_error_code
      ? { code: row.detail_error_code, message: row.detail_error_message ?? '' }
      : null,
    detailFetchedMs: row.detail_fetched_ms,
    summary: row.summary,
    detectedGender: row.detected_gender,
    accountName: row.account_name,
    cost: row.cost_amount === null ? null : { amount: row.cost_amount, currency: row.cost_currency },
    disconnectionReason: row.disconnection_reason,
    varsProvided: parseMap(row.vars_provided),
    varsExtracted: parseMap(row.vars_extracted),
    varsCollected: parseMap(row.vars_collected),
    transcriptKind: row.transcript_kind ?? 'none',
    transcriptText: row.transcript_text,
    turns: findTurns(db, id),
    toolCalls: findToolCalls(db, id),
    recording: recordingInfo(db, id, row.recording_state),
  };
}

/** The recording as the UI and the exports show it. `receivedBytes` is the downloads' to fill in. */
export function recordingInfo(
  db: ReadDb,
  id: string,
  state: CallDetail['recording']['state'],
): CallDetail['recording'] {
  const recording = findRecording(db, id);
  const facts = findAudioFacts(db, id);
  return {
    state,
    code: recording?.code ?? null,
    message: recording?.message ?? null,
    bytes: recording?.bytes ?? null,
    receivedBytes: null,
    sha256: recording?.sha256 ?? null,
    container: facts?.container ?? null,
    codec: facts?.codec ?? null,
    channels: facts?.channels ?? null,
    sampleRate: facts?.sampleRate ?? null,
    durationMs: facts?.durationMs ?? null,
    playable: facts !== undefined && facts.playable !== 'none',
    peaks: facts?.peaks ?? 'none',
    pinned: isPinned(db, id),
    streamable: false,
    warnings: facts?.warnings ?? [],
  };
}

function parseMap(text: string | null): Record<string, string> | null {
  return text === null ? null : (JSON.parse(text) as Record<string, string>);
}
