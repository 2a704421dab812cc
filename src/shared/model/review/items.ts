import { z } from 'zod';
import { pairStateSchema } from '../compare.ts';
import { turnRoleSchema } from '../turn.ts';
import { anchorSchema } from './anchor.ts';
import { itemIdSchema, type ReviewKind, reviewerIdSchema } from './event.ts';
import { scorecardSchema, scoreValueSchema } from './scorecard.ts';

// The fields of each kind of item. All may be missing: an item is what its events say, and an import may bring half of them.

const text = z.string().max(2_000_000);
const name = z.string().min(1).max(200);
const at = z.number().int().min(0).max(8.64e15);
const flag = z.boolean();

export const severitySchema = z.enum(['info', 'minor', 'major', 'critical']);
export type Severity = z.infer<typeof severitySchema>;

/** A remark on a call, a turn, words, a moment, a stretch of sound or a tool call. */
export const annotationSchema = z.object({
  anchor: anchorSchema,
  /** Plain text with **bold**, *italic*, `code` and lists. */
  text,
  tags: z.array(itemIdSchema).max(100),
  severity: severitySchema,
  resolved: flag,
  /** Annotations of the same problem. */
  sameAs: z.array(itemIdSchema).max(1000),
  deleted: flag,
});

/** What was really said in a turn; the vendor's words stay beside it. */
export const correctionSchema = z.object({
  /** Always `on: 'turn'`; the key holds the words that are corrected. */
  anchor: anchorSchema,
  /** The corrected words; null = as transcribed. */
  text,
  /** Who really spoke. */
  role: turnRoleSchema,
  /** Where the turn is really several: places in the corrected words, UTF-16 units, ascending, and whose turn begins there. */
  splits: z.array(z.strictObject({ at: z.number().int().min(1), role: turnRoleSchema })).max(100),
  deleted: flag,
});

export const reviewStateSchema = z.enum(['in-progress', 'done', 'disputed', 'resolved']);
export type ReviewState = z.infer<typeof reviewStateSchema>;

/** One reviewer's review of one call with one version of a scorecard. Reviewing again makes another one. */
export const reviewSchema = z.object({
  reviewer: reviewerIdSchema,
  versionId: itemIdSchema,
  state: reviewStateSchema,
  /** What the review comes to, for everybody. */
  note: text,
  /** For the people who build the agent: what to do differently. */
  coaching: text,
  startedMs: at,
  submittedMs: at,
  /** Time with the call open and in front, ms. */
  spentMs: z.number().min(0),
  /** The review that this one supersedes. */
  replaces: itemIdSchema,
  packId: itemIdSchema,
  /** A hidden repeat of this earlier review by the same reviewer. */
  repeatOf: itemIdSchema,
  deleted: flag,
});

/** The answer to one criterion in one review. Its id is `reviewId/criterionId`. */
export const scoreSchema = z.object({
  reviewId: itemIdSchema,
  criterionId: itemIdSchema,
  value: scoreValueSchema,
  comment: text,
  /** Turns, ranges and tool calls that show it. */
  evidence: z.array(anchorSchema).max(200),
  /** Why an answer that the data gave was overridden. */
  overrideReason: text,
  /** What the data said when the review was submitted, kept beside an override. */
  auto: z.strictObject({ answer: flag, figure: z.number(), says: z.string().max(2000) }),
  deleted: flag,
});

export const disputeOutcomeSchema = z.enum(['upheld', 'changed']);

/** An objection to a review, and the answer to it. `upheld` = the review stands. */
export const disputeSchema = z.object({
  reviewId: itemIdSchema,
  criterionIds: z.array(itemIdSchema).max(500),
  text,
  answer: text,
  answeredBy: reviewerIdSchema,
  outcome: disputeOutcomeSchema,
  deleted: flag,
});

/** A call that somebody is to review. Its id is `callId/reviewer` or `packId/callId/reviewer`. */
export const assignmentSchema = z.object({
  reviewer: reviewerIdSchema,
  /** Why this call, in words: "random", "slow", "calibration: March". */
  reason: z.string().max(500),
  packId: itemIdSchema,
  repeatOf: itemIdSchema,
  dueMs: at,
  /** Why it was passed over; null while it was not. */
  skipped: z.string().max(2000),
  deleted: flag,
});

export const tagColourSchema = z.enum(['grey', 'blue', 'teal', 'green', 'yellow', 'orange', 'red', 'purple']);
export type TagColour = z.infer<typeof tagColourSchema>;

