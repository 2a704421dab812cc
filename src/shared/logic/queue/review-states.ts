import type { CallReviewState } from '#shared/model/review/call-state.ts';
import type { ReviewState } from '#shared/model/review/items.ts';
import type { ReadItem } from '../review/read-item.ts';

/** What a person can do with a review. */
export type ReviewMove = 'start' | 'finish' | 'dispute' | 'withdraw' | 'answer';

/** From where each move may be made, and where it leads. A finished review is never reopened: the call is reviewed anew. */
const moves: Readonly<Record<ReviewMove, { from: readonly CallReviewState[]; to: ReviewState }>> = {
  start: { from: ['new'], to: 'in-progress' },
  finish: { from: ['in-progress'], to: 'done' },
  dispute: { from: ['done', 'resolved'], to: 'disputed' },
  withdraw: { from: ['disputed'], to: 'done' },
  answer: { from: ['disputed'], to: 'resolved' },
};

/** The state after a move, or null where the move is not allowed. */
export function stateAfter(state: CallReviewState, move: ReviewMove): ReviewState | null {
  const { from, to } = moves[move];
  return from.includes(state) ? to : null;
}

/** The moves that are allowed from a state. */
export function allowedMoves(state: CallReviewState): ReviewMove[] {
  return (Object.keys(moves) as ReviewMove[]).filter((move) => moves[move].from.includes(state));
}

/** Whether a review has been handed in. Said by its state or by the time of it: an import may bring either alone. */
export function isSubmitted({ fields }: ReadItem<'review'>): boolean {
  return fields.state === null ? fields.submittedMs !== null : fields.state !== 'in-progress';
}

/**
 * Where a review stands together with the disputes about it, whatever order they arrived in: the seats that dispute and
 * answer may not know of each other. Without any dispute, as the review says.
 */
export function reviewStateOf(review: ReadItem<'review'>, disputes: readonly ReadItem<'dispute'>[]): ReviewState {
  if (!isSubmitted(review)) return 'in-progress';
  const about = disputes.filter(({ fields }) => fields.reviewId === review.id);
  if (about.length === 0) return review.fields.state ?? 'done';
  return about.some(({ fields }) => fields.outcome === null) ? 'disputed' : 'resolved';
}

/** The reviews that no later submitted one supersedes, in the order given. */
export function standingReviews(reviews: readonly ReadItem<'review'>[]): ReadItem<'review'>[] {
  const superseded = new Set(reviews.filter(isSubmitted).map(({ fields }) => fields.replaces));
  return reviews.filter(({ id }) => !superseded.has(id));
}

/** Where a call stands, and by which review. */
export interface CallState {
  state: CallReviewState;
  /** The review that says so; null while the call is new. */
  review: ReadItem<'review'> | null;
}

/** What wants somebody's attention most comes first: a dispute, work that was begun, then what is finished. */
const urgency: readonly ReviewState[] = ['disputed', 'in-progress', 'resolved', 'done'];

/**
 * A call's state out of its reviews and disputes. A dispute that waits and a review that was begun come before what is
 * finished; of several in the same state the latest speaks for the call. `done` and `resolved` are both finished: the latest decides.
 */
export function callStateOf(
  reviews: readonly ReadItem<'review'>[],
  disputes: readonly ReadItem<'dispute'>[],
): CallState {
  const standing = standingReviews(reviews).map((review) => ({ review, state: reviewStateOf(review, disputes) }));
  const ordered = standing.sort((a, b) => {
    const finished = isFinished(a.state) && isFinished(b.state);
    const byUrgency = finished ? 0 : urgency.indexOf(a.state) - urgency.indexOf(b.state);
    return byUrgency || lastTouched(b.review) - lastTouched(a.review) || (a.review.id < b.review.id ? -1 : 1);
  });
  const first = ordered[0];
  return first === undefined ? { state: 'new', review: null } : first;
}

const isFinished = (state: ReviewState): boolean => state === 'done' || state === 'resolved';

function lastTouched({ fields, createdMs }: ReadItem<'review'>): number {
  return fields.submittedMs ?? fields.startedMs ?? createdMs;
}
