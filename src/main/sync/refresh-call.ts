import type { BatchWriter } from '../store/batch-writer.ts';
import { saveDetail, saveUnreadableDetail } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import { noteRecording } from '../store/recordings.ts';
import type { ParsedCall, SignedUrl, VoicyClient } from '../voicy/types.ts';
import { endedWithin, LATE_WINDOW_MS } from './plan.ts';

export interface RefreshContext {
  db: WriteDb;
  /** How details are committed: gathered with others. */
  writer: BatchWriter;
  client: VoicyClient;
  nowMs: () => number;
  /** After the call was stored; `changed` is false when the vendor said what we knew. */
  onStored: (id: string, changed: boolean) => void;
}

export type RefreshResult =
  | { kind: 'stored'; changed: boolean; recording: SignedUrl | null }
  | { kind: 'unreadable'; reason: string };

/** One Get Call, stored whole. Its recording's URL is returned and never stored. Throws what the client throws. */
export async function refreshCall(id: string, context: RefreshContext, signal: AbortSignal): Promise<RefreshResult> {
  const { db, writer } = context;
  const fetched = await context.client.getCall(id, signal);
  const now = context.nowMs();
  if (fetched.kind === 'unreadable') {
    await writer.write(() => saveUnreadableDetail(db, id, fetched.reason, fetched.rawJson, now));
    context.onStored(id, true);
    return { kind: 'unreadable', reason: fetched.reason };
  }
  const changed = await writer.write(() => {
    if (fetched.recording === null) noteNoRecording(db, fetched.call, now);
    return saveDetail(db, { ...fetched.call, id }, fetched.rawJson, fetched.generation, now);
  });
  context.onStored(id, changed);
  return { kind: 'stored', changed, recording: fetched.recording };
}

function noteNoRecording(db: WriteDb, call: ParsedCall, nowMs: number): void {
  if (call.statusGroup === 'in-progress') {
    noteRecording(db, call.id, { state: 'pending', code: 'in-progress', message: 'The call is still running.' }, nowMs);
    return;
  }
  const spoken = call.statusGroup !== 'failed' && (call.durationMs ?? 0) > 0;
  noteRecording(
    db,
    call.id,
    spoken && endedWithin(call, LATE_WINDOW_MS, nowMs)
      ? {
          state: 'pending',
          code: 'not-yet',
          message: 'The vendor has no recording of this call yet; it is asked again at the next sync.',
        }
      : { state: 'none', code: 'none', message: 'The vendor has no recording of this call.' },
    nowMs,
  );
}
