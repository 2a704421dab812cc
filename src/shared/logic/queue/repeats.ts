import type { Repeats } from '#shared/model/review/queue.ts';
import { drawOrder } from './draw.ts';

const DAY_MS = 86_400_000;

/** A finished review that could be done once more. */
export interface EarlierReview {
  reviewId: string;
  callId: string;
  submittedMs: number;
}

/**
 * Which of a reviewer's earlier calls come back unmarked with a sample of so many: a share of it, rounded to the nearest, none
 * younger than asked, at most one review of a call, chosen by the seed. The first review of a call is what the second is held against.
 */
export function chooseRepeats(
  earlier: readonly EarlierReview[],
  { percent, afterDays }: Repeats,
  { drawn, seed, nowMs }: { drawn: number; seed: number; nowMs: number },
): EarlierReview[] {
  const firsts = new Map<string, EarlierReview>();
  for (const review of earlier) {
    if (review.submittedMs > nowMs - afterDays * DAY_MS) continue;
    const known = firsts.get(review.callId);
    if (!known || review.submittedMs < known.submittedMs) firsts.set(review.callId, review);
  }
  return [...firsts.values()]
    .map((review) => ({ review, place: drawOrder(seed, `repeat ${review.reviewId}`) }))
    .sort((a, b) => a.place - b.place || (a.review.reviewId < b.review.reviewId ? -1 : 1))
    .slice(0, Math.round((drawn * percent) / 100))
    .map(({ review }) => review);
}
