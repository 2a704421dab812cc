import { standingReviews } from '#shared/logic/queue/review-states.ts';
import { itemsOf, readItem } from '#shared/logic/review/read-item.ts';
import type { ReviewChange, ReviewItem } from '#shared/model/review/event.ts';
import type { ReadDb } from '../store/db.ts';
import { findDraft } from '../store/drafts.ts';
import { findEntryOfCall } from '../store/queue.ts';
import { findItem, findItemsOfCall } from '../store/review-items.ts';

/** Under which name the time spent on a review is kept while it is in progress, ms as text. */
export const spentDraftKey = (reviewId: string): string => `review/${reviewId}/spentMs`;

/** The review of a call that a reviewer has begun and not handed in; what the queue asks for comes before others. */
export function findBegunReview(db: ReadDb, callId: string, reviewer: string): string | null {
  const queued = findEntryOfCall(db, reviewer, callId)?.reviewId;
  if (queued) return queued;
  const begun = itemsOf('review', findItemsOfCall(db, callId, ['review'])).find(
    ({ author, fields }) =>
      (fields.reviewer ?? author) === reviewer && (fields.state ?? 'in-progress') === 'in-progress',
  );
  return begun?.id ?? null;
}

/**
 * What begins a review of a call by a reviewer: for the assignment that comes first in their queue (its pack, or the review it
 * repeats unmarked), else anew instead of their earlier one.
 */
export function startOf(db: ReadDb, callId: string, reviewer: string, reviewId: string, nowMs: number): ReviewChange {
  return {
    kind: 'review',
    itemId: reviewId,
    callId,
    set: { reviewer, state: 'in-progress', startedMs: nowMs, ...contextOf(db, callId, reviewer) },
    seen: {},
  };
}

/** What a new review belongs to: fields that whoever begins it may not know of. */
function contextOf(db: ReadDb, callId: string, reviewer: string): ReviewChange['set'] {
  const entry = findEntryOfCall(db, reviewer, callId);
  if (entry?.assignmentId) {
    const assignment = findItem(db, 'assignment', entry.assignmentId);
    const { packId, repeatOf } = assignment
      ? readItem('assignment', assignment).fields
      : { packId: null, repeatOf: null };
    const pack = packId === null ? undefined : findItem(db, 'pack', packId);
    const versionId = pack ? readItem('pack', pack).fields.versionId : null;
    if (packId !== null) return { packId, ...(versionId === null ? {} : { versionId }) };
    if (repeatOf !== null) return { repeatOf };
  }
  const reviews = itemsOf('review', findItemsOfCall(db, callId, ['review']));
  const earlier = standingReviews(reviews).find(
    ({ author, fields }) =>
      (fields.reviewer ?? author) === reviewer && fields.packId === null && fields.repeatOf === null,
  );
  return earlier ? { replaces: earlier.id } : {};
}

/**
 * Adds to changes of a reviewer what they cannot know: what a new review belongs to, and the time that was spent on one that is
 * handed in. What the changes say themselves stays.
 */
export function completed(
  db: ReadDb,
  changes: readonly ReviewChange[],
  { author, nowMs }: { author: string; nowMs: number },
): ReviewChange[] {
  return changes.map((change) => {
    if (change.kind !== 'review' || change.callId === null || change.set.deleted === true) return change;
    const known = findItem(db, 'review', change.itemId);
    const mine = change.set.reviewer === undefined || change.set.reviewer === author;
    const begun = known || !mine ? {} : { startedMs: nowMs, ...contextOf(db, change.callId, author) };
    const handedIn = change.set.state === 'done' ? { submittedMs: nowMs, ...spentOn(db, author, change.itemId) } : {};
    const seen = {
      ...Object.fromEntries(Object.keys(handedIn).map((f) => [f, known?.heads[f] ?? []])),
      ...change.seen,
    };
    return { ...change, set: { ...begun, ...handedIn, ...change.set }, seen };
  });
}

function spentOn(db: ReadDb, author: string, reviewId: string): ReviewChange['set'] {
  const text = findDraft(db, author, spentDraftKey(reviewId));
  const spentMs = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(spentMs) && spentMs >= 0 ? { spentMs: Math.round(spentMs) } : {};
}

/** Whether a change of an own annotation or score means that the review of an assigned call begins. */
export function beginsReview(db: ReadDb, items: readonly ReviewItem[], callId: string, reviewer: string): boolean {
  if (!items.some(({ kind, author }) => (kind === 'annotation' || kind === 'score') && author === reviewer))
    return false;
  const entry = findEntryOfCall(db, reviewer, callId);
  return entry !== null && entry.reviewId === null;
}
