import { z } from 'zod';
import { callFilterSchema } from '../list.ts';
import { anchorSchema } from './anchor.ts';
import { itemIdSchema, reviewerIdSchema } from './event.ts';
import { scorecardSchema, scoreValueSchema } from './scorecard.ts';

// How far reviewers agree, as `logic/agreement` computes it. A figure that cannot be computed is null and says why.

const count = z.number().int().min(0);
const callId = z.string().min(1).max(200);

/**
 * Why there is no figure, or no interval around it. `nothing` = nobody answered; `one-rater` = a single reviewer did; `no-overlap` =
 * no call was answered by two; `one-category` = all answers are the same, so chance alone explains the agreement; `too-few` = too few
 * calls; `no-spread` = no call differs from the others, so resampling them shows nothing; `unstable` = too many resamples have no
 * figure; `several-raters` = it is defined for two reviewers only; `not-comparable` = answers of this type are not compared.
 */
export const figureReasonSchema = z.enum([
  'nothing',
  'one-rater',
  'no-overlap',
  'one-category',
  'too-few',
  'no-spread',
  'unstable',
  'several-raters',
  'not-comparable',
]);
export type FigureReason = z.infer<typeof figureReasonSchema>;

/** A figure with its 95 % interval. `why` says why `value` is null, `whyNoInterval` why `low` and `high` are. */
export const figureSchema = z.object({
  value: z.number().nullable(),
  why: figureReasonSchema.nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  whyNoInterval: figureReasonSchema.nullable(),
  /** Calls (or repeats) that it rests on. */
  units: count,
});
export type Figure = z.infer<typeof figureSchema>;

export const alphaMetricSchema = z.enum(['nominal', 'ordinal', 'interval', 'ratio']);
export type AlphaMetric = z.infer<typeof alphaMetricSchema>;

export const kappaWeightsSchema = z.enum(['none', 'linear', 'quadratic']);
export type KappaWeights = z.infer<typeof kappaWeightsSchema>;

/** The three figures of one criterion. Percent agreement is a share, 0 to 1. */
const figuresSchema = z.object({ percent: figureSchema, kappa: figureSchema, alpha: figureSchema });

export const criterionAgreementSchema = z.object({
  sectionId: itemIdSchema,
  criterionId: itemIdSchema,
  label: z.string(),
  type: z.enum(['yes-no', 'scale', 'choice', 'number', 'text']),
  /** Calls that two or more reviewers answered, "does not apply" being an answer. */
  calls: count,
  raters: count,
  answers: count,
  notApplicable: count,
  /** "Does not apply" is left out as if it were not answered. Metric and weights go with the criterion's type. */
  answered: figuresSchema.extend({ metric: alphaMetricSchema, weights: kappaWeightsSchema }),
  /** "Does not apply" is one more answer, all answers being names; for numbers: whether it applies at all. */
  withNa: figuresSchema,
});
export type CriterionAgreement = z.infer<typeof criterionAgreementSchema>;

/** How far the scores of the same call lie apart, in percent points of the score. */
export const scoreSpreadSchema = z.object({
  /** null = the whole review. */
  sectionId: itemIdSchema.nullable(),
  label: z.string(),
  /** Calls with two or more scores. */
  calls: count,
  mean: z.number().nullable(),
  /** Mean and largest distance between the highest and the lowest score of a call. */
  meanRange: z.number().nullable(),
  maxRange: z.number().nullable(),
  /** Within calls: root of the mean of the calls' variances (n - 1). */
  deviation: z.number().nullable(),
  /** Krippendorff's alpha of the scores, interval metric. */
  alpha: figureSchema,
});
export type ScoreSpread = z.infer<typeof scoreSpreadSchema>;

export const calibratedCallSchema = z.object({
  callId,
  scores: z.array(z.object({ reviewer: reviewerIdSchema, reviewId: itemIdSchema, overall: z.number().nullable() })),
  mean: z.number().nullable(),
  range: z.number().nullable(),
  deviation: z.number().nullable(),
  /** Criteria that two reviewers answered, and those on which not all of them gave the same answer. */
  compared: count,
  differing: count,
});
export type CalibratedCall = z.infer<typeof calibratedCallSchema>;

/** One reviewer against others, on the calls that both reviewed. */
const againstSchema = z.object({
  calls: count,
  answers: count,
  /** Share of the others' answers that are the same; its interval is over calls. */
  same: figureSchema,
  /** Own score less the others' mean, percent points: mean, with its interval over calls. */
  difference: figureSchema,
  meanDistance: z.number().nullable(),
});
export type Against = z.infer<typeof againstSchema>;

export const reviewerAgreementSchema = z.object({
  reviewer: reviewerIdSchema,
  reviews: count,
  group: againstSchema,
  /** null for the reference itself, and when none was chosen. */
  reference: againstSchema.nullable(),
});
export type ReviewerAgreement = z.infer<typeof reviewerAgreementSchema>;

export const disagreementSchema = z.object({
  callId,
  sectionId: itemIdSchema,
  criterionId: itemIdSchema,
  label: z.string(),
  /** 0 to 1: the two answers that lie farthest apart. Different names, or an answer against "does not apply", count 1. */
  distance: z.number(),
  critical: z.boolean(),
  answers: z.array(
    z.object({
      reviewer: reviewerIdSchema,
      reviewId: itemIdSchema,
      value: scoreValueSchema,
      comment: z.string().nullable(),
      evidence: z.array(anchorSchema),
    }),
  ),
});
export type Disagreement = z.infer<typeof disagreementSchema>;

