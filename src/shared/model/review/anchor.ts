import { z } from 'zod';
import { turnRoleSchema } from '../turn.ts';

// What a piece of review work points at. An anchor says everything that was known when it was made and is never rewritten by
// a sync: where it stands in today's transcript is computed (`logic/anchors`).

const ms = z.number().min(0).max(1e9);
const quoteText = z.string().max(20_000);

/** What tells a turn from the others when the transcript changes: its place, its time and how its text begins. */
export const turnKeySchema = z.strictObject({
  index: z.number().int().min(0),
  role: turnRoleSchema,
  startMs: ms.nullable(),
  /** The turn's text when the anchor was made, cut after 20 000 characters. */
  text: quoteText,
  /** How the turn before ended and the one after began, up to 64 characters: they tell a "Yes" from the others. Empty where
   * there was none; absent in anchors that other programs made. */
  before: z.string().max(200).optional(),
  after: z.string().max(200).optional(),
});
export type TurnKey = z.infer<typeof turnKeySchema>;

/** Words within a turn, after the W3C text quote selector: up to 64 characters on each side tell it from its repetitions. */
export const quoteSchema = z.strictObject({
  exact: quoteText.min(1),
  prefix: z.string().max(200),
  suffix: z.string().max(200),
  /** Where it began in the turn's text, UTF-16 units. */
  at: z.number().int().min(0),
});
export type Quote = z.infer<typeof quoteSchema>;

/** Points and ranges are on the recording's clock, ms; a turn's times are the transcript's own. */
export const anchorSchema = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('call') }),
  z.strictObject({ on: z.literal('turn'), turn: turnKeySchema }),
  z.strictObject({ on: z.literal('text'), turn: turnKeySchema, quote: quoteSchema }),
  z.strictObject({ on: z.literal('point'), atMs: ms }),
  z
    .strictObject({ on: z.literal('range'), startMs: ms, endMs: ms })
    .refine(({ startMs, endMs }) => endMs >= startMs, { message: 'The range ends before it begins.' }),
  z.strictObject({
    on: z.literal('tool'),
    tool: z.strictObject({
      invocationId: z.string().max(500).nullable(),
      name: z.string().max(500),
      entry: z.number().int().min(0),
      startMs: ms.nullable(),
    }),
  }),
]);
export type Anchor = z.infer<typeof anchorSchema>;

/**
 * Where an anchor stands in today's transcript. `same` = nothing changed there; `moved` = found elsewhere, and certain;
 * `check` = the likeliest place, a person has to look; `lost` = nothing resembles it any more.
 */
export const placementSchema = z.object({
  state: z.enum(['same', 'moved', 'check', 'lost']),
  /** Position of the turn in the transcript; null for what stands on the call, on its sound or on a tool call. */
  turn: z.number().int().nullable(),
  /** The words within that turn, UTF-16 units. */
  from: z.number().int().nullable(),
  to: z.number().int().nullable(),
  /** Position of the tool call. */
  tool: z.number().int().nullable(),
  /** Why somebody has to look, in a sentence; null when nobody has to. */
  why: z.string().nullable(),
});
export type Placement = z.infer<typeof placementSchema>;
