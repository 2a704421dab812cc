import { z } from 'zod';
import {
  callsBehindAnswerSchema,
  callsBehindQuestionSchema,
  turnsBehindAnswerSchema,
  turnsBehindQuestionSchema,
} from '../model/insights/behind.ts';
import {
  costAnswerSchema,
  coverageAnswerSchema,
  outcomesAnswerSchema,
  overviewSchema,
  soundAnswerSchema,
  toolsAnswerSchema,
} from '../model/insights/calls.ts';
import {
  compareVersionsAnswerSchema,
  compareVersionsQuestionSchema,
  notableAnswerSchema,
} from '../model/insights/comparison.ts';
import {
  biasAnswerSchema,
  latencyAnswerSchema,
  stagesAnswerSchema,
  tailAnswerSchema,
} from '../model/insights/latency.ts';
import { insightMeasureSchema, insightQuestionSchema, slowLimitSchema } from '../model/insights/question.ts';
import { callFilterSchema } from '../model/list.ts';
import { base } from './base.ts';

const filtered = z.object({ filter: callFilterSchema });

/**
 * Figures over the calls of a filter. They are computed one question after the other on a thread of their own; a question whose
 * caller has gone (aborted) is dropped. Answers are kept until calls or settings change: ask again after `calls.changed`.
 */
export const insightsContract = {
  /** The quick first look; it does not wait for the turns to be read. */
  overview: base.input(filtered).output(overviewSchema),
  latency: base.input(insightQuestionSchema.extend({ measure: insightMeasureSchema })).output(latencyAnswerSchema),
  stages: base.input(insightQuestionSchema).output(stagesAnswerSchema),
  /** `measure`: what is slow, usually `reported` or `measured`. */
  tail: base
    .input(insightQuestionSchema.extend({ measure: insightMeasureSchema, limit: slowLimitSchema }))
    .output(tailAnswerSchema),
  bias: base.input(insightQuestionSchema).output(biasAnswerSchema),
  /** From here to `cost`: figures of calls, which cannot be grouped by family (refused). */
  sound: base.input(insightQuestionSchema).output(soundAnswerSchema),
  outcomes: base.input(insightQuestionSchema).output(outcomesAnswerSchema),
  tools: base.input(insightQuestionSchema).output(toolsAnswerSchema),
  cost: base.input(insightQuestionSchema).output(costAnswerSchema),
  coverage: base.input(insightQuestionSchema).output(coverageAnswerSchema),
  /** `not-found` when the agent has no calls here. */
  compareVersions: base.input(compareVersionsQuestionSchema).output(compareVersionsAnswerSchema),
  /** Differences between consecutive versions of each agent that are more than chance, most worth a look first. */
  notable: base.input(filtered).output(notableAnswerSchema),
  /** The turns behind any bar of a figure of turns. */
  turnsBehind: base.input(turnsBehindQuestionSchema).output(turnsBehindAnswerSchema),
  /** The calls behind any bar of a figure of calls. */
  callsBehind: base.input(callsBehindQuestionSchema).output(callsBehindAnswerSchema),
  /** How far the thread is with what it does now; null when it has nothing to do. Cheap: ask while an answer is waited for. */
  progress: base.output(
    z
      .object({ doing: z.enum(['reading-calls', 'reading-turns', 'computing']), done: z.number(), total: z.number() })
      .nullable(),
  ),
};
