import { z } from 'zod';
import { callRowSchema, statusGroupSchema } from '../call.ts';
import { reportedLatencySchema } from '../turn.ts';
import { soundFigureIdSchema } from './calls.ts';
import { tailCauseSchema } from './latency.ts';
import { insightMeasureSchema, insightQuestionSchema, insightWhySchema, slowLimitSchema } from './question.ts';

const count = z.number().int().min(0);
const ms = z.number().nullable();
const page = { offset: count, limit: count.min(1).max(200) };

/**
 * Which turns of a group. `with` = those that have the number; `range` = the number in [fromMs, toMs), null = open; `above` = the
 * number above a limit; `why` = those that lack it for this reason; `tail` = slow turns of `tail` with this cause; `gone` =
 * those after which the caller said nothing and hung up, slow ones or the others; `tools` = with a tool call before them.
 */
export const turnPickSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('with') }),
  z.object({ kind: z.literal('range'), fromMs: ms, toMs: ms }),
  z.object({ kind: z.literal('above'), ms: z.number() }),
  z.object({ kind: z.literal('beyond-tolerance') }),
  z.object({ kind: z.literal('why'), why: insightWhySchema }),
  z.object({ kind: z.literal('tail'), limit: slowLimitSchema, cause: tailCauseSchema.nullable() }),
  z.object({ kind: z.literal('gone'), slow: z.boolean() }),
  z.object({ kind: z.literal('tools'), failed: z.boolean() }),
]);
export type TurnPick = z.infer<typeof turnPickSchema>;

export const turnSortSchema = z.enum(['slowest', 'fastest', 'newest', 'oldest']);
export type TurnSort = z.infer<typeof turnSortSchema>;

export const turnsBehindQuestionSchema = insightQuestionSchema.extend({
  /** A group's key; null = of all groups. */
  key: z.string().max(1000).nullable(),
  measure: insightMeasureSchema,
  pick: turnPickSchema,
  /** Only calls begun in [fromMs, toMs), for a step of a trend. */
  period: z.object({ fromMs: z.number(), toMs: z.number() }).nullable(),
  sort: turnSortSchema,
  ...page,
});
export type TurnsBehindQuestion = z.infer<typeof turnsBehindQuestionSchema>;

/** One agent turn behind a figure. */
export const turnBehindSchema = z.object({
  callId: z.string(),
  /** As `Turn.index`. */
  index: count,
  callerIndex: count.nullable(),
  /** The words, cut to 300 characters. */
  text: z.string(),
  callerText: z.string().nullable(),
  agent: z.string().nullable(),
  agentName: z.string().nullable(),
  version: z.string().nullable(),
  callStartMs: ms,
  /** Of the call, as reported. */
  startMs: ms,
  /** The number asked for; null when it has none, and why. */
  value: ms,
  why: insightWhySchema.nullable(),
  reportedMs: ms,
  measuredMs: ms,
  lowConfidence: z.boolean(),
  latency: reportedLatencySchema,
  tools: count,
  toolErrors: count,
  bargedIn: z.boolean(),
  /** The recording is on this disk. */
  heard: z.boolean(),
});
export type TurnBehind = z.infer<typeof turnBehindSchema>;
export const turnsBehindAnswerSchema = z.object({
  total: count,
  calls: count,
  offset: count,
  turns: z.array(turnBehindSchema),
});
export type TurnsBehindAnswer = z.infer<typeof turnsBehindAnswerSchema>;

/** Which calls of a group, by what a figure of calls counts. */
export const callPickSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  /** Calls with any of it (shares: those it is known of), largest first. */
  z.object({ kind: z.literal('sound'), figure: soundFigureIdSchema }),
  z.object({ kind: z.literal('status'), status: z.string().max(100) }),
  z.object({ kind: z.literal('status-group'), statusGroup: statusGroupSchema }),
  z.object({ kind: z.literal('tool'), tool: z.string().max(1000), outcome: z.enum(['any', 'failed', 'timeout']) }),
  /** With a cost in this currency, dearest first. */
  z.object({ kind: z.literal('cost'), currency: z.string().max(100).nullable() }),
  z.object({ kind: z.literal('lacks'), what: z.enum(['details', 'index', 'recording', 'analysis', 'cost', 'time']) }),
]);
export type CallPick = z.infer<typeof callPickSchema>;

export const callsBehindQuestionSchema = insightQuestionSchema.extend({
  key: z.string().max(1000).nullable(),
  pick: callPickSchema,
  ...page,
});
export type CallsBehindQuestion = z.infer<typeof callsBehindQuestionSchema>;
export const callsBehindAnswerSchema = z.object({
  total: count,
  offset: count,
  calls: z.array(z.object({ row: callRowSchema, value: z.number().nullable() })),
});
export type CallsBehindAnswer = z.infer<typeof callsBehindAnswerSchema>;
