import { z } from 'zod';
import { reviewStateSchema } from './items.ts';

/** Where a call stands, out of all its reviews. `new` = nobody has begun one. */
export const callReviewStateSchema = z.enum(['new', ...reviewStateSchema.options]);
export type CallReviewState = z.infer<typeof callReviewStateSchema>;
