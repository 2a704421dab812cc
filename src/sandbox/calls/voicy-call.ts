/** Call statuses of the `v1` generation. */
export type CallStatus =
  | 'initiated'
  | 'ringing'
  | 'ongoing'
  | 'user_hangup'
  | 'agent_hangup'
  | 'inactivity'
  | 'error_inactivity'
  | 'busy'
  | 'no_answer'
  | 'error'
  | 'canceled';

/** Stage times of one agent turn; any of them may be missing. */
export interface LatencyBreakdown {
  vad_delay_ms?: number;
  stt_finalize_ms?: number;
  llm_startup_ms?: number;
  llm_first_sentence_ms?: number;
  tts_synthesis_ms?: number;
  send_overhead_ms?: number;
  total_perceived_ms?: number;
}

/** One entry of `transcript`. */
export interface TranscriptEntry {
  role: string;
  content?: string | null | undefined;
  timestamp_ms?: number | null | undefined;
  gender?: string | null | undefined;
  latency_breakdown?: LatencyBreakdown | null | undefined;
  [field: string]: unknown;
}

/**
 * A Call in the `v1` generation without the two fields that depend on the running server: `start_timestamp` and
 * `recording_url`. Other generations are derived from it. Unknown fields are served as they are.
 */
export interface CallFields {
  call_id: string;
  call_type?: string | undefined;
  call_status?: string | undefined;
  agent?: { id?: string | undefined; name?: string | undefined; version?: unknown } | null | undefined;
  account?: { id: string; name: string } | null | undefined;
  from_number?: string | null | undefined;
  to_number?: string | null | undefined;
  direction?: string | undefined;
  duration_ms?: number | null | undefined;
  transcript?: TranscriptEntry[] | null | undefined;
  detected_gender?: string | null | undefined;
  summary?: string | null | undefined;
  call_cost?: { combined_cost: number; currency: string } | null | undefined;
  vars_provided?: Record<string, string> | null | undefined;
  vars_extracted?: Record<string, string> | null | undefined;
  vars_collected?: Record<string, string> | null | undefined;
  [field: string]: unknown;
}

/** A change to a call while the server runs; `undefined` takes the field away, `recording_url` replaces the signed one. */
export type CallPatch = Partial<CallFields> & { start_timestamp?: number; recording_url?: string | null };
