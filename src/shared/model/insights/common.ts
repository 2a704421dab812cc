import { z } from 'zod';
import { definitionIdSchema } from '../finding.ts';
import { insightWhySchema } from './question.ts';

const count = z.number().int().min(0);

/** What a figure may be about, as one group of the answer. */
export const insightGroupSchema = z.object({
  /** What `turnsBehind` and `callsBehind` take; unlike for every group of an answer. */
  key: z.string(),
  /** What the group is called: an agent's name, a version's number, `2026-11-25`, hour `0`-`23`, weekday `1` (Monday) to `7`, a family's name, a direction. Null = calls or turns without it. */
  label: z.string().nullable(),
  /** As a filter takes them; null unless grouped by agent or version. */
  agent: z.string().nullable(),
  agentName: z.string().nullable(),
  version: z.string().nullable(),
  /** Set when the answer keeps generations of the vendor's API apart, because they may define this number differently. */
  generation: z.string().nullable(),
});
export type InsightGroup = z.infer<typeof insightGroupSchema>;

/** A value with its 95 % interval. Null ends = too few to tell. */
export const estimateSchema = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() });
export type Estimate = z.infer<typeof estimateSchema>;

/** `k` of `n`; `share` is null when n is 0. The interval is 95 %. */
export const shareSchema = z.object({
  k: count,
  n: count,
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Share = z.infer<typeof shareSchema>;

/** How many turns lack a number for one reason. */
export const missingSchema = z.object({ why: insightWhySchema, n: count });

/**
 * What to know when reading an answer. `mixed-generations` = calls of several generations of the vendor's API are in it, whose
 * figures are kept apart; `not-indexed` = some calls' turns are still being read in, so more is to come; `not-measured` = some
 * recordings' sound is still being looked at; `for-window` = only a window can decode some, which it does when their call is opened;
 * `low-confidence` = measured gaps of low confidence are in it.
 */
export const insightBadgeSchema = z.object({
  code: z.enum(['mixed-generations', 'not-indexed', 'not-measured', 'for-window', 'low-confidence']),
  /** In a sentence. */
  message: z.string(),
  n: count,
});
export type InsightBadge = z.infer<typeof insightBadgeSchema>;

/** Why a question has no figures. */
export const insightRefusalSchema = z.object({
  code: z.enum(['no-calls', 'no-turns', 'no-number', 'no-families', 'one-version', 'mixed-generations', 'not-grouped']),
  /** What is so and what to do, in a sentence. */
  message: z.string(),
});
export type InsightRefusal = z.infer<typeof insightRefusalSchema>;

/** What every answer says about itself. */
export const insightHeadShape = {
  /** Calls the filter matches, and their agent turns that are indexed. */
  calls: count,
  turns: count,
  badges: z.array(insightBadgeSchema),
  /** Null when there are figures. */
  refusal: insightRefusalSchema.nullable(),
  /** What the figures mean; see `definitions.ts`. */
  definitions: z.array(definitionIdSchema),
};
