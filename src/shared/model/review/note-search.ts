import { z } from 'zod';
import { anchorSchema } from './anchor.ts';
import { itemIdSchema, reviewerIdSchema } from './event.ts';
import { severitySchema } from './items.ts';

/** Which annotations of the workspace are looked for; empty = no restriction. Within a field any value may match. */
export const noteQuerySchema = z.object({
  /** Words that all stand in it, each at least by its beginning. */
  text: z.string().max(200),
  tags: z.array(itemIdSchema).max(100),
  severities: z.array(z.union([severitySchema, z.literal('none')])).max(5),
  authors: z.array(reviewerIdSchema).max(100),
  state: z.enum(['all', 'open', 'resolved']),
});
export type NoteQuery = z.infer<typeof noteQuerySchema>;

/** An annotation found, with the call it is on. */
export const foundNoteSchema = z.object({
  id: itemIdSchema,
  callId: z.string().nullable(),
  author: reviewerIdSchema,
  createdMs: z.number(),
  updatedMs: z.number(),
  anchor: anchorSchema.nullable(),
  /** The beginning of its text, or the part in which the words stand. */
  excerpt: z.string(),
  tags: z.array(z.string()),
  severity: severitySchema.nullable(),
  resolved: z.boolean(),
  /** Null where the call is not here. */
  agentName: z.string().nullable(),
  agentVersion: z.string().nullable(),
  callStartMs: z.number().nullable(),
  callIsHere: z.boolean(),
});
export type FoundNote = z.infer<typeof foundNoteSchema>;

export const notePageSchema = z.object({ rows: z.array(foundNoteSchema), total: z.number(), offset: z.number() });
export type NotePage = z.infer<typeof notePageSchema>;

export const noteCountSchema = z.object({ callId: z.string(), notes: z.number(), open: z.number() });
export type NoteCount = z.infer<typeof noteCountSchema>;
