import { z } from 'zod';
import { rowMeasuresSchema } from './measures.ts';
import { callReviewStateSchema } from './review/call-state.ts';
import { reviewerIdSchema } from './review/event.ts';

/** Which part of its life a call is in; `unknown` is a status this version has not heard of. */
export const statusGroupSchema = z.enum(['in-progress', 'completed', 'failed', 'unknown']);
export type StatusGroup = z.infer<typeof statusGroupSchema>;

const statusGroups: Record<string, StatusGroup> = {
  initiated: 'in-progress',
  ringing: 'in-progress',
  ongoing: 'in-progress',
  in_progress: 'in-progress',
  user_hangup: 'completed',
  agent_hangup: 'completed',
  inactivity: 'completed',
  error_inactivity: 'completed',
  ended: 'completed',
  busy: 'failed',
  no_answer: 'failed',
  error: 'failed',
  canceled: 'failed',
};

/** The group of a vendor status of any API generation. Own keys only: a status named `constructor` is unknown. */
export function statusGroupOf(status: string): StatusGroup {
  return Object.hasOwn(statusGroups, status) ? (statusGroups[status] ?? 'unknown') : 'unknown';
}

/** `null` where the vendor said nothing or something else. Relative to the agent. */
export const directionSchema = z.enum(['incoming', 'outgoing']).nullable();
export type Direction = z.infer<typeof directionSchema>;

/** `listed` = only the list has been read; `ready` = details are in; `failed` = the last Get failed (see `detailError`). */
export const detailStateSchema = z.enum(['listed', 'ready', 'failed', 'unreadable']);
export type DetailState = z.infer<typeof detailStateSchema>;

/**
 * What is known of a call's recording.
 * `unknown` = details not fetched; `none` = upstream says there is none; `pending` = not there yet, asked again later;
 * `queued`, `downloading`; `ready` = on this disk, verified; `gone` = upstream deleted it; `failed` = see code and message.
 */
export const recordingStateSchema = z.enum([
  'unknown',
  'none',
  'pending',
  'queued',
  'downloading',
  'ready',
  'gone',
  'failed',
]);
export type RecordingState = z.infer<typeof recordingStateSchema>;

/** One line of the call list. Times are Unix ms, durations and latencies ms. */
export const callRowSchema = z.object({
  id: z.string(),
  startMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  agentVersion: z.string().nullable(),
  status: z.string(),
  statusGroup: statusGroupSchema,
  direction: directionSchema,
  callType: z.string().nullable(),
  fromNumber: z.string().nullable(),
  toNumber: z.string().nullable(),
  /** The party that is not the agent: `from` on incoming, `to` on outgoing calls. */
  callerNumber: z.string().nullable(),
  turnCount: z.number().nullable(),
  medianLatencyMs: z.number().nullable(),
  worstLatencyMs: z.number().nullable(),
  detailState: detailStateSchema,
  recordingState: recordingStateSchema,
  /** Null while the call is not measured as it stands. */
  measures: rowMeasuresSchema.nullable(),
  /** Where its review stands, as the one who sits here may know it, and whose review says so (null while it is new). */
  review: z.object({ state: callReviewStateSchema, reviewer: reviewerIdSchema.nullable() }),
});
export type CallRow = z.infer<typeof callRowSchema>;
