import type { RecordingState } from '#shared/model/call.ts';
import type { PeaksState } from '#shared/model/detail.ts';
import { inTransaction, integerOrNull, type ReadDb, sql, type WriteDb } from './db.ts';

export interface RecordingRow {
  call_id: string;
  state: RecordingState;
  code: string | null;
  message: string | null;
  /** Name within `recordings/`. */
  file: string | null;
  bytes: number | null;
  sha256: string | null;
}

export interface AudioFacts {
  container: string | null;
  codec: string | null;
  channels: number | null;
  sampleRate: number | null;
  durationMs: number | null;
  playable: 'original' | 'remuxed' | 'none';
  playableType: string | null;
  peaks: PeaksState;
  warnings: { code: string; message: string }[];
}

/** What is known of a call's recording; undefined when nothing was ever stored. */
export function findRecording(db: ReadDb, callId: string): RecordingRow | undefined {
  return sql<RecordingRow>(
    db,
    'SELECT call_id, state, code, message, file, bytes, sha256 FROM recordings WHERE call_id = ?',
  ).get(callId);
}

/** Notes a recording's state without touching a file that is already there. A `ready` recording stays `ready`. */
export function noteRecording(
  db: WriteDb,
  callId: string,
  note: { state: RecordingState; code: string | null; message: string | null },
  nowMs: number,
): void {
  inTransaction(db, () => {
    const current = findRecording(db, callId);
    if (current?.state === 'ready') return;
    if (current && current.state === note.state && current.code === note.code && current.message === note.message)
      return;
    sql(
      db,
      `INSERT INTO recordings (call_id, state, code, message, updated_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (call_id) DO UPDATE SET state = excluded.state, code = excluded.code, message = excluded.message,
         updated_ms = excluded.updated_ms`,
    ).run(callId, note.state, note.code, note.message, nowMs);
    setCallRecordingState(db, callId, note.state);
  });
}

/** Says that the verified file is in place. Call only after the rename has reached the disk. */
export function saveReadyRecording(
  db: WriteDb,
  callId: string,
  file: { name: string; bytes: number; sha256: string },
  nowMs: number,
): void {
  inTransaction(db, () => {
    sql(
      db,
      `INSERT INTO recordings (call_id, state, file, bytes, sha256, updated_ms) VALUES (:id, 'ready', :name, :bytes, :sha256, :now)
       ON CONFLICT (call_id) DO UPDATE SET state = 'ready', code = NULL, message = NULL, file = :name, bytes = :bytes,
         sha256 = :sha256, updated_ms = :now`,
    ).run({ id: callId, ...file, now: nowMs });
    setCallRecordingState(db, callId, 'ready');
  });
}

/** Says that the file is not there any more (deleted or changed outside Earmark), so that it is fetched again. */
export function forgetRecordingFile(db: WriteDb, callId: string, code: string, message: string, nowMs: number): void {
  inTransaction(db, () => {
    sql(
      db,
      `UPDATE recordings SET state = 'failed', code = ?, message = ?, file = NULL, bytes = NULL, sha256 = NULL, updated_ms = ? WHERE call_id = ?`,
    ).run(code, message, nowMs, callId);
    sql(db, 'DELETE FROM audio_facts WHERE call_id = ?').run(callId);
    setCallRecordingState(db, callId, 'failed');
  });
}

export function setCallRecordingState(db: WriteDb, callId: string, state: RecordingState): void {
  sql(db, 'UPDATE calls SET recording_state = ? WHERE id = ? AND recording_state <> ?').run(state, callId, state);
}

/** States that only live while a process works on them are put back at start. */
export function resetUnfinishedRecordings(db: WriteDb, nowMs: number): void {
  inTransaction(db, () => {
    sql(
      db,
      `UPDATE recordings SET state = 'pending', code = 'interrupted', message = NULL, updated_ms = ? WHERE state IN ('queued', 'downloading')`,
    ).run(nowMs);
    sql(db, `UPDATE calls SET recording_state = 'pending' WHERE recording_state IN ('queued', 'downloading')`).run();
  });
}

