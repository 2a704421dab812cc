import type { CallLife, CorpusCall } from '../corpus/corpus.ts';
import type { CallFields, TranscriptEntry } from './voicy-call.ts';

/** What there is of a recording at one moment. */
export type RecordingPresence = 'none' | 'not-yet' | 'not-found' | 'gone' | 'ready';

/** A call's status at a moment, for calls whose life changes it. */
export function statusAt(status: string, life: CallLife, elapsedMs: number): string {
  return life.endsAfterMs !== undefined && elapsedMs < life.endsAfterMs ? 'ongoing' : status;
}

/** The fields that the server would answer with `elapsedMs` after its start. */
export function fieldsAt(call: CorpusCall, startMs: number, serverStartMs: number, nowMs: number): CallFields {
  const { life } = call;
  const elapsedMs = nowMs - serverStartMs;
  if (life.endsAfterMs !== undefined && elapsedMs < life.endsAfterMs) {
    return {
      ...call.fields,
      call_status: 'ongoing',
      duration_ms: null,
      transcript: call.fields.transcript?.filter(saidBy(nowMs - startMs)) ?? null,
      ...unfinished,
    };
  }
  if (life.lateFieldsAfterMs !== undefined && elapsedMs < life.lateFieldsAfterMs) {
    return { ...call.fields, ...unfinished };
  }
  return call.fields;
}

const unfinished = { summary: null, call_cost: null, vars_extracted: {} };

function saidBy(callTimeMs: number): (entry: TranscriptEntry) => boolean {
  return (entry) => (entry.timestamp_ms ?? 0) <= callTimeMs;
}

/** Whether the recording can be had `elapsedMs` after the server's start. */
export function recordingAt(hasRecording: boolean, life: CallLife, elapsedMs: number): RecordingPresence {
  if (!hasRecording) return 'none';
  if (life.endsAfterMs !== undefined && elapsedMs < life.endsAfterMs) return 'not-yet';
  if (life.recordingState === 'gone') return 'gone';
  if (life.recordingState === 'late' && elapsedMs < (life.recordingLateMs ?? Number.POSITIVE_INFINITY)) {
    return life.recordingLateAs === 'not-found' ? 'not-found' : 'not-yet';
  }
  return 'ready';
}
