import { z } from 'zod';
import { statusGroupSchema } from '../call.ts';
import { definitionIdSchema } from '../finding.ts';
import { latencyStages } from '../turn.ts';
import {
  estimateSchema,
  insightBadgeSchema,
  insightGroupSchema,
  insightHeadShape,
  missingSchema,
  shareSchema,
} from './common.ts';
import { insightBySchema } from './question.ts';

const count = z.number().int().min(0);
const ms = z.number().nullable();

const groupedShape = { ...insightHeadShape, by: insightBySchema, moreGroups: count, undated: count };

/** What a filter matches, read without walking the turns: the first thing a page can show. */
export const overviewSchema = z.object({
  calls: count,
  /** Agent turns that are indexed; of them, with a reported total and with a measured gap. */
  turns: count,
  reported: count,
  measured: count,
  /** Calls with details; of them, those whose turns are indexed; recordings here; those whose sound was measured. */
  detailed: count,
  indexed: count,
  recordings: count,
  analysed: count,
  earliestMs: ms,
  latestMs: ms,
  undated: count,
  /** Largest first. */
  agents: z.array(
    z.object({
      agent: z.string(),
      name: z.string(),
      calls: count,
      /** In the order in which they came: by number where they are numbers. */
      versions: z.array(z.object({ version: z.string().nullable(), calls: count })),
    }),
  ),
  generations: z.array(z.object({ generation: z.string().nullable(), calls: count })),
  badges: z.array(insightBadgeSchema),
});
export type Overview = z.infer<typeof overviewSchema>;

/** What is heard in the sound of a group's calls. */
export const soundFigureIds = [
  'overlaps',
  'barge-ins',
  'agent-over-caller',
  'dead-airs',
  'dead-air-ms',
  'hold-ms',
  'monologues',
  'talk-ratio',
  'silence-share',
] as const;
export const soundFigureIdSchema = z.enum(soundFigureIds);
export type SoundFigureId = z.infer<typeof soundFigureIdSchema>;

/**
 * One figure of a group. Counts and times (ms) are means per call; `talk-ratio` is the agent's share of all speech and
 * `silence-share` silence by length, both means of the calls' shares (0-1).
 */
export const soundFigureSchema = z.object({
  id: soundFigureIdSchema,
  definition: definitionIdSchema,
  /** Calls it can be known of. */
  n: count,
  mean: estimateSchema.nullable(),
  /** Calls with any at all; null for shares, which every call has. */
  any: shareSchema.nullable(),
  median: ms,
  most: ms,
});
export const soundAnswerSchema = z.object({
  ...groupedShape,
  groups: z.array(z.object({ group: insightGroupSchema, calls: count, figures: z.array(soundFigureSchema) })),
});
export type SoundAnswer = z.infer<typeof soundAnswerSchema>;

/** How calls ended, and whether callers leave after a slow turn. */
export const outcomeGroupSchema = z.object({
  group: insightGroupSchema,
  calls: count,
  statusGroups: z.array(z.object({ statusGroup: statusGroupSchema, share: shareSchema })),
  /** As the vendor names them, most frequent first. */
  statuses: z.array(z.object({ status: z.string(), statusGroup: statusGroupSchema, n: count })),
  /**
   * Agent turns after which the caller said nothing and hung up: of those that were slow, and of the others. Over turns with a
   * gap (the measured one where there is one, else the reported one).
   */
  hangups: z.object({
    limitMs: z.number(),
    afterSlow: shareSchema,
    afterOthers: shareSchema,
    /** Share after slow ones minus share after the others; null when one side has no turn. */
    difference: estimateSchema.nullable(),
    /** Turns without a gap: in neither. */
    unknown: count,
  }),
});
export const outcomesAnswerSchema = z.object({ ...groupedShape, groups: z.array(outcomeGroupSchema) });
export type OutcomesAnswer = z.infer<typeof outcomesAnswerSchema>;

/** The calls of one tool in one group. */
export const toolGroupSchema = z.object({
  group: insightGroupSchema,
  tool: z.string(),
  n: count,
  calls: count,
  errors: shareSchema,
  timeouts: shareSchema,
  noResult: count,
  /** Failures as the vendor names them, most frequent first. */
  kinds: z.array(z.object({ error: z.string(), n: count })),
  /** What it took, ms, over calls with a duration. */
  timed: count,
  p50: estimateSchema.nullable(),
  p95: ms,
  most: ms,
  /** Silence before the agent turn that follows it, ms; and before the group's turns that no tool call comes before. */
  gaps: z.object({
    n: count,
    p50: ms,
    p95: ms,
    withoutN: count,
    withoutP50: ms,
    source: z.enum(['measured', 'reported']).nullable(),
  }),
});
export const toolsAnswerSchema = z.object({ ...groupedShape, tools: z.array(toolGroupSchema) });
export type ToolsAnswer = z.infer<typeof toolsAnswerSchema>;

/** What calls cost; each currency is a row of its own. Amounts are in the currency's main unit. */
export const costGroupSchema = z.object({
  group: insightGroupSchema,
  /** As the vendor writes it; null = not said. */
  currency: z.string().nullable(),
  n: count,
  total: z.number(),
  perCall: estimateSchema,
  /** Of calls with a cost and a length above zero: cost by minutes. */
  perMinute: z.object({ n: count, minutes: z.number(), value: z.number().nullable() }),
});
export const costAnswerSchema = z.object({
  ...groupedShape,
  costs: z.array(costGroupSchema),
  /** Calls without a cost. */
  without: count,
});
export type CostAnswer = z.infer<typeof costAnswerSchema>;

/** Which turns and calls have which number, and why not. */
export const coverageGroupSchema = z.object({
  group: insightGroupSchema,
  calls: count,
  detailed: count,
  indexed: count,
  recordings: count,
  analysed: count,
  turns: count,
  reported: z.object({ n: count, missing: z.array(missingSchema) }),
  measured: z.object({ n: count, low: count, missing: z.array(missingSchema) }),
  difference: z.object({ n: count }),
  stages: z.array(z.object({ stage: z.enum(latencyStages), n: count })),
  generations: z.array(z.object({ generation: z.string().nullable(), calls: count, turns: count, reported: count })),
});
export const coverageAnswerSchema = z.object({ ...groupedShape, groups: z.array(coverageGroupSchema) });
export type CoverageAnswer = z.infer<typeof coverageAnswerSchema>;
