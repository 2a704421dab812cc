import type { ReviewItem } from '#shared/model/review/event.ts';
import { isSubmitted } from '../queue/review-states.ts';
import { itemsOf, type ReadItem, readItem } from './read-item.ts';

/** What a reviewer may not see of one call's review work, and why. */
export interface Sight {
  reviewerId: string;
  /** All reviews of the call, deleted ones too: whose a score is depends on its review. */
  reviews: ReadonlyMap<string, ReadItem<'review'>>;
  /** A blind pack whose review of this call is not handed in yet: nothing of the others is shown. */
  blind: boolean;
  /** Earlier reviews of one's own which a hidden repeat is held against: neither they nor what was noted before is shown. */
  repeats: ReadonlyMap<string, { sinceMs: number }>;
}

/**
 * What is hidden from a reviewer on a call, out of everything known of the call (`items`, deleted ones too) and the
 * workspace's packs. A pack is open for a reviewer who is in it until a review of theirs for it is handed in; a repeat,
 * until the review that repeats is.
 */
export function sightOf(
  callId: string,
  items: readonly ReviewItem[],
  packs: readonly ReadItem<'pack'>[],
  reviewerId: string,
): Sight {
  const known = items.filter(({ kind }) => kind === 'review').map((item) => readItem('review', item));
  const reviews = itemsOf('review', items).filter((review) => reviewerOf(review) === reviewerId);
  const blind = packs.some(
    ({ id, fields }) =>
      // A pack that does not say is blind: that is what packs are for, and what was shown cannot be unseen.
      fields.blind !== false &&
      (fields.callIds ?? []).includes(callId) &&
      (fields.reviewers ?? []).includes(reviewerId) &&
      !reviews.some((review) => review.fields.packId === id && isSubmitted(review)),
  );
  const repeats = new Map<string, { sinceMs: number }>();
  const open = (repeatOf: string | null, sinceMs: number) => {
    if (repeatOf === null) return;
    if (reviews.some((review) => review.fields.repeatOf === repeatOf && isSubmitted(review))) return;
    repeats.set(repeatOf, { sinceMs: Math.min(sinceMs, repeats.get(repeatOf)?.sinceMs ?? sinceMs) });
  };
  for (const { author, fields, createdMs } of itemsOf('assignment', items)) {
    if ((fields.reviewer ?? author) === reviewerId && fields.skipped === null) open(fields.repeatOf, createdMs);
  }
  for (const { fields, createdMs } of reviews) open(fields.repeatOf, fields.startedMs ?? createdMs);
  return { reviewerId, reviews: new Map(known.map((review) => [review.id, review])), blind, repeats };
}

/** Whether anything may be hidden on this call. */
export function hidesAnything({ blind, repeats }: Sight): boolean {
  return blind || repeats.size > 0;
}

/**
 * The items of a call as a reviewer may see them, in the order given. `items` may be some of the call's only; `sight` must come
 * from all of them. Corrections of the transcript stay: they say what was spoken, not how good it was.
 */
export function visible(items: readonly ReviewItem[], sight: Sight): ReviewItem[] {
  if (!hidesAnything(sight)) return [...items];
  return items.filter((item) => maySee(item, sight)).map((item) => unmarked(item, sight));
}

function maySee(item: ReviewItem, sight: Sight): boolean {
  switch (item.kind) {
    case 'review':
      return maySeeReview(readItem('review', item), sight);
    case 'score': {
      const { fields, id } = readItem('score', item);
      const reviewId = fields.reviewId ?? id.slice(0, Math.max(0, id.lastIndexOf('/')));
      return item.author === sight.reviewerId && maySeeOf(reviewId, sight);
    }
    case 'dispute':
      // Also one about one's own earlier review: it says what its author thinks of the call.
      return item.author === sight.reviewerId && maySeeOf(readItem('dispute', item).fields.reviewId ?? '', sight);
    case 'annotation':
      return (
        item.author === sight.reviewerId && ![...sight.repeats.values()].some(({ sinceMs }) => item.createdMs < sinceMs)
      );
    case 'assignment': {
      // What somebody else gave as a reason to skip it is an opinion of the call.
      const { author, fields } = readItem('assignment', item);
      return (fields.reviewer ?? author) === sight.reviewerId;
    }
    default:
      return true;
  }
}

function maySeeOf(reviewId: string, sight: Sight): boolean {
  const review = sight.reviews.get(reviewId);
  return review !== undefined && maySeeReview(review, sight);
}

function maySeeReview(review: ReadItem<'review'>, { reviewerId, repeats }: Sight): boolean {
  if (reviewerOf(review) !== reviewerId) return false;
  if (repeats.size === 0) return true;
  // During a repeat only the review that repeats is shown, and what was begun after it came into the queue.
  const { repeatOf } = review.fields;
  if (repeatOf !== null && repeats.has(repeatOf)) return true;
  return ![...repeats].some(([id, { sinceMs }]) => id === review.id || review.createdMs < sinceMs);
}

/** A repeat does not say that it is one. */
function unmarked(item: ReviewItem, { repeats }: Sight): ReviewItem {
  if (item.kind !== 'assignment' && item.kind !== 'review') return item;
  if (typeof item.fields.repeatOf !== 'string' || !repeats.has(item.fields.repeatOf)) return item;
  const without = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).filter(([field]) => field !== 'repeatOf'));
  return { ...item, fields: without(item.fields), heads: without(item.heads), rivals: without(item.rivals) };
}

const reviewerOf = ({ author, fields }: ReadItem<'review'>): string => fields.reviewer ?? author;