/** Absolute errors, ms. */
const errorsSchema = z.object({ median: z.number().nullable(), p95: z.number().nullable() });

export const timeAgreementSchema = z.object({
  /** null = without a tag. */
  tagId: itemIdSchema.nullable(),
  /** Calls on which at least one of two reviewers marked something with this tag. */
  calls: count,
  ranges: z.object({
    matched: count,
    /** Marked by one reviewer of a pair and by nobody else. */
    unmatched: count,
    /** 2 matched / (2 matched + unmatched). */
    agreement: z.number().nullable(),
    medianIou: z.number().nullable(),
    startMs: errorsSchema,
    endMs: errorsSchema,
  }),
  points: z.object({
    matched: count,
    unmatched: count,
    agreement: z.number().nullable(),
    errorMs: errorsSchema,
  }),
});
export type TimeAgreement = z.infer<typeof timeAgreementSchema>;

/** One hidden repeat against the review it repeats. */
export const repeatSchema = z.object({
  callId,
  reviewId: itemIdSchema,
  repeatOf: itemIdSchema,
  atMs: z.number(),
  /** Days between the two. */
  days: z.number(),
  compared: count,
  changed: z.array(z.object({ criterionId: itemIdSchema, before: scoreValueSchema, after: scoreValueSchema })),
  /** Score of the repeat less that of the first review, percent points. */
  difference: z.number().nullable(),
});
export type Repeat = z.infer<typeof repeatSchema>;

export const driftSchema = z.object({
  reviewer: reviewerIdSchema,
  /** Share of answers given again; its interval is over repeats. */
  same: figureSchema,
  difference: figureSchema,
  meanDistance: z.number().nullable(),
  /** Oldest first. */
  repeats: z.array(repeatSchema),
});
export type Drift = z.infer<typeof driftSchema>;

export const calibrationReportSchema = z.object({
  /** Who submitted a review, by id. */
  reviewers: z.array(reviewerIdSchema),
  reference: reviewerIdSchema.nullable(),
  reviews: count,
  /** Calls that two or more reviewed. */
  calls: z.array(calibratedCallSchema),
  criteria: z.array(criterionAgreementSchema),
  overall: scoreSpreadSchema,
  sections: z.array(scoreSpreadSchema),
  perReviewer: z.array(reviewerAgreementSchema),
  /** The largest first; `differing` counts all of them. */
  disagreements: z.array(disagreementSchema),
  differing: count,
  times: z.array(timeAgreementSchema),
  /** Points farther apart than this are not the same point, ms. */
  toleranceMs: z.number(),
  drift: z.array(driftSchema),
  /** Calls below which no interval is given. */
  unitsForInterval: count,
});
export type CalibrationReport = z.infer<typeof calibrationReportSchema>;

/** What agreement can be computed of: a calibration pack. */
export const calibrationPackSchema = z.object({
  packId: itemIdSchema,
  name: z.string().nullable(),
  versionId: itemIdSchema.nullable(),
  calls: count,
  dueMs: z.number().nullable(),
  /** Who is in it, and how many of its calls they handed in. */
  reviewers: z.array(z.object({ reviewer: reviewerIdSchema, submitted: count })),
  /** False while it is blind and the one who asks has not handed in anything of it. */
  open: z.boolean(),
});
export type CalibrationPack = z.infer<typeof calibrationPackSchema>;

/** What agreement can be computed of: the reviews with one version of a scorecard. */
export const calibrationVersionSchema = z.object({
  versionId: itemIdSchema,
  reviews: count,
  reviewers: count,
  /** Calls that two or more reviewed with it. */
  sharedCalls: count,
  repeats: count,
});

export const calibrationSourcesSchema = z.object({
  packs: z.array(calibrationPackSchema),
  versions: z.array(calibrationVersionSchema),
});
export type CalibrationSources = z.infer<typeof calibrationSourcesSchema>;

/**
 * The report of a pack (with the pack's version), or of all reviews with a version that were submitted in [from, to), Unix ms, on calls
 * that a filter lets through. `reference` = the reviewer whom the others are held against besides the group.
 */
export const calibrationQuestionSchema = z.object({
  of: z.discriminatedUnion('what', [
    z.object({ what: z.literal('pack'), packId: itemIdSchema }),
    z.object({
      what: z.literal('version'),
      versionId: itemIdSchema,
      fromMs: z.number().nullable(),
      toMs: z.number().nullable(),
      filter: callFilterSchema,
    }),
  ]),
  reference: reviewerIdSchema.nullable(),
});
export type CalibrationQuestion = z.infer<typeof calibrationQuestionSchema>;

/** A report with what is needed to read it. */
export const calibrationAnswerSchema = z.object({
  report: calibrationReportSchema,
  versionId: itemIdSchema,
  card: scorecardSchema,
  /** Calls left out since one's own review of them is not handed in yet. */
  hiddenCalls: count,
  /** Reviews of the pack with another version, which cannot be compared. */
  otherVersion: count,
  /** The calls that are named in the report; those that are not here are missing. */
  calls: z.array(z.object({ id: callId, agentName: z.string().nullable(), startMs: z.number().nullable() })),
});
export type CalibrationAnswer = z.infer<typeof calibrationAnswerSchema>;