/** Calls that have details but no recording file yet although there may be one, newest first; not those removed to make room. */
export function findRecordingsToFetch(db: ReadDb): { id: string }[] {
  return sql<{ id: string }>(
    db,
    `SELECT id FROM calls
     WHERE detail_state = 'ready' AND status_group <> 'in-progress'
       AND recording_state IN ('unknown', 'pending', 'queued', 'downloading', 'failed')
       AND NOT EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = calls.id AND r.code = 'evicted')
     ORDER BY start_ms DESC, id`,
  ).all();
}

/** Calls whose recording upstream does not give us, with why. `refused` is the storage saying no to fresh links. */
export function findUnavailableRecordings(db: ReadDb): { id: string; code: string }[] {
  return sql<{ id: string; code: string }>(
    db,
    `SELECT r.call_id AS id, coalesce(r.code, r.state) AS code FROM recordings r
     WHERE (r.state IN ('none', 'pending', 'gone') AND r.code IS NOT 'evicted') OR (r.state = 'failed' AND r.code = 'refused')
     ORDER BY r.call_id`,
  ).all();
}

/** Recordings that are on this disk, with where and what they should be. */
export function findReadyRecordings(db: ReadDb): RecordingRow[] {
  return sql<RecordingRow>(
    db,
    `SELECT call_id, state, code, message, file, bytes, sha256 FROM recordings WHERE state = 'ready' ORDER BY call_id`,
  ).all();
}

/** Ready recordings that were never analysed, or by an older analysis than `analyzer`. */
export function findRecordingsToAnalyze(db: ReadDb, analyzer: number): { call_id: string; file: string }[] {
  return sql<{ call_id: string; file: string }>(
    db,
    `SELECT r.call_id, r.file FROM recordings r LEFT JOIN audio_facts a ON a.call_id = r.call_id
     WHERE r.state = 'ready' AND (a.call_id IS NULL OR a.analyzer < ?)`,
  ).all(analyzer);
}

/** Every file name that the database says is in `recordings/`. */
export function findRecordingFiles(db: ReadDb): Set<string> {
  return new Set(sql<string>(db, 'SELECT file FROM recordings WHERE file IS NOT NULL').pluck().all() as string[]);
}

/** Calls whose recording did not arrive yet and may go on where it stood. */
export function findUnfinishedRecordings(db: ReadDb): string[] {
  return sql<string>(
    db,
    `SELECT call_id FROM recordings WHERE state IN ('pending', 'queued', 'downloading', 'failed')
       AND (code IS NULL OR code <> 'evicted')`,
  )
    .pluck()
    .all() as string[];
}

export function saveAudioFacts(db: WriteDb, callId: string, facts: AudioFacts, analyzer: number): void {
  sql(
    db,
    `INSERT OR REPLACE INTO audio_facts (call_id, container, codec, channels, sample_rate, duration_ms, playable, playable_type, peaks_state, warnings, analyzer)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    callId,
    facts.container,
    facts.codec,
    integerOrNull(facts.channels),
    integerOrNull(facts.sampleRate),
    facts.durationMs,
    facts.playable,
    facts.playableType,
    facts.peaks,
    JSON.stringify(facts.warnings),
    analyzer,
  );
}

export function setPeaksReady(db: WriteDb, callId: string): void {
  sql(db, `UPDATE audio_facts SET peaks_state = 'ready' WHERE call_id = ?`).run(callId);
}

export function findAudioFacts(db: ReadDb, callId: string): AudioFacts | undefined {
  const row = sql<{
    container: string | null;
    codec: string | null;
    channels: number | null;
    sample_rate: number | null;
    duration_ms: number | null;
    playable: AudioFacts['playable'];
    playable_type: string | null;
    peaks_state: PeaksState;
    warnings: string;
  }>(db, 'SELECT * FROM audio_facts WHERE call_id = ?').get(callId);
  if (!row) return undefined;
  return {
    container: row.container,
    codec: row.codec,
    channels: row.channels,
    sampleRate: row.sample_rate,
    durationMs: row.duration_ms,
    playable: row.playable,
    playableType: row.playable_type,
    peaks: row.peaks_state,
    warnings: JSON.parse(row.warnings) as AudioFacts['warnings'],
  };
}
