import { z } from 'zod';

/** The pipeline stages in the order they start, as the vendor names them. They stream and overlap. */
export const latencyStages = [
  'vad_delay_ms',
  'stt_finalize_ms',
  'llm_startup_ms',
  'llm_first_sentence_ms',
  'tts_synthesis_ms',
  'send_overhead_ms',
] as const;
export type LatencyStage = (typeof latencyStages)[number];

const ms = z.number().nullable();

/** What the vendor reports for one agent turn, ms; `null` = not given. `total` may be less than the sum of the stages. */
export const reportedLatencySchema = z.object({
  total_perceived_ms: ms,
  vad_delay_ms: ms,
  stt_finalize_ms: ms,
  llm_startup_ms: ms,
  llm_first_sentence_ms: ms,
  tts_synthesis_ms: ms,
  send_overhead_ms: ms,
});
export type ReportedLatency = z.infer<typeof reportedLatencySchema>;

/** `other` = a role this version does not know; it is shown as the vendor wrote it (`rawRole`). */
export const turnRoleSchema = z.enum(['agent', 'caller', 'other']);
export type TurnRole = z.infer<typeof turnRoleSchema>;

/** One spoken turn. `index` counts turns, `entry` is the place in the vendor's transcript; times are ms from the call's start. */
export const turnSchema = z.object({
  index: z.number().int(),
  entry: z.number().int(),
  role: turnRoleSchema,
  rawRole: z.string(),
  content: z.string(),
  startMs: ms,
  endMs: ms,
  gender: z.string().nullable(),
  latency: reportedLatencySchema.nullable(),
  reportedGapMs: ms,
  measuredGapMs: ms,
});
export type Turn = z.infer<typeof turnSchema>;

/** A function call between turns: the two `system` entries that share an invocation id. Bodies are text as received. */
export const toolCallSchema = z.object({
  entry: z.number().int(),
  invocationId: z.string().nullable(),
  startMs: ms,
  name: z.string(),
  method: z.string().nullable(),
  url: z.string().nullable(),
  requestBody: z.string().nullable(),
  headers: z.record(z.string(), z.string()).nullable(),
  statusCode: z.number().nullable(),
  responseBody: z.string().nullable(),
  extractedVars: z.record(z.string(), z.string()).nullable(),
  durationMs: ms,
  error: z.string().nullable(),
  hasResult: z.boolean(),
});
export type ToolCall = z.infer<typeof toolCallSchema>;
