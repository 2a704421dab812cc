import { z } from 'zod';
import { callFilterSchema } from './list.ts';
import { itemIdSchema } from './review/event.ts';

// Agent turns that say the same in other calls. Gaps are ms; null = nothing has that number.

const count = z.number().int().min(0);
const ms = z.number().nullable();
const page = { offset: count, limit: z.number().int().min(1).max(200) };
export const wordingKeySchema = z.string().regex(/^[0-9a-f]{16}$/);

/** Characters of a turn that lists show; the rest is in its call. */
export const SHOWN_CHARS = 600;

/**
 * A gap over some turns: of how many it is known, its median and 90th percentile (type 7), and from how many generations of the vendor's
 * API these turns come: reported gaps of more than one may be defined differently.
 */
export const gapFiguresSchema = z.object({ n: count, p50: ms, p90: ms, generations: count });
export type GapFigures = z.infer<typeof gapFiguresSchema>;

/** How much of the library the index holds, calls with details. Figures are of what is indexed. */
export const indexStatusSchema = z.object({ indexed: count, total: count });
export type IndexStatus = z.infer<typeof indexStatusSchema>;

export const versionTurnsSchema = z.object({
  /** `agent_key`; '' where the calls have none. */
  agent: z.string(),
  agentName: z.string().nullable(),
  version: z.string().nullable(),
  calls: count,
  turns: count,
  reported: gapFiguresSchema,
  measured: gapFiguresSchema,
});
export type VersionTurns = z.infer<typeof versionTurnsSchema>;

export const foundTurnSchema = z.object({
  callId: z.string(),
  /** As `Turn.index`. */
  index: count,
  /** 0 to 1; null where nothing was compared. */
  likeness: z.number().nullable(),
  /** Cut to `SHOWN_CHARS`, as `callerText` is. */
  text: z.string(),
  callerText: z.string().nullable(),
  agent: z.string(),
  agentName: z.string().nullable(),
  version: z.string().nullable(),
  callStartMs: ms,
  /** Of the call, as reported. */
  startMs: ms,
  reportedMs: ms,
  measuredMs: ms,
  measuredLow: z.boolean().nullable(),
  familyId: itemIdSchema.nullable(),
  familyName: z.string().nullable(),
  /** Its recording is on this disk. */
  hasRecording: z.boolean(),
});
export type FoundTurn = z.infer<typeof foundTurnSchema>;

export const turnsLikeQuestionSchema = z.object({
  callId: z.string().min(1).max(200),
  index: count,
  filter: callFilterSchema,
  /** Only turns of the same agent. */
  sameAgent: z.boolean(),
  ...page,
});
export type TurnsLikeQuestion = z.infer<typeof turnsLikeQuestionSchema>;

export const turnsLikeAnswerSchema = z.object({
  /** Why nothing can be looked for; null when it was. `no-words` = the turn has none that could be compared. */
  why: z.enum(['not-here', 'not-agent', 'no-words']).nullable(),
  /** The likest first, of equals the newest; without the turn itself. */
  rows: z.array(foundTurnSchema),
  total: count,
  /** All that were found, by agent and version, the asked turn left out. */
  versions: z.array(versionTurnsSchema),
  index: indexStatusSchema,
});
export type TurnsLikeAnswer = z.infer<typeof turnsLikeAnswerSchema>;

export const familySchema = z.object({
  id: itemIdSchema,
  agent: z.string(),
  agentName: z.string().nullable(),
  name: z.string(),
  /** A person gave it that name. */
  named: z.boolean(),
  /** Turns, calls, versions and wordings of the filter's calls. */
  turns: count,
  calls: count,
  versions: count,
  wordings: count,
  reported: gapFiguresSchema,
  measured: gapFiguresSchema,
});
export type Family = z.infer<typeof familySchema>;

export const familySorts = ['turns', 'name', 'reported', 'measured', 'versions', 'wordings'] as const;

export const familiesQuestionSchema = z.object({
  agent: z.string().max(400).nullable(),
  filter: callFilterSchema,
  /** Part of the name. */
  text: z.string().max(200),
  sort: z.object({ key: z.enum(familySorts), descending: z.boolean() }),
  ...page,
});
export type FamiliesQuestion = z.infer<typeof familiesQuestionSchema>;

export const familiesAnswerSchema = z.object({
  families: z.array(familySchema),
  total: count,
  /** Agent turns of the filter's calls, and those of them that are in a family. */
  turns: count,
  placed: count,
  agents: z.array(z.object({ agent: z.string(), name: z.string().nullable(), families: count })),
  index: indexStatusSchema,
});
export type FamiliesAnswer = z.infer<typeof familiesAnswerSchema>;

export const familyWordingSchema = z.object({
  key: wordingKeySchema,
  /** Folded words, `#` for numbers and `@` for names. */
  template: z.string(),
  /** The newest turn with this wording, cut; null when none is in the filter. */
  example: z.string().nullable(),
  turns: count,
  /** A person put it here. */
  placed: z.boolean(),
});
export type FamilyWording = z.infer<typeof familyWordingSchema>;

export const familyDetailSchema = familySchema.extend({
  byVersion: z.array(versionTurnsSchema),
  /** The most frequent first, 200 at most; `wordings` counts all. */
  list: z.array(familyWordingSchema),
  /** Quantiles 0, 5, ... 100 % of each gap, for drawing; empty when there is none. */
  spread: z.object({ reported: z.array(z.number()), measured: z.array(z.number()) }),
});
export type FamilyDetail = z.infer<typeof familyDetailSchema>;

export const familyTurnsQuestionSchema = z.object({
  id: itemIdSchema,
  wording: wordingKeySchema.nullable(),
  version: z.object({ version: z.string().nullable() }).nullable(),
  filter: callFilterSchema,
  sort: z.enum(['newest', 'slowest-measured', 'slowest-reported']),
  ...page,
});
export type FamilyTurnsQuestion = z.infer<typeof familyTurnsQuestionSchema>;

/** The family of one agent turn of a call. */
export const turnFamilySchema = z.object({
  index: count,
  familyId: itemIdSchema,
  name: z.string(),
  /** Turns in the family, all calls. */
  turns: count,
  /** Share of the family's turns with a measured gap that are faster than this one; null where either is unknown. */
  slowerThan: z.number().nullable(),
});
export type TurnFamily = z.infer<typeof turnFamilySchema>;
