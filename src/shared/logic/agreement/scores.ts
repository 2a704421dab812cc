import type { CalibratedCall, ScoreSpread } from '../../model/review/agreement.ts';
import type { Scorecard } from '../../model/review/scorecard.ts';
import { meanOf, varianceOf } from '../stats/summary.ts';
import { alphaFigure } from './figures.ts';
import {
  compareIds,
  isComparable,
  isSameAnswer,
  type PlacedCriterion,
  type RatedReview,
  type ReviewedCall,
} from './rated.ts';

type ScoreOf = (review: RatedReview) => number | null;

/** How far scores of the same call lie apart: of the whole review, then of each section. */
export function scoreSpreads(
  card: Pick<Scorecard, 'sections'>,
  calls: readonly ReviewedCall[],
  reviewers: readonly string[],
): { overall: ScoreSpread; sections: ScoreSpread[] } {
  return {
    overall: spreadOf(null, '', calls, reviewers, ({ percent }) => percent),
    sections: card.sections.map(({ id, label }) =>
      spreadOf(id, label, calls, reviewers, ({ sections }) => sections.get(id) ?? null),
    ),
  };
}

function spreadOf(
  sectionId: string | null,
  label: string,
  calls: readonly ReviewedCall[],
  reviewers: readonly string[],
  scoreOf: ScoreOf,
): ScoreSpread {
  const ratings = calls.map(({ reviews }) => {
    const byReviewer = new Map(reviews.map((review) => [review.reviewer, scoreOf(review)]));
    return reviewers.map((reviewer) => byReviewer.get(reviewer) ?? null);
  });
  const scored = ratings.map((row) => row.filter((score) => score !== null)).filter((row) => row.length >= 2);
  const ranges = scored.map(rangeOf).filter((range) => range !== null);
  const variance = meanOf(scored.map(varianceOf).filter((value) => value !== null));
  return {
    sectionId,
    label,
    calls: scored.length,
    mean: meanOf(scored.map(meanOf).filter((mean) => mean !== null)),
    meanRange: meanOf(ranges),
    maxRange: ranges.reduce<number | null>((most, range) => Math.max(most ?? range, range), null),
    deviation: variance === null ? null : Math.sqrt(variance),
    alpha: alphaFigure(ratings, 'interval'),
  };
}

function rangeOf(scores: readonly number[]): number | null {
  return scores.length < 2 ? null : Math.max(...scores) - Math.min(...scores);
}

/** The calls that two or more reviewed, those whose scores lie farthest apart first. */
export function calibratedCalls(
  calls: readonly ReviewedCall[],
  criteria: readonly PlacedCriterion[],
): CalibratedCall[] {
  return calls
    .filter(({ reviews }) => reviews.length >= 2)
    .map(({ callId, reviews }) => {
      const scores = reviews.map(({ reviewer, id, percent }) => ({ reviewer, reviewId: id, overall: percent }));
      const known = scores.map(({ overall }) => overall).filter((score) => score !== null);
      const variance = varianceOf(known);
      const { compared, differing } = countDiffering(reviews, criteria);
      return {
        callId,
        scores,
        mean: meanOf(known),
        range: rangeOf(known),
        deviation: variance === null ? null : Math.sqrt(variance),
        compared,
        differing,
      };
    })
    .sort((a, b) => (b.range ?? -1) - (a.range ?? -1) || b.differing - a.differing || compareIds(a.callId, b.callId));
}

function countDiffering(
  reviews: readonly RatedReview[],
  criteria: readonly PlacedCriterion[],
): { compared: number; differing: number } {
  let compared = 0;
  let differing = 0;
  for (const { criterion } of criteria) {
    if (!isComparable(criterion)) continue;
    const [first, ...others] = reviews.flatMap(({ answers }) => answers.get(criterion.id)?.value ?? []);
    if (first === undefined || others.length === 0) continue;
    compared += 1;
    if (others.some((other) => !isSameAnswer(first, other))) differing += 1;
  }
  return { compared, differing };
}
