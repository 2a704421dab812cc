import type { Disagreement } from '../../model/review/agreement.ts';
import type { Criterion, ScoreValue } from '../../model/review/scorecard.ts';
import { compareIds, isComparable, isSameAnswer, type PlacedCriterion, type ReviewedCall } from './rated.ts';

/**
 * Where reviewers of the same call answered differently, the largest differences first, then what is critical, then what weighs more.
 */
export function findDisagreements(
  calls: readonly ReviewedCall[],
  criteria: readonly PlacedCriterion[],
): Disagreement[] {
  const found: (Disagreement & { weight: number })[] = [];
  for (const { sectionId, criterion } of criteria) {
    if (!isComparable(criterion)) continue;
    const spread = numberSpread(criterion, calls);
    for (const { callId, reviews } of calls) {
      const answers = reviews.flatMap(({ reviewer, id, answers: given }) => {
        const answer = given.get(criterion.id);
        if (answer === undefined) return [];
        return [
          { reviewer, reviewId: id, value: answer.value, comment: answer.comment, evidence: [...answer.evidence] },
        ];
      });
      const distance = widest(
        answers.map(({ value }) => value),
        criterion,
        spread,
      );
      if (distance === 0) continue;
      const { id: criterionId, label, critical, weight } = criterion;
      found.push({ callId, sectionId, criterionId, label, distance, critical: critical !== 'no', answers, weight });
    }
  }
  return found
    .sort(
      (a, b) =>
        b.distance - a.distance ||
        Number(b.critical) - Number(a.critical) ||
        b.weight - a.weight ||
        compareIds(a.callId, b.callId) ||
        compareIds(a.criterionId, b.criterionId),
    )
    .map(({ weight: _, ...disagreement }) => disagreement);
}

function widest(values: readonly ScoreValue[], criterion: Criterion, spread: number): number {
  let most = 0;
  values.forEach((first, i) => {
    for (const second of values.slice(i + 1)) most = Math.max(most, answerDistance(first, second, criterion, spread));
  });
  return most;
}

/**
 * How far two answers lie apart, 0 to 1. Steps of a scale count a quarter each; numbers by the stretch from worst to best, or where there
 * is none by that of all answers; other answers are the same or not.
 * @param spread the stretch for numbers, above 0
 */
export function answerDistance(
  a: ScoreValue,
  b: ScoreValue,
  { answer }: Pick<Criterion, 'answer'>,
  spread: number,
): number {
  if (isSameAnswer(a, b)) return 0;
  if (a.is === 'na' || b.is === 'na' || typeof a.answer !== 'number' || typeof b.answer !== 'number') return 1;
  const apart = Math.abs(a.answer - b.answer);
  if (answer.type === 'scale') return Math.min(1, apart / 4);
  return answer.type === 'number' ? Math.min(1, apart / spread) : 1;
}

function numberSpread({ id, answer }: Criterion, calls: readonly ReviewedCall[]): number {
  if (answer.type !== 'number') return 1;
  if (answer.worst !== null && answer.best !== null && answer.worst !== answer.best) {
    return Math.abs(answer.best - answer.worst);
  }
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const { reviews } of calls) {
    for (const { answers } of reviews) {
      const value = answers.get(id)?.value;
      if (value?.is !== 'answer' || typeof value.answer !== 'number') continue;
      least = Math.min(least, value.answer);
      most = Math.max(most, value.answer);
    }
  }
  return most > least ? most - least : 1;
}