/** A word of the taxonomy. */
export const tagSchema = z.object({
  name,
  colour: tagColourSchema,
  /** The root cause it belongs to ("speech recognition", "prompt", "telephony"). */
  cause: z.string().max(200),
  /** The digit that puts it on. */
  key: z.number().int().min(1).max(9),
  /** Place in lists, ascending. */
  order: z.number(),
  retired: flag,
});

export const scorecardItemSchema = z.object({ name, description: text, retired: flag });

/** A published version never changes: what was scored with it stays what it was. */
export const scorecardVersionSchema = z.object({
  scorecardId: itemIdSchema,
  number: z.number().int().min(1),
  definition: scorecardSchema,
  /** Absent on a draft. */
  publishedMs: at,
  deleted: flag,
});

/** The same calls for several reviewers, who do not see each other's scores before they submit their own. */
export const packSchema = z.object({
  name,
  versionId: itemIdSchema,
  callIds: z.array(z.string().min(1).max(200)).max(1000),
  reviewers: z.array(reviewerIdSchema).max(100),
  blind: flag,
  dueMs: at,
  deleted: flag,
});

export const reviewerSchema = z.object({ name });

/** How many reviews a reviewer means to finish in a day. Its id is the reviewer's. */
export const goalSchema = z.object({ perDay: z.number().int().min(0).max(1000) });

/**
 * One half of what a reader decided about two turns of two calls: each call has the half with its own words, so that erasing
 * either erases them and leaves no trace of it in the other. A half alone says nothing. Its id is `pairId/callId`.
 */
export const pairSchema = z.object({
  pairId: itemIdSchema,
  /** Always `on: 'turn'`, in the item's own call. */
  anchor: anchorSchema,
  state: pairStateSchema,
  deleted: flag,
});

const wordingKey = z.string().regex(/^[0-9a-f]{16}$/);

/**
 * A family of recurring agent turns, as far as a person has changed it: its name, or the family it was merged into. Its id is the
 * family's key. What is found by itself is not review work.
 */
export const familySchema = z.object({
  /** `agent_key` of its calls. */
  agent: z.string().max(400),
  name,
  /** A wording of it: the name stays with the family that this wording is in, whatever families are found the next time. */
  wording: wordingKey,
  mergedInto: itemIdSchema,
  deleted: flag,
});

/** A wording that a person put into a family. Its id is `familyKeyOf` of agent and wording. */
export const wordingPlaceSchema = z.object({
  agent: z.string().max(400),
  wording: wordingKey,
  /** Key of the family; null = back to where it was found to belong. */
  family: itemIdSchema,
  deleted: flag,
});

const turnIndex = z.number().int().min(0);
const agentLabel = z.string().max(500);

/**
 * What somebody heard of two agent turns without knowing which is which: `first` is the one that was called A. The item's call is
 * the first one's. The listener is its author. Flat, so that a redacted copy can rename the calls.
 */
export const voteSchema = z.object({
  /** Votes of one sitting. */
  session: itemIdSchema,
  firstCall: z.string().min(1).max(200),
  firstIndex: turnIndex,
  firstAgent: agentLabel,
  firstVersion: agentLabel,
  secondCall: z.string().min(1).max(200),
  secondIndex: turnIndex,
  secondAgent: agentLabel,
  secondVersion: agentLabel,
  /** Which of them was played first. */
  heardFirst: z.enum(['first', 'second']),
  choice: z.enum(['first', 'second', 'none']),
  deleted: flag,
});

/** The fields of each kind. Use `.partial()` of one to read an item, with null for a cleared field. */
export const itemSchemas = {
  annotation: annotationSchema,
  correction: correctionSchema,
  review: reviewSchema,
  score: scoreSchema,
  dispute: disputeSchema,
  assignment: assignmentSchema,
  tag: tagSchema,
  scorecard: scorecardItemSchema,
  'scorecard-version': scorecardVersionSchema,
  pack: packSchema,
  reviewer: reviewerSchema,
  goal: goalSchema,
  family: familySchema,
  wording: wordingPlaceSchema,
  vote: voteSchema,
  pair: pairSchema,
} satisfies Record<ReviewKind, z.ZodObject>;

/** An item's fields as they may be used: each of the right type, or null when it is not set or cannot be read. */
export type ItemFields<K extends ReviewKind> = {
  [F in keyof z.infer<(typeof itemSchemas)[K]>]: z.infer<(typeof itemSchemas)[K]>[F] | null;
};
