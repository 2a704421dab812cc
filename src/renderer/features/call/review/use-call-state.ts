import { useMemo } from 'react';
import { callStateOf, isSubmitted } from '#shared/logic/queue/review-states.ts';
import type { ReadItem } from '#shared/logic/review/read-item.ts';
import type { CallReviewState } from '#shared/model/review/call-state.ts';
import { type ReviewWork, useItems, useReview } from '../../review-work/use-review.ts';
import { type Reviewers, useReviewers } from '../../review-work/use-reviewers.ts';

/** Where the review of the open call stands. */
export interface CallReviewInfo {
  work: ReviewWork;
  reviewers: Reviewers;
  state: CallReviewState;
  /** The review that says so; null while the call is new. */
  review: ReadItem<'review'> | null;
  /** The review that the one who sits here has begun and not finished. */
  mine: ReadItem<'review'> | null;
  /** A dispute about `review` that waits for an answer. */
  openDispute: ReadItem<'dispute'> | null;
  /** The disputes about `review`, the oldest first. */
  disputes: readonly ReadItem<'dispute'>[];
}

export function useCallState(callId: string): CallReviewInfo {
  const work = useReview(callId);
  const reviewers = useReviewers();
  const reviews = useItems(work, 'review');
  const allDisputes = useItems(work, 'dispute');
  const me = reviewers.me?.id ?? null;
  return useMemo(() => {
    const { state, review } = callStateOf(reviews, allDisputes);
    const mine = reviews.find((one) => !isSubmitted(one) && (one.fields.reviewer ?? one.author) === me) ?? null;
    const disputes = review === null ? [] : allDisputes.filter(({ fields }) => fields.reviewId === review.id);
    const openDispute = disputes.find(({ fields }) => fields.outcome === null) ?? null;
    return { work, reviewers, state, review, mine, openDispute, disputes };
  }, [work, reviewers, reviews, allDisputes, me]);
}
