import type { CallRow } from '#shared/model/call.ts';
import type { Generation } from '#shared/model/connection.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import type { ToolCall, Turn } from '#shared/model/turn.ts';
import type { PathFamily } from './endpoints.ts';

/** What a list page says of a call, in our terms. */
export type CallSummary = Pick<
  CallRow,
  | 'id'
  | 'startMs'
  | 'durationMs'
  | 'agentId'
  | 'agentName'
  | 'agentVersion'
  | 'status'
  | 'statusGroup'
  | 'direction'
  | 'callType'
  | 'fromNumber'
  | 'toNumber'
  | 'callerNumber'
>;

/** What the vendor may still add after a call has ended. A field the generation does not have is never listed. */
export type LateField = 'summary' | 'cost' | 'extracted' | 'recording';

/** A call as one Get returned it, in our terms. */
export interface ParsedCall extends CallSummary {
  summary: CallDetail['summary'];
  detectedGender: string | null;
  accountName: string | null;
  cost: CallDetail['cost'];
  disconnectionReason: string | null;
  varsProvided: Record<string, string> | null;
  varsExtracted: Record<string, string> | null;
  varsCollected: Record<string, string> | null;
  transcriptKind: CallDetail['transcriptKind'];
  transcriptText: string | null;
  turns: Turn[];
  toolCalls: ToolCall[];
  missing: LateField[];
  medianLatencyMs: number | null;
  worstLatencyMs: number | null;
}

/** One row of a list page. An unreadable row keeps its raw JSON and says what is wrong with it. */
export type ListedItem =
  | { kind: 'call'; summary: CallSummary; rawJson: string }
  | { kind: 'unreadable'; id: string | null; reason: string; rawJson: string };

export interface ListPage {
  items: ListedItem[];
  /** Rows the vendor sent, readable or not. The last page is the one shorter than the limit asked for. */
  received: number;
  isLast: boolean;
  /** What to pass as `afterId` for the next page; null on an empty page. */
  lastId: string | null;
  totalCount: number | null;
  generation: Generation;
}

/** A signed URL lives in memory only: never stored, logged or sent to the UI. */
export interface SignedUrl {
  url: string;
  /** When the answer that carried it came, and when it ends: Unix ms by the server's clock. */
  obtainedAtMs: number;
  expiresAtMs: number;
}

export type FetchedCall =
  | { kind: 'call'; call: ParsedCall; rawJson: string; recording: SignedUrl | null; generation: Generation }
  | { kind: 'unreadable'; reason: string; rawJson: string };

/** An answer's body and what is known of it. Plain data: it can be sent to another thread, `body` also transferred. */
export interface EncodedAnswer {
  /** The body as it came, decompressed, within the size limit. */
  body: Uint8Array;
  maxDepth: number;
  /** The path that answered, and what the account spoke until now: together they tell the generation. */
  family: PathFamily;
  known: Generation | null;
}

/** `notes` = names of fields with a wrong type, for the log. `pruned` = something absurdly deep was cut out. */
export type Decoded<T> =
  | { kind: 'read'; value: T; generation: Generation; notes: string[]; pruned: boolean }
  | { kind: 'damaged'; why: 'not-json' }
  /** `shape` = what came instead, names only. */
  | { kind: 'damaged'; why: 'wrong-shape'; shape: string };

/** What a decoder of a list is told besides: the limit that was sent. */
export type EncodedPage = EncodedAnswer & { asked: number };

/** And that of a call: the call asked for, and when the server answered, since signed URLs live from then. */
export type EncodedCall = EncodedAnswer & { id: string; serverMs: number };

/**
 * Turns a body into what is wanted of it, on whatever thread. A body that is not JSON or of the wrong shape is a result
 * (`damaged`), after which it is asked for again; a rejection ends the request.
 */
export type Decode<Encoded, T> = (answer: Encoded) => Promise<Decoded<T>>;

/** Counts and waits the sync shows; `retryAtMs` is when the client will go on, null when it is not waiting. */
export interface ClientState {
  requests: number;
  waiting: { reason: 'rate-limit' | 'retry'; untilMs: number } | null;
  /** Requests a minute that the vendor allows, as its headers say; null until known. */
  allowancePerMinute: number | null;
}

/** The vendor filters: what is not wanted is not sent. Times are Unix ms of the call's start, both included. */
export interface ListQuery {
  limit: number;
  afterId?: string;
  includeTestCalls?: boolean;
  /** None = calls of all agents. */
  agentIds?: readonly string[];
  fromMs?: number;
  toMs?: number;
}

/**
 * Reads calls of one account, whichever generation the server speaks.
 * All reads throw `AppError` (`unauthorized`, `offline`, `rate-limited`, `not-found`, `damaged`, `invalid-input`, `internal`)
 * after the retries that make sense, and the signal's reason when cancelled.
 */
export interface VoicyClient {
  /** A list page, as `decode` makes it of the answer's body: on another thread, say, where it is stored at once. */
  readPage<T>(query: ListQuery, decode: Decode<EncodedPage, T>, signal?: AbortSignal): Promise<T>;
  /** The same for one call. */
  readCall<T>(id: string, decode: Decode<EncodedCall, T>, signal?: AbortSignal): Promise<T>;
  listCalls(query: ListQuery, signal?: AbortSignal): Promise<ListPage>;
  getCall(id: string, signal?: AbortSignal): Promise<FetchedCall>;
  state(): ClientState;
  onState(listener: (state: ClientState) => void): () => void;
  /** Unix ms by the server's clock, from its `Date` headers. */
  serverNow(): number;
  /** What the account speaks as far as is known: as told at first, then as the last answer was. Null before. */
  generation(): Generation | null;
}
