import type { CalibrationReport } from '../../model/review/agreement.ts';
import type { Scorecard } from '../../model/review/scorecard.ts';
import { UNITS_FOR_INTERVAL } from '../stats/bootstrap.ts';
import { criterionAgreement } from './criteria.ts';
import { findDisagreements } from './disagreements.ts';
import { driftOf } from './drift.ts';
import { compareIds, type Mark, placedCriteria, type RatedReview, reviewedCalls } from './rated.ts';
import { reviewerAgreements } from './reviewers.ts';
import { calibratedCalls, scoreSpreads } from './scores.ts';
import { POINT_TOLERANCE_MS, timeAgreements } from './times.ts';

/** More would not be read; `differing` says how many there are. */
const MAX_DISAGREEMENTS = 500;

export interface CalibrationInput {
  readonly card: Pick<Scorecard, 'sections'>;
  /** Submitted reviews with one version of a scorecard, repeats among them. */
  readonly reviews: readonly RatedReview[];
  /** Further ones that are not compared: what repeats are held against when it lies outside. */
  readonly earlier?: readonly RatedReview[];
  readonly marks: readonly Mark[];
  /** The reviewer whom the others are held against besides the group. */
  readonly reference?: string | null;
  readonly toleranceMs?: number;
}

/**
 * How far the reviewers agree: by criterion, by score, by reviewer, in time, and each with themselves. The same input gives the same
 * report. Formulas and their sources: `percent.ts`, `kappa.ts`, `alpha.ts`, `stats/bootstrap.ts`, `times.ts`.
 */
export function calibrationReport({
  card,
  reviews,
  earlier = [],
  marks,
  reference = null,
  toleranceMs = POINT_TOLERANCE_MS,
}: CalibrationInput): CalibrationReport {
  const criteria = placedCriteria(card);
  const calls = reviewedCalls(reviews);
  const reviewers = [...new Set(calls.flatMap((call) => call.reviews.map(({ reviewer }) => reviewer)))].sort(
    compareIds,
  );
  const chosen = reference !== null && reviewers.includes(reference) ? reference : null;
  const disagreements = findDisagreements(calls, criteria);
  return {
    reviewers,
    reference: chosen,
    reviews: reviews.length,
    calls: calibratedCalls(calls, criteria),
    criteria: criteria.map((criterion) => criterionAgreement(criterion, calls, reviewers)),
    ...scoreSpreads(card, calls, reviewers),
    perReviewer: reviewerAgreements(calls, criteria, reviewers, chosen),
    disagreements: disagreements.slice(0, MAX_DISAGREEMENTS),
    differing: disagreements.length,
    times: timeAgreements(calls, marks, toleranceMs),
    toleranceMs,
    drift: driftOf(reviews, earlier, criteria),
    unitsForInterval: UNITS_FOR_INTERVAL,
  };
}
