import type { Against, ReviewerAgreement } from '../../model/review/agreement.ts';
import { meanOf } from '../stats/summary.ts';
import { type RatioUnit, ratioFigure } from './figures.ts';
import { isComparable, isSameAnswer, type PlacedCriterion, type RatedReview, type ReviewedCall } from './rated.ts';

/** Each reviewer against all others, and against the reference where one was chosen. */
export function reviewerAgreements(
  calls: readonly ReviewedCall[],
  criteria: readonly PlacedCriterion[],
  reviewers: readonly string[],
  reference: string | null,
): ReviewerAgreement[] {
  const compared = criteria.filter(({ criterion }) => isComparable(criterion)).map(({ criterion }) => criterion.id);
  return reviewers.map((reviewer) => ({
    reviewer,
    reviews: calls.filter(({ reviews }) => reviews.some((review) => review.reviewer === reviewer)).length,
    group: against(calls, compared, reviewer, (other) => other !== reviewer),
    reference:
      reference === null || reference === reviewer
        ? null
        : against(calls, compared, reviewer, (other) => other === reference),
  }));
}

function against(
  calls: readonly ReviewedCall[],
  criterionIds: readonly string[],
  reviewer: string,
  isOther: (reviewer: string) => boolean,
): Against {
  const same: RatioUnit[] = [];
  const differences: number[] = [];
  for (const { reviews } of calls) {
    const own = reviews.find((review) => review.reviewer === reviewer);
    const others = reviews.filter((review) => isOther(review.reviewer));
    if (own === undefined || others.length === 0) continue;
    same.push(sameAnswers(own, others, criterionIds));
    const theirs = meanOf(others.map(({ percent }) => percent).filter((percent) => percent !== null));
    if (own.percent !== null && theirs !== null) differences.push(own.percent - theirs);
  }
  return {
    calls: same.length,
    answers: same.reduce((sum, unit) => sum + unit.of, 0),
    same: ratioFigure(same, same.length === 0 ? 'no-overlap' : 'nothing'),
    difference: ratioFigure(
      differences.map((part) => ({ part, of: 1 })),
      same.length === 0 ? 'no-overlap' : 'nothing',
    ),
    meanDistance: meanOf(differences.map(Math.abs)),
  };
}

/** Of each own answer, the share of the others' answers that are the same; summed, with the number of answers compared. */
function sameAnswers(own: RatedReview, others: readonly RatedReview[], criterionIds: readonly string[]): RatioUnit {
  let part = 0;
  let of = 0;
  for (const id of criterionIds) {
    const answer = own.answers.get(id)?.value;
    if (answer === undefined) continue;
    const theirs = others.flatMap(({ answers }) => answers.get(id)?.value ?? []);
    if (theirs.length === 0) continue;
    of += 1;
    part += theirs.filter((other) => isSameAnswer(answer, other)).length / theirs.length;
  }
  return { part, of };
}
