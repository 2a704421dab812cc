import { z } from 'zod';
import { callRowSchema, directionSchema, recordingStateSchema, statusGroupSchema } from './call.ts';
import { callReviewStateSchema } from './review/call-state.ts';
import { reviewerIdSchema } from './review/event.ts';

export const callSortKeys = [
  'start',
  'agent',
  'status',
  'direction',
  'caller',
  'duration',
  'worst',
  'median',
  'measured-worst',
  'measured-median',
  'difference',
  'findings',
  'overlaps',
  'dead-air',
  'recording',
  'review',
] as const;
export const callSortKeySchema = z.enum(callSortKeys);
export type CallSortKey = z.infer<typeof callSortKeySchema>;

export const callSortSchema = z.object({ key: callSortKeySchema, descending: z.boolean() });
export type CallSort = z.infer<typeof callSortSchema>;

/** Absent or empty = no restriction. Within a field any value may match; fields must all match. Times are Unix ms, [from, to). */
export const callFilterSchema = z.object({
  statusGroups: z.array(statusGroupSchema).max(10).optional(),
  agents: z
    .array(z.object({ agent: z.string(), version: z.string().nullable() }))
    .max(500)
    .optional(),
  directions: z.array(directionSchema.unwrap()).max(2).optional(),
  recordingStates: z.array(recordingStateSchema).max(20).optional(),
  reviewStates: z.array(callReviewStateSchema).max(5).optional(),
  /** Ids of those whose review speaks for the call. */
  reviewers: z.array(reviewerIdSchema).max(100).optional(),
  fromMs: z.number().optional(),
  toMs: z.number().optional(),
  /** Worst measured gap longer than this, ms. */
  measuredAboveMs: z.number().min(0).optional(),
  /** Worst difference of reported and measured gap above this, ms. */
  differenceAboveMs: z.number().min(0).optional(),
  /** Longest dead air longer than this, ms. */
  deadAirAboveMs: z.number().min(0).optional(),
  /** `any` = an error or a warning. */
  findings: z.enum(['error', 'any']).optional(),
  /** Both parties at once: at all, one stopping the other, or the agent's beginning over the caller. */
  overlaps: z.enum(['any', 'barge-in', 'agent-over-caller']).optional(),
  /** Number, agent name or call id contains this. */
  text: z.string().max(200).optional(),
});
export type CallFilter = z.infer<typeof callFilterSchema>;

export const callPageSchema = z.object({ rows: z.array(callRowSchema), total: z.number(), offset: z.number() });
export type CallPage = z.infer<typeof callPageSchema>;

/** Counts for the filter panel. They cover the whole workspace, not the current filter. */
export const callFacetsSchema = z.object({
  total: z.number(),
  unreadable: z.number(),
  statusGroups: z.array(z.object({ group: statusGroupSchema, count: z.number() })),
  directions: z.array(z.object({ direction: directionSchema, count: z.number() })),
  recordings: z.array(z.object({ state: recordingStateSchema, count: z.number() })),
  /** `agent` is what a filter takes: the agent's id, or its name where the vendor gives no id. */
  agents: z.array(
    z.object({
      agent: z.string(),
      name: z.string(),
      count: z.number(),
      versions: z.array(z.object({ version: z.string().nullable(), count: z.number() })),
    }),
  ),
  reviewStates: z.array(z.object({ state: callReviewStateSchema, count: z.number() })),
  reviewers: z.array(z.object({ id: reviewerIdSchema, count: z.number() })),
  earliestMs: z.number().nullable(),
  latestMs: z.number().nullable(),
});
export type CallFacets = z.infer<typeof callFacetsSchema>;
