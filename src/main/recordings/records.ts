import type { WriteDb } from '../store/db.ts';
import { failJob, putJob, removeJob } from '../store/jobs.ts';
import { type AudioFacts, noteRecording, saveAudioFacts, saveReadyRecording } from '../store/recordings.ts';

// What downloads and the analysis write, each function one transaction in the writing thread.

/** How getting a recording ended, in the store's terms. */
export type RecordingEnd =
  | { kind: 'ready'; file: { name: string; bytes: number; sha256: string } }
  /** Nothing to be had for now: asked again by a later sync, or never, as the state says. */
  | { kind: 'over'; note: Parameters<typeof noteRecording>[2] }
  /** Tried again at the next sync or when the reader asks. */
  | { kind: 'failed'; note: Parameters<typeof noteRecording>[2] & { code: string; message: string } };

/** Stores how a download ended and what follows: a verified file is analysed. */
export function storeRecording(db: WriteDb, id: string, end: RecordingEnd, nowMs: number): void {
  if (end.kind === 'failed') {
    failJob(db, 'recording', id, end.note.code, end.note.message);
    noteRecording(db, id, end.note, nowMs);
    return;
  }
  removeJob(db, 'recording', id);
  if (end.kind === 'over') {
    noteRecording(db, id, end.note, nowMs);
    return;
  }
  saveReadyRecording(db, id, end.file, nowMs);
  putJob(db, { kind: 'audio', callId: id, priority: 2, startMs: nowMs });
}

/** Stores what decoding found, and ends that job. */
export function storeAudio(db: WriteDb, id: string, facts: AudioFacts, analyzer: number): void {
  removeJob(db, 'audio', id);
  saveAudioFacts(db, id, facts, analyzer);
}
