import { z } from 'zod';

// A scorecard: sections of criteria. What an answer is worth: `logic/scorecard`.

const id = z.string().min(1).max(100);
const words = z.string().min(1).max(500);
const guidance = z.string().max(20_000);
const weight = z.number().min(0).max(1000);

/** A figure of the call that can answer a criterion by itself. `measured` = heard in the sound, `reported` = the vendor's. */
export const autoMetricSchema = z.enum([
  'measured-gap-p50',
  'measured-gap-p95',
  'measured-gap-max',
  'reported-gap-p95',
  'dead-air-longest',
  'dead-air-total',
  'tool-errors',
  'agent-talked-over',
  'barge-ins',
  'agent-talk-share',
  'longest-monologue',
  'findings-error',
  'duration',
  'turns',
]);
export type AutoMetric = z.infer<typeof autoMetricSchema>;

/** Passes when `metric` compares with `limit` as said. Times in ms, shares 0-1, the rest are counts. */
export const autoRuleSchema = z.strictObject({
  metric: autoMetricSchema,
  is: z.enum(['below', 'at-most', 'at-least', 'above']),
  limit: z.number(),
});
export type AutoRule = z.infer<typeof autoRuleSchema>;

export const choiceSchema = z.strictObject({
  id,
  label: words,
  /** 0 (worst) to 1 (best); null = it says something and is not scored. */
  points: z.number().min(0).max(1).nullable(),
  /** Choosing it counts as a fail: a comment may be required, and a critical criterion fails. */
  fails: z.boolean().default(false),
});

const typeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('yes-no'),
    /** The answer that is good. */ good: z.enum(['yes', 'no']).default('yes'),
  }),
  /** 1 to 5; `failAtMost` and below is a fail. */
  z.strictObject({ type: z.literal('scale'), failAtMost: z.number().int().min(0).max(5).default(1) }),
  z.strictObject({ type: z.literal('choice'), choices: z.array(choiceSchema).min(2).max(50) }),
  /** Worth 0 at `worst` and 1 at `best`, straight in between; not scored when either is null. */
  z.strictObject({
    type: z.literal('number'),
    unit: z.string().max(40).default(''),
    worst: z.number().nullable().default(null),
    best: z.number().nullable().default(null),
  }),
  z.strictObject({ type: z.literal('text') }),
]);
export type CriterionType = z.infer<typeof typeSchema>;

/** `section` = a fail makes the section 0; `call` = a fail makes the whole review 0. */
export const criticalSchema = z.enum(['no', 'section', 'call']);

export const criterionSchema = z.strictObject({
  id,
  label: words,
  guidance: guidance.default(''),
  answer: typeSchema,
  weight: weight.default(1),
  critical: criticalSchema.default('no'),
  /** Whether "does not apply" may be answered; it then leaves the denominator. */
  allowNa: z.boolean().default(true),
  commentOnFail: z.boolean().default(false),
  required: z.boolean().default(true),
  /** Asked only when the answer to this earlier criterion is one of these. */
  onlyIf: z
    .strictObject({
      criterionId: id,
      answers: z
        .array(z.union([z.string(), z.number(), z.boolean()]))
        .min(1)
        .max(50),
    })
    .nullable()
    .default(null),
  /** Answers a yes-no criterion from the call's data: the rule holding is the good answer. */
  auto: autoRuleSchema.nullable().default(null),
});
export type Criterion = z.infer<typeof criterionSchema>;

export const sectionSchema = z.strictObject({
  id,
  label: words,
  weight: weight.default(1),
  criteria: z.array(criterionSchema).max(200),
});
export type Section = z.infer<typeof sectionSchema>;

/** Weights are relative within their section, and those of sections within the card: they need not sum to anything. */
export const scorecardSchema = z.strictObject({
  sections: z.array(sectionSchema).max(50),
  /** Percent from which a review is passed; null = it only gives a figure. */
  passAt: z.number().min(0).max(100).nullable().default(null),
});
export type Scorecard = z.infer<typeof scorecardSchema>;

/** An answer: yes/no, 1-5, the id of a choice, a number or a text by the criterion's type; or that it does not apply. */
export const scoreValueSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('answer'), answer: z.union([z.boolean(), z.number(), z.string().max(20_000)]) }),
  z.strictObject({ is: z.literal('na') }),
]);
export type ScoreValue = z.infer<typeof scoreValueSchema>;

/** A scorecard as a file: what import and export of one carries. */
export const scorecardFileSchema = z.strictObject({
  format: z.literal('earmark-scorecard'),
  version: z.literal(1),
  name: words,
  description: guidance.default(''),
  scorecard: scorecardSchema,
});
export type ScorecardFile = z.infer<typeof scorecardFileSchema>;
