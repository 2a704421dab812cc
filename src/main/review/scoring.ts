import { readItem } from '#shared/logic/review/read-item.ts';
import { sameJson } from '#shared/logic/review/same-json.ts';
import { checkScorecard } from '#shared/logic/scorecard/check-scorecard.ts';
import { AppError } from '#shared/model/errors.ts';
import type { ReviewChange, ReviewItem, ReviewKind } from '#shared/model/review/event.ts';
import { scorecardSchema } from '#shared/model/review/scorecard.ts';

// What must hold of scorecards and scores wherever a change comes from on this computer, an undo included. Imports do not
// pass here: two seats may have done what neither would have let the other do, and both are kept.

/** Looks up an item that is here. */
export type FindReviewItem = (kind: ReviewKind, id: string) => ReviewItem | undefined;

/** One field of an item, and what it is to become. */
export interface FieldChange {
  readonly kind: ReviewKind;
  readonly itemId: string;
  readonly field: string;
  readonly value: unknown;
}

const versionFields: readonly string[] = ['definition', 'publishedMs', 'scorecardId', 'number', 'deleted'];
const reviewFields: readonly string[] = ['reviewer', 'versionId', 'startedMs', 'submittedMs', 'replaces', 'deleted'];

/** Why a field must stay as it is, in a sentence; null when it may change. Setting it to what it is already always may. */
export function frozenReason(change: FieldChange, item: ReviewItem | undefined, find: FindReviewItem): string | null {
  const { kind, field, value } = change;
  if (item && sameJson(item.fields[field] ?? null, value)) return null;
  if (kind === 'scorecard-version' && item && isPublished(item) && versionFields.includes(field)) {
    return 'This version of the scorecard was published and stays as it is; make a new version.';
  }
  if (kind === 'review' && item && isSubmitted(item)) {
    const reopens = field === 'state' && (value === null || value === 'in-progress');
    if (reopens || reviewFields.includes(field)) {
      return 'This review was submitted and stays as it is; review the call again.';
    }
  }
  if (kind === 'score') {
    const review = find('review', reviewIdOf(change, item));
    if (review && isSubmitted(review)) {
      return 'The review was submitted, so its scores stay as they are; review the call again.';
    }
  }
  return null;
}

/**
 * Refuses changes that would rewrite what was published or submitted (`conflict`), a version that nobody could use, and a review
 * with a version that is still a draft (`invalid-input`).
 */
export function checkScoring(change: ReviewChange, item: ReviewItem | undefined, find: FindReviewItem): void {
  const { kind, itemId, set } = change;
  for (const [field, value] of Object.entries(set)) {
    const reason =
      frozenReason({ kind, itemId, field, value }, item, find) ??
      (kind === 'score' && field === 'reviewId' ? movedScore(value, item, find) : null);
    if (reason !== null) throw new AppError('conflict', reason);
  }
  if (kind === 'scorecard-version' && typeof set.publishedMs === 'number') {
    checkPublishing(set.definition ?? item?.fields.definition);
  }
  if (kind === 'review' && typeof set.versionId === 'string') {
    const version = find('scorecard-version', set.versionId);
    if (version && !isPublished(version)) {
      throw new AppError('invalid-input', 'This version of the scorecard is a draft; publish it, then review with it.');
    }
  }
}

/** A score cannot be slipped into another review. */
function movedScore(value: unknown, item: ReviewItem | undefined, find: FindReviewItem): string | null {
  if (typeof item?.fields.reviewId === 'string') return 'A score belongs to one review; make another one.';
  const review = typeof value === 'string' ? find('review', value) : undefined;
  return review && isSubmitted(review) ? 'The review was submitted, so its scores stay as they are.' : null;
}

function checkPublishing(definition: unknown): void {
  const card = scorecardSchema.safeParse(definition);
  if (!card.success) throw new AppError('invalid-input', 'There is no scorecard to publish in this version.');
  const error = checkScorecard(card.data).find(({ severity }) => severity === 'error');
  if (error) throw new AppError('invalid-input', `The scorecard cannot be published. ${error.message}`);
}

function reviewIdOf({ itemId, field, value }: FieldChange, item: ReviewItem | undefined): string {
  const own = item?.fields.reviewId;
  if (typeof own === 'string') return own;
  if (field === 'reviewId' && typeof value === 'string') return value;
  // A score's id is `reviewId/criterionId`, and ids of reviews have no slash.
  return itemId.split('/', 1)[0] ?? itemId;
}

function isPublished(version: ReviewItem): boolean {
  return readItem('scorecard-version', version).fields.publishedMs !== null;
}

function isSubmitted(review: ReviewItem): boolean {
  const { submittedMs, state } = readItem('review', review).fields;
  return submittedMs !== null || (state !== null && state !== 'in-progress');
}
