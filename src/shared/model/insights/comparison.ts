import { z } from 'zod';
import { definitionIdSchema } from '../finding.ts';
import { callFilterSchema } from '../list.ts';
import { latencyStages } from '../turn.ts';
import { estimateSchema, insightBadgeSchema, insightRefusalSchema } from './common.ts';
import { insightMeasureSchema } from './question.ts';

const count = z.number().int().min(0);

/** What versions are compared by. */
export const comparisonMetricIds = [
  'reported-p50',
  'reported-p90',
  'measured-p50',
  'measured-p90',
  'difference-p50',
  ...latencyStages,
  'share-slow',
  'overlaps',
  'barge-ins',
  'agent-over-caller',
  'dead-air-ms',
  'talk-ratio',
  'tool-errors',
  'tool-timeouts',
  'tool-ms',
  'cost-per-minute',
  'duration-ms',
] as const;
export const comparisonMetricIdSchema = z.enum(comparisonMetricIds);
export type ComparisonMetricId = z.infer<typeof comparisonMetricIdSchema>;

/** One side of a comparison: its value and what it rests on. Units are turns, tool calls or calls (`unitsOf`). */
const sideSchema = z.object({ value: z.number().nullable(), calls: count, units: count });

/**
 * One figure of version A against version B. `too-few` = too few calls to tell; `refused` = the two cannot be held against each
 * other (`why` says it); `unclear` = the interval, adjusted for the many figures, holds zero.
 */
export const metricComparisonSchema = z.object({
  id: comparisonMetricIdSchema,
  definition: definitionIdSchema,
  unit: z.enum(['ms', 'share', 'per-call', 'money']),
  unitsOf: z.enum(['turns', 'calls', 'tool-calls']),
  a: sideSchema,
  b: sideSchema,
  /** B minus A with its 95 % interval, from calls drawn as a whole. */
  difference: estimateSchema.nullable(),
  /** Two-sided, as it is and adjusted for the number of figures; null when it cannot be told. */
  p: z.number().nullable(),
  pAdjusted: z.number().nullable(),
  verdict: z.enum(['higher', 'lower', 'unclear', 'too-few', 'refused']),
  /** Whether the verdict is good news for B; null where neither is. */
  better: z.boolean().nullable(),
  why: z.string().nullable(),
  /** Where the turns behind it are, for `turnsBehind`; null when it is about calls. */
  measure: insightMeasureSchema.nullable(),
});
export type MetricComparison = z.infer<typeof metricComparisonSchema>;

export const compareVersionsQuestionSchema = z.object({
  /** As a filter takes it. */
  agent: z.string().min(1).max(200),
  a: z.string().max(200).nullable(),
  b: z.string().max(200).nullable(),
  /** Its agents are passed over. */
  filter: callFilterSchema,
});
export type CompareVersionsQuestion = z.infer<typeof compareVersionsQuestionSchema>;

export const compareVersionsAnswerSchema = z.object({
  agent: z.string(),
  agentName: z.string(),
  a: z.object({ version: z.string().nullable(), calls: count, turns: count, key: z.string() }),
  b: z.object({ version: z.string().nullable(), calls: count, turns: count, key: z.string() }),
  metrics: z.array(metricComparisonSchema),
  /** How intervals and adjustment were made, in a sentence. */
  method: z.string(),
  badges: z.array(insightBadgeSchema),
  refusal: insightRefusalSchema.nullable(),
});
export type CompareVersionsAnswer = z.infer<typeof compareVersionsAnswerSchema>;

/** Something worth a look. */
export const notableSchema = z.object({
  /** `version` = a version differs from the one before it; `misreports` = a version's totals differ from what is heard. */
  kind: z.enum(['version', 'misreports']),
  agent: z.string(),
  agentName: z.string(),
  version: z.string().nullable(),
  /** The version it is held against; null for `misreports`. */
  before: z.string().nullable(),
  metric: metricComparisonSchema,
  /** In a sentence, with difference, interval and n. */
  sentence: z.string(),
  /** Group key by `version` of the version it is about, for `turnsBehind` and `callsBehind`. */
  key: z.string(),
});
export type Notable = z.infer<typeof notableSchema>;

export const notableAnswerSchema = z.object({
  /** Most worth a look first, the first few; `more` differences besides are no likelier to be chance. */
  found: z.array(notableSchema),
  more: count,
  /** Pairs of versions that were compared; those with too few calls to tell; figures that were tested in all. */
  pairs: count,
  tooFew: count,
  tested: count,
  method: z.string(),
  badges: z.array(insightBadgeSchema),
  refusal: insightRefusalSchema.nullable(),
});
export type NotableAnswer = z.infer<typeof notableAnswerSchema>;
