import { z } from 'zod';
import { callAlignmentSchema, heldFactsSchema, heldRefSchema, pairStateSchema } from '../model/compare.ts';
import { base } from './base.ts';

const callId = z.string().min(1).max(200);
const turn = z.object({ callId, index: z.number().int().min(0) });
const none = z.object({});

/** Calls side by side. Changes with the calls and with the review work on them. */
export const compareContract = {
  /**
   * Two calls turn by turn by what is said, pins and breaks applied. `not-found` when one is not here; a call without
   * turns gives only insertions or deletions.
   */
  align: base.input(z.object({ a: callId, b: callId })).output(callAlignmentSchema),
  /**
   * Says that two turns of two calls belong together (`pinned`) or do not (`broken`); what was decided about either before and
   * does not go with it is taken back by the same command. Undone by `review.undo` of either call.
   * `invalid-input` for turns of one call or of different speakers, `not-found` for a turn that is not there.
   */
  decide: base.input(z.object({ a: turn, b: turn, state: pairStateSchema })).output(none),
  /** Takes decisions back, of anybody. Names that are not known are passed over. */
  release: base
    .input(z.object({ a: callId, b: callId, pairIds: z.array(z.string().min(1).max(200)).max(1000) }))
    .output(none),
  /** What is known of each of these, in their order, and whether a turn still stands where it stood. */
  facts: base.input(z.object({ items: z.array(heldRefSchema).max(100) })).output(z.array(heldFactsSchema)),
};
