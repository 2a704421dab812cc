import type { QueuePlace } from '#shared/model/review/queue.ts';
import type { ReadItem } from '../review/read-item.ts';
import { isSubmitted } from './review-states.ts';

/** One call in one reviewer's queue, as it is kept for finding the next one. Times are Unix ms. */
export interface QueueWork {
  callId: string;
  reviewer: string;
  assignmentId: string | null;
  reviewId: string | null;
  packId: string | null;
  repeatOf: string | null;
  reason: string | null;
  dueMs: number | null;
  sinceMs: number;
  skipped: string | null;
  state: 'open' | 'skipped' | 'done';
  place: QueuePlace;
}

/** In this order they come. */
export const queuePlaces: readonly QueuePlace[] = ['in-progress', 'due', 'pack', 'assigned', 'own-sample'];

/**
 * What there is to do on a call, out of its assignments and reviews: one entry for each assignment, and one for each
 * review that was begun without. A review belongs to the assignment of the same reviewer and pack; a second assignment of the same
 * call (a hidden repeat) to the review that says so, and never to an earlier one.
 */
export function queueWorkOf(
  callId: string,
  assignments: readonly ReadItem<'assignment'>[],
  reviews: readonly ReadItem<'review'>[],
): QueueWork[] {
  const used = new Set<string>();
  const work: QueueWork[] = [];
  for (const assignment of assignments) {
    const { fields } = assignment;
    const reviewer = fields.reviewer ?? assignment.author;
    const own = reviews.filter(
      (review) =>
        (review.fields.reviewer ?? review.author) === reviewer &&
        review.fields.packId === fields.packId &&
        review.fields.repeatOf === fields.repeatOf,
    );
    for (const { id } of own) used.add(id);
    const begun = own.find((review) => !isSubmitted(review));
    const finished = own.find(isSubmitted);
    work.push({
      callId,
      reviewer,
      assignmentId: assignment.id,
      reviewId: (begun ?? finished)?.id ?? null,
      packId: fields.packId,
      repeatOf: fields.repeatOf,
      reason: fields.reason,
      dueMs: fields.dueMs,
      sinceMs: begun?.fields.startedMs ?? begun?.createdMs ?? assignment.createdMs,
      skipped: fields.skipped,
      state: begun ? 'open' : finished ? 'done' : fields.skipped !== null ? 'skipped' : 'open',
      place: begun ? 'in-progress' : placeOf(assignment, reviewer),
    });
  }
  for (const review of reviews) {
    if (used.has(review.id) || isSubmitted(review)) continue;
    work.push({
      callId,
      reviewer: review.fields.reviewer ?? review.author,
      assignmentId: null,
      reviewId: review.id,
      packId: review.fields.packId,
      repeatOf: review.fields.repeatOf,
      reason: null,
      dueMs: null,
      sinceMs: review.fields.startedMs ?? review.createdMs,
      skipped: null,
      state: 'open',
      place: 'in-progress',
    });
  }
  return work;
}

function placeOf({ author, fields }: ReadItem<'assignment'>, reviewer: string): QueuePlace {
  if (fields.dueMs !== null) return 'due';
  if (fields.packId !== null) return 'pack';
  return author === reviewer ? 'own-sample' : 'assigned';
}

/** What entries of the same place are ordered by, ascending: the due date, else the time of assignment or beginning, Unix ms. */
export function orderWithinPlace({ place, dueMs, sinceMs }: Pick<QueueWork, 'place' | 'dueMs' | 'sinceMs'>): number {
  return place === 'due' && dueMs !== null ? dueMs : sinceMs;
}

/** The order of a queue: what was begun, then by due date, packs, what others assigned, one's own sample. Total, so every seat has the same. */
export function compareWork(a: QueueWork, b: QueueWork): number {
  return (
    queuePlaces.indexOf(a.place) - queuePlaces.indexOf(b.place) ||
    orderWithinPlace(a) - orderWithinPlace(b) ||
    compareText(a.callId, b.callId) ||
    compareText(a.assignmentId ?? '', b.assignmentId ?? '') ||
    compareText(a.reviewId ?? '', b.reviewId ?? '')
  );
}

/** By UTF-16 units, as SQLite's BINARY order is for what ids consist of. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
