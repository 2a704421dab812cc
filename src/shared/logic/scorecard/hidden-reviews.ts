import type { ReadItem } from '../review/read-item.ts';

/**
 * Whether a submitted review must not be shown to `reviewerId` yet: it is another's, and a blind pack asks them to review this call
 * without knowing what others made of it, which they have not done so far.
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

/** A call that a reviewer is asked to review for a pack, and has not yet. */
export interface PackTask {
  readonly packId: string;
  readonly versionId: string;
  readonly repeatOf: string | null;
}

/** The first pack whose review of this call `reviewerId` still owes; null when there is none. */
export function openPackTask(
  reviewerId: string,
  assignments: readonly ReadItem<'assignment'>[],
  reviews: readonly ReadItem<'review'>[],
  packs: readonly ReadItem<'pack'>[],
): PackTask | null {
  const owed = assignments
    .filter(({ fields }) => fields.reviewer === reviewerId && fields.packId !== null && fields.skipped === null)
    .toSorted((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
  for (const { fields } of owed) {
    const pack = packs.find(({ id }) => id === fields.packId);
    const versionId = pack?.fields.versionId ?? null;
    const done = reviews.some(
      (review) =>
        review.fields.packId === fields.packId &&
        (review.fields.reviewer ?? review.author) === reviewerId &&
        review.fields.repeatOf === fields.repeatOf &&
        review.fields.submittedMs !== null,
    );
    if (pack !== undefined && versionId !== null && !done) {
      return { packId: pack.id, versionId, repeatOf: fields.repeatOf };
    }
  }
  return null;
}
