import { z } from 'zod';

/** What is being typed into one field: kept within a second, until it is saved or given up. Never shared. */
export const draftSchema = z.object({ key: z.string(), text: z.string(), updatedMs: z.number() });
export type Draft = z.infer<typeof draftSchema>;
