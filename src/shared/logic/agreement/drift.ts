import type { Drift, Repeat } from '../../model/review/agreement.ts';
import { meanOf } from '../stats/summary.ts';
import { ratioFigure } from './figures.ts';
import { compareIds, isComparable, isSameAnswer, type PlacedCriterion, type RatedReview } from './rated.ts';

const DAY_MS = 86_400_000;

/**
 * Each reviewer against themselves: repeats of calls that they had reviewed before, without knowing. A repeat counts when its first
 * review is here too, of the same call by the same reviewer.
 */
export function driftOf(
  reviews: readonly RatedReview[],
  earlier: readonly RatedReview[],
  criteria: readonly PlacedCriterion[],
): Drift[] {
  const byId = new Map([...earlier, ...reviews].map((review) => [review.id, review]));
  const compared = criteria.filter(({ criterion }) => isComparable(criterion)).map(({ criterion }) => criterion.id);
  const byReviewer = new Map<string, Repeat[]>();
  for (const review of reviews) {
    const first = review.repeatOf === null ? undefined : byId.get(review.repeatOf);
    if (first === undefined || first.id === review.id) continue;
    if (first.reviewer !== review.reviewer || first.callId !== review.callId) continue;
    const repeats = byReviewer.get(review.reviewer) ?? [];
    repeats.push(repeatOf(first, review, compared));
    byReviewer.set(review.reviewer, repeats);
  }
  return [...byReviewer]
    .sort(([a], [b]) => compareIds(a, b))
    .map(([reviewer, repeats]) => {
      const differences = repeats.map(({ difference }) => difference).filter((difference) => difference !== null);
      return {
        reviewer,
        same: ratioFigure(
          repeats.map((repeat) => ({ part: repeat.compared - repeat.changed.length, of: repeat.compared })),
          'nothing',
        ),
        difference: ratioFigure(
          differences.map((part) => ({ part, of: 1 })),
          'nothing',
        ),
        meanDistance: meanOf(differences.map(Math.abs)),
        repeats: repeats.sort((a, b) => a.atMs - b.atMs || compareIds(a.reviewId, b.reviewId)),
      };
    });
}

function repeatOf(first: RatedReview, again: RatedReview, criterionIds: readonly string[]): Repeat {
  const changed: Repeat['changed'] = [];
  let compared = 0;
  for (const criterionId of criterionIds) {
    const before = first.answers.get(criterionId)?.value;
    const after = again.answers.get(criterionId)?.value;
    if (before === undefined || after === undefined) continue;
    compared += 1;
    if (!isSameAnswer(before, after)) changed.push({ criterionId, before, after });
  }
  return {
    callId: again.callId,
    reviewId: again.id,
    repeatOf: first.id,
    atMs: again.submittedMs,
    days: (again.submittedMs - first.submittedMs) / DAY_MS,
    compared,
    changed,
    difference: first.percent === null || again.percent === null ? null : again.percent - first.percent,
  };
}
