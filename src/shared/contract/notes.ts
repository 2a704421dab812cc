import { z } from 'zod';
import { noteCountSchema, notePageSchema, noteQuerySchema } from '../model/review/note-search.ts';
import { base } from './base.ts';

/** Annotations across all calls. */
export const notesContract = {
  /** Annotations of the workspace that are like this, the newest first. */
  search: base
    .input(
      z.object({
        query: noteQuerySchema,
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(notePageSchema),
  /** How many annotations each call has; calls without any are not named. */
  counts: base.output(z.array(noteCountSchema)),
};
