import type { Criterion, Scorecard } from '../../model/review/scorecard.ts';
import type { ReadItem } from '../review/read-item.ts';
import type { AutoAnswer } from './auto-metrics.ts';
import { criteriaOf } from './conditions.ts';
import { type Missing, missingOf } from './missing.ts';
import { type CriterionAnswer, readAnswers, valuesOf } from './read-review.ts';
import type { PendingTexts } from './score-changes.ts';
import { type ReviewResult, scoreReview } from './score-review.ts';

/** A review in progress as it stands: what is answered, what it comes to, and what it lacks. */
export interface ScoringState {
  readonly answers: ReadonlyMap<string, CriterionAnswer>;
  readonly result: ReviewResult;
  /** The criteria that are asked, in order. */
  readonly asked: readonly Criterion[];
  readonly missing: readonly Missing[];
}

/** Reads a review in progress; texts that are still being typed count as said. */
export function readScoring(
  card: Scorecard,
  reviewId: string,
  scores: readonly ReadItem<'score'>[],
  auto: ReadonlyMap<string, AutoAnswer>,
  pending: PendingTexts,
): ScoringState {
  const answers = readAnswers(card, reviewId, scores, auto);
  const values = valuesOf(answers);
  for (const [id, value] of pending.answers) values.set(id, value);
  const result = scoreReview(card, values);
  const counted = new Set(
    result.sections.flatMap(({ criteria }) => criteria.flatMap(({ id, why }) => (why === 'not-asked' ? [] : [id]))),
  );
  const texts = (of: 'comment' | 'overrideReason', typed: ReadonlyMap<string, string>) =>
    new Map([...[...answers].map(([id, answer]) => [id, answer[of]] as const), ...typed]);
  return {
    answers,
    result,
    asked: criteriaOf(card).filter(({ id }) => counted.has(id)),
    missing: missingOf({
      card,
      answers: values,
      comments: texts('comment', pending.comments),
      auto: new Map([...auto].flatMap(([id, said]) => (said.answer === null ? [] : [[id, said.answer] as const]))),
      overrideReasons: texts('overrideReason', pending.reasons),
    }),
  };
}
