import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type AutoAnswer, autoAnswers } from '#shared/logic/scorecard/auto-metrics.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import { type Missing, missingOf } from '#shared/logic/scorecard/missing.ts';
import type { CardVersion } from '#shared/logic/scorecard/published-cards.ts';
import { type CriterionAnswer, readAnswers, valuesOf } from '#shared/logic/scorecard/read-review.ts';
import type { PendingTexts, ReviewTarget } from '#shared/logic/scorecard/score-changes.ts';
import { type ReviewResult, scoreReview } from '#shared/logic/scorecard/score-review.ts';
import type { Criterion } from '#shared/model/review/scorecard.ts';
import { orpc } from '../../../lib/rpc.ts';
import { type ReviewWork, useItems } from '../../review-work/use-review.ts';
import { useSession } from '../session.ts';
import { pendingTexts, type TypedTexts } from './pending-texts.ts';

/** A review being made: what is answered, what it comes to, and what it lacks. */
export interface Scoring {
  readonly version: CardVersion;
  readonly target: ReviewTarget;
  readonly work: ReviewWork;
  readonly answers: ReadonlyMap<string, CriterionAnswer>;
  readonly result: ReviewResult;
  /** The criteria that are asked, in order. */
  readonly asked: readonly Criterion[];
  readonly missing: readonly Missing[];
  /** What is typed in this window. */
  readonly typed: TypedTexts;
  /** Texts that are not saved yet, as of this moment. */
  pending(): PendingTexts;
  /** What the review would still lack with those texts. */
  missingNow(): readonly Missing[];
}

export function useScoring(version: CardVersion, target: ReviewTarget, work: ReviewWork, typed: TypedTexts): Scoring {
  const { detail, timing, findings, settings } = useSession();
  const { card } = version;
  const callId = detail.row.id;
  const scores = useItems(work, 'score');
  const drafts = useQuery(orpc.review.drafts.queryOptions({ input: { callId } })).data;
  const auto = useMemo(
    () => autoAnswers(card, { detail, timing, findings, deadAirMs: settings.deadAirMs }),
    [card, detail, timing, findings, settings.deadAirMs],
  );
  return useMemo(() => {
    const criteria = criteriaOf(card);
    const answers = readAnswers(card, target.reviewId, scores, auto);
    const pending = () => pendingTexts(target.reviewId, criteria, drafts ?? [], typed);
    const result = scoreReview(card, valuesOf(answers));
    const counted = new Set(
      result.sections.flatMap(({ criteria }) => criteria.flatMap(({ id, why }) => (why === 'not-asked' ? [] : [id]))),
    );
    return {
      version,
      target,
      work,
      answers,
      result,
      asked: criteria.filter(({ id }) => counted.has(id)),
      missing: missing(card, answers, auto, pending()),
      typed,
      pending,
      missingNow: () => missing(card, answers, auto, pending()),
    };
  }, [version, card, target, work, scores, auto, drafts, typed]);
}

function missing(
  card: CardVersion['card'],
  answers: ReadonlyMap<string, CriterionAnswer>,
  auto: ReadonlyMap<string, AutoAnswer>,
  pending: PendingTexts,
): Missing[] {
  const values = valuesOf(answers);
  for (const [id, value] of pending.answers) values.set(id, value);
  const texts = (of: 'comment' | 'overrideReason', typed: ReadonlyMap<string, string>) =>
    new Map([...[...answers].map(([id, answer]) => [id, answer[of]] as const), ...typed]);
  return missingOf({
    card,
    answers: values,
    comments: texts('comment', pending.comments),
    auto: new Map([...auto].flatMap(([id, said]) => (said.answer === null ? [] : [[id, said.answer] as const]))),
    overrideReasons: texts('overrideReason', pending.reasons),
  });
}
