import { z } from 'zod';
import { statusGroupSchema } from '../call.ts';
import { callFilterSchema } from '../list.ts';
import { itemIdSchema, reviewerIdSchema } from './event.ts';

// The reviewer's queue: which calls are to be reviewed, by whom, in which order, and how far the day has come.

/** What makes a call worth reviewing. Several: all must hold, or any, as `rulesMatch` says. Times in ms. */
export const sampleRuleSchema = z.discriminatedUnion('rule', [
  /** The worst, or the 95th percentile, of the call's gaps before agent turns is above this: measured, else reported. */
  z.strictObject({ rule: z.literal('slow'), figure: z.enum(['worst', 'p95']), aboveMs: z.number().int().min(0) }),
  z.strictObject({ rule: z.literal('findings'), least: z.enum(['warning', 'error']) }),
  z.strictObject({ rule: z.literal('shorter'), thanMs: z.number().int().min(0) }),
  z.strictObject({ rule: z.literal('longer'), thanMs: z.number().int().min(0) }),
  z.strictObject({ rule: z.literal('tool-errors') }),
  z.strictObject({ rule: z.literal('barge-ins') }),
  z.strictObject({ rule: z.literal('not-reviewed') }),
]);
export type SampleRule = z.infer<typeof sampleRuleSchema>;

export const strataSchema = z.strictObject({
  by: z.enum(['version', 'status', 'day']),
  /** `proportional` = as the calls are spread; `equal` = as many from each. */
  share: z.enum(['proportional', 'equal']),
});
export type Strata = z.infer<typeof strataSchema>;

export const sampleSizeSchema = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('calls'), calls: z.number().int().min(1).max(10_000) }),
  z.strictObject({ in: z.literal('percent'), percent: z.number().gt(0).max(100) }),
]);
export type SampleSize = z.infer<typeof sampleSizeSchema>;

/** Calls that are not drawn whatever else holds. */
export const leaveOutSchema = z.strictObject({
  /** Reviewed, or being reviewed, by anyone or only by one of those it is drawn for: those never get a call again unasked. */
  reviewedBy: z.enum(['anyone', 'assignees']),
  /** In somebody's queue. */
  assigned: z.boolean(),
  /** Skipped by one of those it is drawn for. */
  skipped: z.boolean(),
  /** Whose recording is not on this disk. */
  withoutRecording: z.boolean(),
});

/** A sample as it is asked for. The same request on the same calls draws the same ones. */
export const sampleRequestSchema = z.strictObject({
  filter: callFilterSchema,
  rules: z.array(sampleRuleSchema).max(10),
  rulesMatch: z.enum(['all', 'any']),
  leaveOut: leaveOutSchema,
  size: sampleSizeSchema,
  strata: strataSchema.nullable(),
  seed: z.number().int().min(0).max(4_294_967_295),
  /** Whose queues it goes to, in turn. */
  reviewers: z.array(reviewerIdSchema).min(1).max(100),
});
export type SampleRequest = z.infer<typeof sampleRequestSchema>;

/** What a request would draw, or has drawn. */
export const sampleResultSchema = z.object({
  /** Calls that match filter and rules and are not left out. */
  matching: z.number(),
  /** How many of the matching ones each reason leaves out; one call may count under several. */
  leftOut: z.object({
    reviewed: z.number(),
    assigned: z.number(),
    skipped: z.number(),
    withoutRecording: z.number(),
  }),
  callIds: z.array(z.string()),
  /** By stratum, the largest first; `name` null = not known. Empty when not stratified. */
  strata: z.array(z.object({ name: z.string().nullable(), matching: z.number(), drawn: z.number() })),
  /** The whole of it in a sentence: "25 of 1 204 matching calls, stratified by version, seed 7". */
  words: z.string(),
});
export type SampleResult = z.infer<typeof sampleResultSchema>;

/** Earlier calls of a reviewer that come back without saying so. */
export const repeatsSchema = z.strictObject({
  /** Of the calls drawn, percent; 0 = none. */
  percent: z.number().min(0).max(50),
  /** Not before so many days after the first review. */
  afterDays: z.number().int().min(1).max(3650),
});
export type Repeats = z.infer<typeof repeatsSchema>;

