import {
  bytesSource,
  type CallStart,
  type CallSummary,
  type Corpus,
  type CorpusCall,
  extensionOf,
  type RecordingSource,
} from '../corpus/corpus.ts';
import { contentTag, type LiteralCall, literalCorpus } from '../corpus/literal-corpus.ts';
import { fieldsAt, type RecordingPresence, recordingAt, statusAt } from './life.ts';
import type { CallFields, CallPatch } from './voicy-call.ts';

/** What a test may say about a recording while the server runs. Times count from the server's start. */
export type RecordingState =
  | { readonly state: 'ready' | 'none' | 'gone' }
  | { readonly state: 'late'; readonly untilMs?: number; readonly as?: 'null' | 'not-found' }
  | { readonly state: 'replaced'; readonly bytes: Uint8Array; readonly contentType?: string };

/** A call's place in the list. */
export interface IndexEntry {
  readonly id: string;
  startMs: number;
  status: string;
  direction: string;
  agentId: string | undefined;
  isTest: boolean;
  changes: boolean;
}

/** A call as it is now, still in the `v1` vocabulary. */
export interface CurrentCall {
  readonly fields: CallFields;
  readonly startMs: number;
  readonly recording: RecordingPresence;
  readonly recordingExtension: string;
  /** Set by a patch: served instead of a signed URL. */
  readonly recordingUrlOverride: string | null | undefined;
}

/** The corpus with a clock and with everything that was changed while the server ran. */
export interface LiveCalls {
  /** Ascending by start, then id; do not keep. */
  entries(): readonly IndexEntry[];
  find(id: string): IndexEntry | undefined;
  /** Index in `entries()`. */
  positionOf(entry: IndexEntry): number;
  statusOf(entry: IndexEntry): string;
  current(id: string, brief?: boolean): CurrentCall | undefined;
  openRecording(id: string): { source: RecordingSource; lastModifiedMs: number } | undefined;
  mutate(id: string, patch: CallPatch): void;
  insert(call: LiteralCall): void;
  remove(id: string): void;
  setRecording(id: string, state: RecordingState): void;
}

/** Builds the index; `startMs` is the server's start, against which relative starts are resolved. */
export function createLiveCalls(corpus: Corpus, serverStartMs: number, now: () => number): LiveCalls {
  const entries: IndexEntry[] = [];
  const byId = new Map<string, IndexEntry>();
  const inserted = new Map<string, Corpus>();
  const patches = new Map<string, CallPatch>();
  const recordings = new Map<string, RecordingState>();

  const startMs = (start: CallStart): number => ('atMs' in start ? start.atMs : serverStartMs - start.agoMs);
  const toEntry = (summary: CallSummary): IndexEntry => ({
    id: summary.id,
    startMs: startMs(summary.start),
    status: summary.status,
    direction: summary.direction,
    agentId: summary.agentId,
    isTest: summary.isTest,
    changes: summary.changes,
  });
  for (const summary of corpus.summaries()) {
    const entry = toEntry(summary);
    entries.push(entry);
    byId.set(entry.id, entry);
  }
  entries.sort(byStart);

  const corpusOf = (id: string): Corpus => inserted.get(id) ?? corpus;
  const stored = (id: string, brief: boolean): CorpusCall | undefined => {
    if (!byId.has(id)) return undefined;
    const call = brief ? corpusOf(id).getBrief(id) : corpusOf(id).get(id);
    const state = recordings.get(id);
    return call && state ? withRecordingState(call, state) : call;
  };
  const place = (entry: IndexEntry): void => {
    entries.splice(lowerBound(entries, entry), 0, entry);
    byId.set(entry.id, entry);
  };
  const known = (id: string): IndexEntry => {
    const entry = byId.get(id);
    if (!entry) throw new Error(`The sandbox has no call ${id}.`);
    return entry;
  };
  const take = (entry: IndexEntry): void => {
    entries.splice(lowerBound(entries, entry), 1);
    byId.delete(entry.id);
  };

  return {
    entries: () => entries,
    find: (id) => byId.get(id),
    positionOf: (entry) => lowerBound(entries, entry),
    statusOf(entry) {
      const patched = patches.get(entry.id)?.call_status;
      if (patched !== undefined) return patched;
      if (!entry.changes) return entry.status;
      return statusAt(entry.status, stored(entry.id, true)?.life ?? {}, now() - serverStartMs);
    },
    current(id, brief = false) {
      const call = stored(id, brief);
      if (!call) return undefined;
      const { recording_url, start_timestamp, ...patch } = patches.get(id) ?? {};
      const callStartMs = start_timestamp ?? startMs(call.start);
      return {
        fields: { ...fieldsAt(call, callStartMs, serverStartMs, now()), ...patch, call_id: id },
        startMs: callStartMs,
        recording: recordingAt(call.hasRecording, call.life, now() - serverStartMs),
        recordingExtension: call.recordingExtension,
        recordingUrlOverride: recording_url,
      };
    },
    openRecording(id) {
      const call = stored(id, true);
      if (!call) return undefined;
      const state = recordings.get(id);
      const source =
        state?.state === 'replaced'
          ? bytesSource(state.bytes, state.contentType ?? 'audio/wav', contentTag(state.bytes))
          : corpusOf(id).openRecording(id);
      if (!source) return undefined;
      return { source, lastModifiedMs: startMs(call.start) + (call.fields.duration_ms ?? 0) };
    },
    mutate(id, patch) {
      const entry = known(id);
      patches.set(id, { ...patches.get(id), ...patch });
      if (patch.start_timestamp !== undefined) {
        take(entry);
        place({ ...entry, startMs: patch.start_timestamp });
      }
      const current = known(id);
      if (patch.direction !== undefined) current.direction = patch.direction;
      if ('agent' in patch) current.agentId = patch.agent?.id;
    },
    insert(call) {
      const { call_id: id } = call.call;
      if (byId.has(id)) throw new Error(`The sandbox already has a call ${id}.`);
      const single = literalCorpus([call]);
      for (const summary of single.summaries()) place(toEntry(summary));
      inserted.set(id, single);
      patches.delete(id);
      recordings.delete(id);
    },
    remove: (id) => take(known(id)),
    setRecording(id, state) {
      known(id);
      recordings.set(id, state);
    },
  };
}

function withRecordingState(call: CorpusCall, state: RecordingState): CorpusCall {
  const { recordingState: _s, recordingLateMs: _l, recordingLateAs: _a, ...life } = call.life;
  switch (state.state) {
    case 'ready':
      return { ...call, life };
    case 'none':
      return { ...call, life, hasRecording: false };
    case 'gone':
      return { ...call, life: { ...life, recordingState: 'gone' } };
    case 'late':
      return {
        ...call,
        life: { ...life, recordingState: 'late', recordingLateMs: state.untilMs, recordingLateAs: state.as },
      };
    case 'replaced':
      return { ...call, life, hasRecording: true, recordingExtension: extensionOf(state.contentType ?? 'audio/wav') };
  }
}

function byStart(a: IndexEntry, b: IndexEntry): number {
  return a.startMs - b.startMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** First position whose entry does not come before the given one. */
function lowerBound(entries: readonly IndexEntry[], entry: IndexEntry): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = entries[middle];
    if (there && byStart(there, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
