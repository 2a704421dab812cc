import { z } from 'zod';
import { itemIdSchema, reviewerIdSchema, reviewItemSchema } from '../model/review/event.ts';
import {
  assignOptionsSchema,
  myQueueSchema,
  openDisputeSchema,
  packProgressSchema,
  progressSchema,
  queueEntrySchema,
  reviewCountsSchema,
  sampleRequestSchema,
  sampleResultSchema,
} from '../model/review/queue.ts';
import { base } from './base.ts';

const callId = z.string().min(1).max(200);
const none = z.object({});

/** The queue of the reviewer who sits here, and how work gets into it. Changes with `review.changed`. */
export const queueContract = {
  /** The call to review after this one (null: the first); null = there is no other. */
  next: base.input(z.object({ after: callId.nullable() })).output(queueEntrySchema.nullable()),
  /** What there is to do on a call; null = it is not in the queue. */
  ofCall: base.input(z.object({ callId })).output(queueEntrySchema.nullable()),
  mine: base.output(myQueueSchema),
  progress: base.output(progressSchema),
  counts: base.output(reviewCountsSchema),
  /** What a sample would draw; nothing is assigned. */
  sample: base.input(sampleRequestSchema).output(sampleResultSchema),
  /** Draws a sample and assigns it. */
  assign: base
    .input(z.object({ request: sampleRequestSchema, options: assignOptionsSchema }))
    .output(z.object({ assigned: z.number(), words: z.string() })),
  /** Takes a call of one's own queue out of the order, and keeps why. `not-found` when it is not in it. */
  skip: base.input(z.object({ callId, reason: z.string().trim().min(1).max(2000) })).output(none),
  /** Takes that back. */
  unskip: base.input(z.object({ callId })).output(none),
  /** Takes a call out of one's own queue for good; `conflict` once its review was begun. */
  remove: base.input(z.object({ callId })).output(none),
  /** Begins a review of a call, or answers with the one that was begun. */
  start: base
    .input(z.object({ callId }))
    .output(z.object({ reviewId: itemIdSchema, items: z.array(reviewItemSchema) })),
  /** Gives up a review that was begun; what was noted on the call stays. */
  giveUp: base.input(z.object({ callId })).output(none),
  /** Has several reviewers review the same calls; blind unless said otherwise. */
  makePack: base
    .input(
      z.object({
        name: z.string().trim().min(1).max(200),
        callIds: z.array(callId).min(1).max(1000),
        reviewers: z.array(reviewerIdSchema).min(1).max(100),
        versionId: itemIdSchema.nullable(),
        blind: z.boolean(),
        dueMs: z.number().int().min(0).nullable(),
      }),
    )
    .output(z.object({ packId: itemIdSchema })),
  /** Takes a pack back, and its calls out of the queues. What was reviewed stays. */
  removePack: base.input(z.object({ packId: itemIdSchema })).output(none),
  packs: base.output(z.array(packProgressSchema)),
  disputes: base.output(z.array(openDisputeSchema)),
};