/** How a sample goes into the queues. */
export const assignOptionsSchema = z.strictObject({
  dueMs: z.number().int().min(0).nullable(),
  repeats: repeatsSchema,
});
export type AssignOptions = z.infer<typeof assignOptionsSchema>;

export const queuePlaceSchema = z.enum(['in-progress', 'due', 'pack', 'assigned', 'own-sample']);
/** Why a call stands where it stands in the queue, in the order in which they come. */
export type QueuePlace = z.infer<typeof queuePlaceSchema>;

/** One call to review. Times are Unix ms. */
export const queueEntrySchema = z.object({
  callId: z.string(),
  reviewer: reviewerIdSchema,
  assignmentId: itemIdSchema.nullable(),
  reviewId: itemIdSchema.nullable(),
  packId: itemIdSchema.nullable(),
  packName: z.string().nullable(),
  place: queuePlaceSchema,
  reason: z.string().nullable(),
  dueMs: z.number().nullable(),
  /** When it was assigned, or begun. */
  sinceMs: z.number(),
  skipped: z.string().nullable(),
  /** Of the call. */
  startMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  agentName: z.string().nullable(),
  agentVersion: z.string().nullable(),
  status: z.string(),
  statusGroup: statusGroupSchema,
});
export type QueueEntry = z.infer<typeof queueEntrySchema>;

/** One day of a reviewer by the calendar of this machine. */
export const dayProgressSchema = z.object({
  /** `2026-11-25`. */
  day: z.string(),
  done: z.number(),
  /** Middle of the times spent on the reviews finished that day, ms; null when none says how long it took. */
  medianSpentMs: z.number().nullable(),
});
export type DayProgress = z.infer<typeof dayProgressSchema>;

export const progressSchema = z.object({
  today: dayProgressSchema,
  /** Reviews per day that the reviewer means to finish; null = no goal. */
  goal: z.number().nullable(),
  /** The fourteen days up to today, oldest first. */
  days: z.array(dayProgressSchema),
});
export type Progress = z.infer<typeof progressSchema>;

/** How far one reviewer of a pack has come. */
export const packSeatSchema = z.object({ reviewer: reviewerIdSchema, submitted: z.number(), inProgress: z.number() });

/** A calibration pack with what may be known of it before one's own reviews are in: who has finished how many. */
export const packProgressSchema = z.object({
  id: itemIdSchema,
  name: z.string().nullable(),
  blind: z.boolean(),
  calls: z.number(),
  /** Calls of the pack that are not in this workspace yet. */
  callsMissing: z.number(),
  dueMs: z.number().nullable(),
  seats: z.array(packSeatSchema),
  /** All reviewers have submitted all calls. */
  closed: z.boolean(),
});
export type PackProgress = z.infer<typeof packProgressSchema>;

/** A reviewer's queue. */
export const myQueueSchema = z.object({
  /** What comes first, up to 200. */
  open: z.array(queueEntrySchema),
  /** The latest 200. */
  skipped: z.array(queueEntrySchema),
  counts: z.object({
    open: z.number(),
    inProgress: z.number(),
    overdue: z.number(),
    skipped: z.number(),
    /** Assigned calls that are not in this workspace yet. */
    notHere: z.number(),
  }),
});
export type MyQueue = z.infer<typeof myQueueSchema>;

/** What review work there is, as the one who sits here may know it. */
export const reviewCountsSchema = z.object({
  new: z.number(),
  inProgress: z.number(),
  done: z.number(),
  disputed: z.number(),
  resolved: z.number(),
  /** In this reviewer's queue. */
  queued: z.number(),
});
export type ReviewCounts = z.infer<typeof reviewCountsSchema>;

/** A dispute that has no answer yet. */
export const openDisputeSchema = z.object({
  id: itemIdSchema,
  callId: z.string(),
  reviewId: itemIdSchema,
  reviewer: reviewerIdSchema.nullable(),
  by: reviewerIdSchema,
  sinceMs: z.number(),
  text: z.string(),
  agentName: z.string().nullable(),
  agentVersion: z.string().nullable(),
  startMs: z.number().nullable(),
});
export type OpenDispute = z.infer<typeof openDisputeSchema>;
