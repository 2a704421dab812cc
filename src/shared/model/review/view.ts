import { z } from 'zod';
import { reviewItemSchema } from './event.ts';

/** Review work of a call (or of the workspace): the items that changed after what was asked for, deleted ones included. */
export const callReviewSchema = z.object({
  /** Ask for what comes after this next time. */
  rev: z.number().int(),
  /** These (and what follows, when there is `more`) are all items there are, not only the changed ones. */
  whole: z.boolean(),
  /** There is more: ask again with this answer's `rev`. */
  more: z.boolean(),
  items: z.array(reviewItemSchema),
  canUndo: z.boolean(),
  canRedo: z.boolean(),
});
export type CallReview = z.infer<typeof callReviewSchema>;
