import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { itemsOf, type ReadItem } from '#shared/logic/review/read-item.ts';
import { autoAnswers } from '#shared/logic/scorecard/auto-metrics.ts';
import { criteriaOf } from '#shared/logic/scorecard/conditions.ts';
import type { CardVersion } from '#shared/logic/scorecard/published-cards.ts';
import { readScoring, type ScoringState } from '#shared/logic/scorecard/read-scoring.ts';
import type { PendingTexts, ReviewTarget } from '#shared/logic/scorecard/score-changes.ts';
import { orpc } from '../../../lib/rpc.ts';
import type { KnownWork } from '../../review-work/known-work.ts';
import { type ReviewWork, useItems } from '../../review-work/use-review.ts';
import { useSession } from '../session.ts';
import { pendingTexts, type TypedTexts } from './pending-texts.ts';

/** A review being made. */
export interface Scoring {
  readonly target: ReviewTarget;
  readonly work: ReviewWork;
  /** As it is on screen. */
  readonly state: ScoringState;
  /** What is typed in this window. */
  readonly typed: TypedTexts;
  /** Texts that are not saved yet, as of this moment. */
  pending(): PendingTexts;
  /** The state by items that may be newer than those on screen, and by what is typed at this moment. */
  read(items: KnownWork['items']): ScoringState;
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
    const pending = () => pendingTexts(target.reviewId, criteria, drafts ?? [], typed);
    const readFrom = (from: readonly ReadItem<'score'>[]) => readScoring(card, target.reviewId, from, auto, pending());
    return {
      target,
      work,
      state: readFrom(scores),
      typed,
      pending,
      read: (items) => readFrom(itemsOf('score', items.values())),
    };
  }, [card, target, work, scores, auto, drafts, typed]);
}
