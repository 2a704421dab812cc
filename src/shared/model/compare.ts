import { z } from 'zod';
import { generationSchema } from './connection.ts';
import { turnRoleSchema } from './turn.ts';

/** A turn of a call, or with `index: null` the whole call: what can be put side by side. */
export const compareRefSchema = z.object({
  callId: z.string().min(1).max(200),
  /** Place of the turn in the vendor's transcript; null = the whole call. */
  index: z.number().int().min(0).nullable(),
});
export type CompareRef = z.infer<typeof compareRefSchema>;

/** How many can be side by side. */
export const MAX_COMPARED = 6;

/** Something held for comparing. `mark` knows the turn again after a re-sync, without keeping its words; null until it was read. */
export const heldRefSchema = compareRefSchema.extend({ mark: z.string().max(40).nullable() });
export type HeldRef = z.infer<typeof heldRefSchema>;

/**
 * What is known of something held. `moved` = its words stand at `movedTo` now; `changed` = other words stand in its place, and its own
 * nowhere; `no-turn`, `no-call` = it is not here.
 */
export const heldFactsSchema = heldRefSchema.extend({
  state: z.enum(['here', 'moved', 'changed', 'no-turn', 'no-call']),
  movedTo: z.number().int().nullable(),
  agentName: z.string().nullable(),
  agentVersion: z.string().nullable(),
  startMs: z.number().nullable(),
  generation: generationSchema.nullable(),
  role: turnRoleSchema.nullable(),
  /** How the turn begins, or null for a call. */
  text: z.string().nullable(),
});
export type HeldFacts = z.infer<typeof heldFactsSchema>;

/** What a reader has decided about a pair of turns: they belong together, or they do not. */
export const pairStateSchema = z.enum(['pinned', 'broken']);
export type PairState = z.infer<typeof pairStateSchema>;

/** One line of two calls side by side. Exactly one of `a` and `b` may be null: an insertion or a deletion. Indexes are the turns'. */
export const alignedRowSchema = z.object({
  a: z.number().int().nullable(),
  b: z.number().int().nullable(),
  /** How alike the two are, 0 to 1; null where one is missing. */
  likeness: z.number().nullable(),
  /** A person put this pair together. */
  pinned: z.boolean(),
});

/** A pin or break that is not in force as it was made, and why. */
export const doubtfulPairSchema = z.object({
  pairId: z.string(),
  state: pairStateSchema,
  /** Where its turns are today; null = not found. */
  a: z.number().int().nullable(),
  b: z.number().int().nullable(),
  why: z.string(),
});
export type DoubtfulPair = z.infer<typeof doubtfulPairSchema>;

/** A decision of a reader that is in force. */
export const decidedPairSchema = z.object({
  pairId: z.string(),
  state: pairStateSchema,
  a: z.number().int(),
  b: z.number().int(),
});
export type DecidedPair = z.infer<typeof decidedPairSchema>;

/** Two calls turn by turn. Every turn of both is in exactly one row, in the order of its call. */
export const callAlignmentSchema = z.object({
  rows: z.array(alignedRowSchema),
  pins: z.array(decidedPairSchema),
  breaks: z.array(decidedPairSchema),
  doubtful: z.array(doubtfulPairSchema),
});
export type CallAlignment = z.infer<typeof callAlignmentSchema>;
