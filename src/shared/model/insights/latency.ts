import { z } from 'zod';
import { latencyStages } from '../turn.ts';
import { estimateSchema, insightGroupSchema, insightHeadShape, missingSchema, shareSchema } from './common.ts';
import { insightBySchema, insightMeasureSchema } from './question.ts';

const count = z.number().int().min(0);
const ms = z.number().nullable();

/** One step of time in a trend: calls begun in [fromMs, toMs), Unix ms. */
export const trendPointSchema = z.object({
  fromMs: z.number(),
  toMs: z.number(),
  n: count,
  calls: count,
  p50: estimateSchema.nullable(),
  p90: ms,
});
export type TrendPoint = z.infer<typeof trendPointSchema>;

/** A number of agent turns in one group, ms. */
export const latencyGroupSchema = z.object({
  group: insightGroupSchema,
  /** Calls of the group, and their agent turns. */
  calls: count,
  turns: count,
  /** Turns with the number, and calls with at least one; of the turns, those of low confidence (measured ones only). */
  n: count,
  nCalls: count,
  lowConfidence: count,
  /** Turns without the number: together with `n` they are `turns`. Most frequent first. */
  missing: z.array(missingSchema),
  /** Null without a turn. Intervals are of the calls as clusters. */
  p50: estimateSchema.nullable(),
  p90: estimateSchema.nullable(),
  p95: estimateSchema.nullable(),
  p99: estimateSchema.nullable(),
  least: ms,
  most: ms,
  /** Turns above the slow and the bad limit of the settings; null for `difference`, which has `beyondTolerance`. */
  aboveSlow: shareSchema.nullable(),
  aboveBad: shareSchema.nullable(),
  /** Turns whose measured and reported gap lie further apart than the tolerance of the settings; `difference` only. */
  beyondTolerance: shareSchema.nullable(),
  /** Turns by the answer's edges: `counts[i]` lies in [edges[i], edges[i + 1]); the last one has everything from the last edge on. */
  counts: z.array(count),
  /** In order of time, steps without a call left out; empty when calls have no times, by day, and for all but the first 40 groups (14 families). */
  trend: z.array(trendPointSchema),
});
export type LatencyGroup = z.infer<typeof latencyGroupSchema>;

/** Latency by group. Groups are in their own order (time, weekday), or largest first; `moreGroups` were left out. */
export const latencyAnswerSchema = z.object({
  ...insightHeadShape,
  by: insightBySchema,
  measure: insightMeasureSchema,
  slowMs: z.number(),
  badMs: z.number(),
  toleranceMs: z.number(),
  /** Lower ends of the histogram's bars, ms, ascending; shared by all groups. The last bar is open. */
  edges: z.array(z.number()),
  /** How long a step of the trends is. */
  trendStep: z.enum(['day', 'week', 'month']),
  groups: z.array(latencyGroupSchema),
  moreGroups: count,
  /** Calls that are in no group because they have no time (day, hour, weekday); their turns are in no group either. */
  undated: count,
});
export type LatencyAnswer = z.infer<typeof latencyAnswerSchema>;

/** The stages of one group beside each other. */
export const stageGroupSchema = z.object({
  group: insightGroupSchema,
  turns: count,
  stages: z.array(
    z.object({
      stage: z.enum(latencyStages),
      n: count,
      p50: estimateSchema.nullable(),
      p90: ms,
      p95: ms,
      missing: z.array(missingSchema),
    }),
  ),
  /** Of turns with all six stages and a total: medians of the total, of the sum, and of sum minus total (what ran at the same time). */
  whole: z.object({ n: count, totalMs: ms, sumMs: ms, overlapMs: ms }),
});
export const stagesAnswerSchema = z.object({
  ...insightHeadShape,
  by: insightBySchema,
  groups: z.array(stageGroupSchema),
  moreGroups: count,
  undated: count,
});
export type StagesAnswer = z.infer<typeof stagesAnswerSchema>;

/** What a slow turn's time above the usual went into; `unexplained` = no stage took longer than usual, or none was reported. */
export const tailCauseSchema = z.enum([...latencyStages, 'unexplained']);
export type TailCause = z.infer<typeof tailCauseSchema>;

/** Which stage explains the slow tail of one group: its slow turns against its others. */
export const tailGroupSchema = z.object({
  group: insightGroupSchema,
  /** Turns above this are slow, ms; null when no turn has the number. */
  limitMs: ms,
  /** Slow turns, the others, and of both those with reported stages. */
  slow: count,
  others: count,
  slowStaged: count,
  othersStaged: count,
  /** Median of the number itself. */
  slowMs: ms,
  othersMs: ms,
  stages: z.array(
    z.object({
      stage: z.enum(latencyStages),
      nSlow: count,
      nOthers: count,
      slowMs: ms,
      othersMs: ms,
      /** Mean of the slow turns minus mean of the others, with its interval; null when one side has none. */
      difference: estimateSchema.nullable(),
    }),
  ),
  /** Slow turns by the stage that lies furthest above its median among the others; most frequent first. */
  causes: z.array(z.object({ cause: tailCauseSchema, share: shareSchema })),
  /** Slow turns and others with a tool call before them, and with a failed one. */
  slowTools: shareSchema,
  othersTools: shareSchema,
  slowToolErrors: shareSchema,
  othersToolErrors: shareSchema,
});
export const tailAnswerSchema = z.object({
  ...insightHeadShape,
  by: insightBySchema,
  measure: insightMeasureSchema,
  groups: z.array(tailGroupSchema),
  moreGroups: count,
  undated: count,
});
export type TailAnswer = z.infer<typeof tailAnswerSchema>;

/** How far the vendor's totals lie from what is heard, over turns that have both. */
export const biasGroupSchema = z.object({
  group: insightGroupSchema,
  turns: count,
  n: count,
  nCalls: count,
  missing: z.array(missingSchema),
  /** Median of measured minus reported, ms. Above zero: callers waited longer than reported. */
  median: estimateSchema.nullable(),
  p10: ms,
  p90: ms,
  /** Medians of both over the same turns. */
  reportedMs: ms,
  measuredMs: ms,
  beyondTolerance: shareSchema,
});
export const biasAnswerSchema = z.object({
  ...insightHeadShape,
  by: insightBySchema,
  toleranceMs: z.number(),
  groups: z.array(biasGroupSchema),
  moreGroups: count,
  undated: count,
});
export type BiasAnswer = z.infer<typeof biasAnswerSchema>;
