import { z } from 'zod';

// Review work is a log that only grows. An event sets fields of one item; the item's state is computed from the set of its
// events alone (`logic/review/fold.ts`), so logs of two seats merge by putting them together, in any order, any number of times.

/** What review work is made of. Each kind's fields: `items.ts`. */
export const reviewKinds = [
  'annotation',
  'correction',
  'review',
  'score',
  'dispute',
  'assignment',
  'tag',
  'scorecard',
  'scorecard-version',
  'pack',
  'reviewer',
  'goal',
  'pair',
  'family',
  'wording',
  'vote',
] as const;
export const reviewKindSchema = z.enum(reviewKinds);
export type ReviewKind = z.infer<typeof reviewKindSchema>;

export const itemIdSchema = z.string().min(1).max(200);
export const eventIdSchema = z.string().regex(/^[\w-]{27}$/, 'Not the id of an event.');
export const reviewerIdSchema = z.string().min(1).max(100);

const fieldName = z.string().min(1).max(40);

/** One change of one item. Its id is the digest of all the rest, so nobody can change an event and keep its id. */
export const reviewEventSchema = z.strictObject({
  id: eventIdSchema,
  kind: reviewKindSchema,
  itemId: itemIdSchema,
  /** The call it is about; null for what belongs to the workspace. */
  callId: z.string().min(1).max(200).nullable(),
  author: reviewerIdSchema,
  /** Unix ms by the author's clock. */
  atMs: z.number().int().min(0).max(8.64e15),
  /** New values by field; null clears one. */
  set: z.record(fieldName, z.json()),
  /** By field: the events whose values the author saw and replaced. What is not named here stands beside the new value. */
  over: z.record(fieldName, z.array(eventIdSchema).max(1000)),
  /** Changes that were made together are undone together. */
  command: z.string().min(1).max(100),
  /** The command that this one takes back. */
  undoes: z.string().min(1).max(100).nullable(),
});
export type ReviewEvent = z.infer<typeof reviewEventSchema>;

/** One of several values that a field has at once, since its authors did not know of each other. */
export const rivalValueSchema = z.object({
  eventId: eventIdSchema,
  value: z.json(),
  author: reviewerIdSchema,
  atMs: z.number(),
});
export type RivalValue = z.infer<typeof rivalValueSchema>;

/** An item as its events make it. `fields` is validated by its kind's schema when it is used. */
export const reviewItemSchema = z.object({
  kind: reviewKindSchema,
  id: itemIdSchema,
  callId: z.string().nullable(),
  author: reviewerIdSchema,
  createdMs: z.number(),
  updatedMs: z.number(),
  fields: z.record(fieldName, z.json()),
  /** By field: the events that hold its present value or values. Send them back as `seen` when changing the field. */
  heads: z.record(fieldName, z.array(eventIdSchema)),
  /** Fields on which the authors disagree, the value shown first. */
  rivals: z.record(fieldName, z.array(rivalValueSchema)),
  /** Grows with every change in this workspace: ask for what came after the highest one known. */
  rev: z.number().int(),
});
export type ReviewItem = z.infer<typeof reviewItemSchema>;

/** A change as the UI asks for it. */
export const reviewChangeSchema = z.strictObject({
  kind: reviewKindSchema,
  itemId: itemIdSchema,
  callId: z.string().min(1).max(200).nullable(),
  set: z.record(fieldName, z.json()),
  /** By field: the events the reader saw there; a field that is left out was seen empty. */
  seen: z.record(fieldName, z.array(eventIdSchema).max(1000)).default({}),
});
export type ReviewChange = z.input<typeof reviewChangeSchema>;
