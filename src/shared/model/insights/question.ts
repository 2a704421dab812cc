import { z } from 'zod';
import { callFilterSchema } from '../list.ts';
import { noMeasureSchema } from '../measures.ts';
import { latencyStages } from '../turn.ts';

/**
 * What calls and turns are grouped by. `all` = one group of everything; `version` = an agent's version (the same number of two
 * agents is two groups); day, hour and weekday are of the call's beginning on this computer's clock; `family` = kind of agent
 * turn, for figures of turns only.
 */
export const insightKeys = ['all', 'agent', 'version', 'day', 'hour', 'weekday', 'family', 'direction'] as const;
export const insightBySchema = z.enum(insightKeys);
export type InsightBy = z.infer<typeof insightBySchema>;

/** A number that an agent turn may have, ms. `difference` = measured minus reported; the stages are the vendor's. */
export const insightMeasures = ['reported', 'measured', 'difference', ...latencyStages] as const;
export const insightMeasureSchema = z.enum(insightMeasures);
export type InsightMeasure = z.infer<typeof insightMeasureSchema>;

/**
 * Why a turn does not have a number. `not-reported` = the vendor gave none although the turn answers the caller; `negative` = it
 * gave one below zero; `no-reported`, `no-measured` = there is no difference because that side is lacking; `not-measured` = the
 * sound of this call has not been looked at yet. The others are as for gaps and calls.
 */
export const insightWhySchema = z.enum([
  ...noMeasureSchema.options,
  'not-reported',
  'negative',
  'no-reported',
  'no-measured',
  'not-measured',
]);
export type InsightWhy = z.infer<typeof insightWhySchema>;

/** Filter and grouping, as every question has them. */
export const insightQuestionSchema = z.object({ filter: callFilterSchema, by: insightBySchema });
export type InsightQuestion = z.infer<typeof insightQuestionSchema>;

/** Which turns count as slow: above the limits of the settings, or above the group's own 90th percentile. */
export const slowLimitSchema = z.enum(['slow', 'bad', 'p90']);
export type SlowLimit = z.infer<typeof slowLimitSchema>;
