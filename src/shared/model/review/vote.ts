import { z } from 'zod';
import { reviewerIdSchema } from './event.ts';

const heardTurnSchema = z.object({
  callId: z.string(),
  index: z.number().int(),
  agent: z.string().nullable(),
  version: z.string().nullable(),
});

/** One turn of a vote. */
export type VotedTurn = z.infer<typeof heardTurnSchema>;

/** What one listener heard of two turns; `first` was called A. */
export const voteRecordSchema = z.object({
  id: z.string(),
  listener: reviewerIdSchema,
  atMs: z.number(),
  session: z.string().nullable(),
  first: heardTurnSchema,
  second: heardTurnSchema,
  heardFirst: z.enum(['first', 'second']),
  choice: z.enum(['first', 'second', 'none']),
});
export type Vote = z.infer<typeof voteRecordSchema>;
