import { z } from 'zod';
import { draftSchema } from '../model/review/draft.ts';
import { itemIdSchema, reviewChangeSchema, reviewerIdSchema, reviewItemSchema } from '../model/review/event.ts';
import { callReviewSchema } from '../model/review/view.ts';
import { base } from './base.ts';

/** A call's, or with null the workspace's. */
const callId = z.string().min(1).max(200).nullable();
const undone = z.object({ items: z.array(reviewItemSchema), left: z.number().int() }).nullable();
const reviewer = z.object({ id: reviewerIdSchema, name: z.string().nullable() });
const none = z.object({});

/** Review work: annotations, corrections, scores, and what belongs to the workspace (tags, scorecards, reviewers). */
export const reviewContract = {
  /** Items of a call that changed after `since`; with 0, or when `whole`, all there are. */
  ofCall: base
    .input(z.object({ callId: z.string().min(1).max(200), since: z.number().int().min(0) }))
    .output(callReviewSchema),
  ofWorkspace: base.input(z.object({ since: z.number().int().min(0) })).output(callReviewSchema),
  /** Makes changes as one command, undone as one. Answers with the items they changed. */
  apply: base
    .input(z.object({ callId, changes: z.array(reviewChangeSchema).min(1).max(5000) }))
    .output(z.array(reviewItemSchema)),
  /** Takes back the last command, also one of before a restart; null = there is none. `left` = fields changed again since. */
  undo: base.input(z.object({ callId })).output(undone),
  redo: base.input(z.object({ callId })).output(undone),
  /** What is being typed, kept until it is saved or given up (null). `key` names the field. */
  saveDraft: base
    .input(z.object({ key: itemIdSchema, callId, text: z.string().max(2_000_000).nullable() }))
    .output(none),
  drafts: base.input(z.object({ callId })).output(z.array(draftSchema)),
  /** Items on which their authors disagree. */
  contested: base.output(z.array(reviewItemSchema)),
};

/** Who sits at this workspace. */
export const reviewerContract = {
  get: base.output(reviewer),
  name: base.input(z.object({ name: z.string().trim().min(1).max(100) })).output(reviewer),
  /** Another reviewer of this workspace sits here now. */
  choose: base.input(z.object({ id: reviewerIdSchema })).output(reviewer),
};
