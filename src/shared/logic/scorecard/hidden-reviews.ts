import type { ReadItem } from '../review/read-item.ts';

/**
 * Whether a review must not be shown to `reviewerId` yet: it is another's, of the same blind pack, and their own review of this call
 * for that pack is not submitted. Also anyone else's submitted review while they are asked to be blind to it by such a pack.
 */
export function isHidden(
  review: ReadItem<'review'>,
  reviewerId: string,
  reviews: readonly ReadItem<'review'>[],
  packs: readonly ReadItem<'pack'>[],
): boolean {
  const { callId } = review;
  const author = review.fields.reviewer ?? review.author;
  if (author === reviewerId) return false;
  return packs.some(({ id, fields }) => {
    const { blind, callIds, reviewers } = fields;
    if (blind !== true || callId === null || !(callIds?.includes(callId) ?? false)) return false;
    if (!(reviewers?.includes(reviewerId) ?? false)) return false;
    return !reviews.some(
      (own) =>
        own.callId === callId &&
        (own.fields.reviewer ?? own.author) === reviewerId &&
        own.fields.packId === id &&
        own.fields.submittedMs !== null,
    );
  });
}
