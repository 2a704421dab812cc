/** The two files this maker writes (demo.json, truth.json), and the steps a dialogue is made of. */

export type Role = 'agent' | 'caller';
export type Lang = 'en' | 'he' | 'es';
export type Gender = 'male' | 'female';

export interface Latency {
  vad_delay_ms?: number;
  stt_finalize_ms?: number;
  llm_startup_ms?: number;
  llm_first_sentence_ms?: number;
  tts_synthesis_ms?: number;
  send_overhead_ms?: number;
  total_perceived_ms?: number;
}

export interface FunctionInvocation {
  node_name: string;
  method: string;
  url: string;
  request_body: unknown;
  headers: Record<string, string>;
}

export interface FunctionResult {
  node_name: string;
  status_code: number | null;
  response_body: unknown;
  extracted_vars: Record<string, string>;
  duration_ms: number;
  error: ToolError | null;
}

export type ToolError = 'timeout' | 'non_2xx' | 'bad_response_json' | 'network';

export interface Entry {
  role: string;
  content: string;
  timestamp_ms?: number;
  gender?: Gender;
  latency_breakdown?: Latency | null;
  invocation_id?: string;
  function_invocation?: FunctionInvocation;
  function_result?: FunctionResult;
}

export interface Call {
  call_id: string;
  call_type: 'phone_call' | 'web_call';
  call_status: string;
  agent: { id: string; name: string; version: number } | null;
  account: { id: string; name: string } | null;
  from_number?: string | null;
  to_number?: string | null;
  direction: 'incoming' | 'outgoing';
  duration_ms: number | null;
  transcript: Entry[] | null;
  detected_gender: Gender | null;
  summary: string | null;
  call_cost: { combined_cost: number; currency: 'usd' } | null;
  vars_provided: Record<string, string> | null;
  vars_extracted: Record<string, string> | null;
}

export interface RecordingInfo {
  file: string;
  contentType: string;
  bytes: number;
  sha256: string;
  durationMs: number;
  sampleRate: number;
  channels: 1 | 2;
  codec: 'pcm_s16le' | 'pcm_mulaw' | 'pcm_alaw' | 'mp3' | 'opus' | 'aac' | 'flac';
  container: 'wav' | 'mp3' | 'ogg' | 'webm' | 'mp4' | 'adts' | 'flac';
}

export interface DemoCall {
  startedAgoMs: number;
  call: Call;
  recording: RecordingInfo | null;
  recordingState?: 'late' | 'gone';
  recordingLateMs?: number;
  endsAfterMs?: number;
  lateFieldsAfterMs?: number;
}

export interface TruthTurn {
  entry: number;
  role: Role;
  onsetMs: number;
  endMs: number;
  generatedEndMs: number | null;
  gapMs: number | null;
  bargeIn: boolean;
}

export interface TruthCall {
  channels: string[];
  clockOffsetMs: number;
  story: string | null;
  turns: TruthTurn[];
}

/** What is written (`content`) and what the synthesiser is given (`say`), which differ for Hebrew and for codes. */
export interface Line {
  content: string;
  say: string;
}

export interface AgentOptions {
  /** Gap after the caller's speech, instead of one drawn from the agent's profile. The extra time lies in `slowIn`. */
  gapMs?: number;
  slowIn?: 'llm_startup_ms' | 'llm_first_sentence_ms';
  /** The agent takes the caller's pause for the end of the turn and talks over the second caller line before this one. */
  over?: boolean;
}

export interface CallerOptions {
  reactMs?: number;
  /** Starts at this share of the agent's previous line, which is cut about 300 ms later. */
  barge?: number;
  /** Same, but only a "mm-hm": the agent goes on. */
  back?: number;
}

export interface ToolSpec {
  node: string;
  method: 'GET' | 'POST';
  url: string;
  body?: unknown;
  ms?: number;
  status?: number | null;
  response?: unknown;
  vars?: Record<string, string>;
  error?: ToolError;
}

export type Step =
  | ({ kind: 'agent' } & Line & AgentOptions)
  | ({ kind: 'caller' } & Line & CallerOptions)
  | { kind: 'tool'; spec: ToolSpec }
  | { kind: 'wait'; ms: number }
  | { kind: 'hold'; ms: number }
  | { kind: 'note'; role: string; content: string };
