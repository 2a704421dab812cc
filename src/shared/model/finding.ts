import { z } from 'zod';
import { latencyStages } from './turn.ts';

/** Every figure about latency and timing that the app shows. Each has a pinned definition (`logic/definitions.ts`). */
export const definitionIdSchema = z.enum([
  'total_perceived_ms',
  ...latencyStages,
  'stage_sum',
  'reported_gap',
  'measured_gap',
  'residual',
  'median',
  'p90',
  'worst',
  'dead_air',
  'overlap',
  'barge_in',
  'p50_turns',
  'p90_turns',
  'p95_turns',
  'p99_turns',
  'share_above',
  'slow_tail',
  'reporting_bias',
  'agent_over_caller',
  'hold',
  'monologue',
  'talk_ratio',
  'silence_share',
  'outcome',
  'hangup_after_turn',
  'tool_error',
  'tool_timeout',
  'tool_time',
  'gap_after_tool',
  'cost_per_call',
  'cost_per_minute',
  'call_duration',
  'coverage',
  'likeness',
]);
export type DefinitionId = z.infer<typeof definitionIdSchema>;

/** The linter's rules. Ids are stable: exports and reviews may name them. */
export const findingRuleSchema = z.enum([
  'negative-value',
  'impossible-value',
  'missing-stages',
  'no-wait-to-report',
  'total-above-sum',
  'total-below-stage',
  'sequence-above-total',
  'tool-time-in-stage',
  'constant-stage',
  'llm-before-caller-end',
  'differs-from-sound',
]);
export type FindingRule = z.infer<typeof findingRuleSchema>;

/** `error` = a figure cannot be true; `warning` = figures contradict each other or the sound; `info` = good to know. */
export const findingSeveritySchema = z.enum(['error', 'warning', 'info']);
export type FindingSeverity = z.infer<typeof findingSeveritySchema>;

/** Something about a turn's latency that a reviewer should know. `position` is the turn's place in the transcript. */
export const findingSchema = z.object({
  rule: findingRuleSchema,
  severity: findingSeveritySchema,
  position: z.number().int().min(0),
  /** The values, in a sentence. */
  message: z.string(),
  /** What to look at or listen to, in a sentence. */
  lookAt: z.string(),
  /** The definition that says why. */
  definition: definitionIdSchema,
});
export type Finding = z.infer<typeof findingSchema>;
