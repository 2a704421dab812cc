import type { CallFields } from '../calls/voicy-call.ts';

/** When a call started: at a fixed instant, or so long before the server started. */
export type CallStart = { readonly atMs: number } | { readonly agoMs: number };

/** How a call changes while the server runs; all times count from the server's start. */
export interface CallLife {
  /** Served as `ongoing` (no duration, recording, summary or cost; transcript so far) until then. */
  readonly endsAfterMs?: number | undefined;
  /** `summary`, `call_cost` and `vars_extracted` are empty until then. */
  readonly lateFieldsAfterMs?: number | undefined;
  /** `late`: not there until `recordingLateMs` (for ever without it); `gone`: storage answers 410. */
  readonly recordingState?: 'late' | 'gone' | undefined;
  readonly recordingLateMs?: number | undefined;
  /** While late: `recording_url` is null (default), or a URL to which storage answers "not found". */
  readonly recordingLateAs?: 'null' | 'not-found' | undefined;
}

/** What the list needs to know of a call to sort and filter it, cheap to make for 100,000 calls. */
export interface CallSummary {
  readonly id: string;
  readonly start: CallStart;
  readonly status: string;
  readonly direction: string;
  readonly agentId: string | undefined;
  readonly isTest: boolean;
  /** True when the call has a `CallLife`, so its status must be worked out at each request. */
  readonly changes: boolean;
}

/** A whole call as a corpus gives it. */
export interface CorpusCall {
  readonly fields: CallFields;
  readonly start: CallStart;
  readonly isTest: boolean;
  readonly life: CallLife;
  readonly hasRecording: boolean;
  /** Extension of the stored object, without a dot; for the path of the signed URL. */
  readonly recordingExtension: string;
}

/** A stored recording: any part of it can be read without holding it in memory. */
export interface RecordingSource {
  readonly size: number;
  readonly contentType: string;
  /** Without quotes; from the content, so equal bytes have equal tags. */
  readonly etag: string;
  read(start: number, endExclusive: number): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

/** The calls that a sandbox serves. */
export interface Corpus {
  readonly size: number;
  ids(): Iterable<string>;
  /** Ascending by start. */
  summaries(): Iterable<CallSummary>;
  get(id: string): CorpusCall | undefined;
  /** As `get`, but may leave out the transcript and other detail fields; used for list items. */
  getBrief(id: string): CorpusCall | undefined;
  openRecording(id: string): RecordingSource | undefined;
}

/** A recording held in memory. */
export function bytesSource(bytes: Uint8Array, contentType: string, etag: string): RecordingSource {
  return {
    size: bytes.byteLength,
    contentType,
    etag,
    *read(start, endExclusive) {
      yield bytes.subarray(start, endExclusive);
    },
  };
}

/** The summary of a call that is at hand whole. */
export function summarise(call: CorpusCall): CallSummary {
  const { fields } = call;
  return {
    id: fields.call_id,
    start: call.start,
    status: fields.call_status ?? '',
    direction: fields.direction ?? '',
    agentId: fields.agent?.id,
    isTest: call.isTest,
    changes: Object.values(call.life).some((value) => value !== undefined),
  };
}

const extensions: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/opus': 'opus',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/webm': 'webm',
};

/** The usual extension of an audio type, `bin` when unknown. */
export function extensionOf(contentType: string): string {
  return extensions[contentType.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'bin';
}
