import type { Anchor } from '../../model/review/anchor.ts';
import type { Criterion, Scorecard, ScoreValue } from '../../model/review/scorecard.ts';

/** An answer that counts: the criterion was asked, and the value is one that it allows. */
export interface RatedAnswer {
  readonly value: ScoreValue;
  readonly comment: string | null;
  readonly evidence: readonly Anchor[];
}

/** A submitted review, as far as agreement needs it. */
export interface RatedReview {
  readonly id: string;
  readonly callId: string;
  readonly reviewer: string;
  readonly submittedMs: number;
  /** The earlier review that it repeats without its reviewer knowing; null for a first review. */
  readonly repeatOf: string | null;
  readonly answers: ReadonlyMap<string, RatedAnswer>;
  /** Score of the review and of its sections, 0 to 100; null where nothing was scored. */
  readonly percent: number | null;
  readonly sections: ReadonlyMap<string, number | null>;
}

/** A stretch or a moment that a reviewer marked on the recording, ms; a moment has no end. */
export interface Mark {
  readonly callId: string;
  readonly reviewer: string;
  readonly tags: readonly string[];
  readonly startMs: number;
  readonly endMs: number | null;
}

/** The reviews of a call that are held against each other: one of each reviewer. */
export interface ReviewedCall {
  readonly callId: string;
  readonly reviews: readonly RatedReview[];
}

/** A criterion with the section it stands in. */
export interface PlacedCriterion {
  readonly sectionId: string;
  readonly criterion: Criterion;
}

/** The criteria of a card in its order; of those with the same id the first. */
export function placedCriteria(card: Pick<Scorecard, 'sections'>): PlacedCriterion[] {
  const seen = new Set<string>();
  return card.sections.flatMap((section) =>
    section.criteria.flatMap((criterion) => {
      if (seen.has(criterion.id)) return [];
      seen.add(criterion.id);
      return [{ sectionId: section.id, criterion }];
    }),
  );
}

/** By call the latest first review of each reviewer; repeats are held against their reviewer only. Calls and reviewers sorted by id. */
export function reviewedCalls(reviews: readonly RatedReview[]): ReviewedCall[] {
  const calls = new Map<string, Map<string, RatedReview>>();
  for (const review of reviews) {
    if (review.repeatOf !== null) continue;
    const call = calls.get(review.callId) ?? new Map<string, RatedReview>();
    calls.set(review.callId, call);
    const known = call.get(review.reviewer);
    if (known === undefined || isLater(review, known)) call.set(review.reviewer, review);
  }
  return [...calls]
    .map(([callId, byReviewer]) => ({
      callId,
      reviews: [...byReviewer.values()].sort((a, b) => compareIds(a.reviewer, b.reviewer)),
    }))
    .sort((a, b) => compareIds(a.callId, b.callId));
}

function isLater(a: RatedReview, b: RatedReview): boolean {
  return a.submittedMs === b.submittedMs ? a.id > b.id : a.submittedMs > b.submittedMs;
}

/** Orders ids the same way everywhere. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether two answers are the same one. "Does not apply" is an answer. */
export function isSameAnswer(a: ScoreValue, b: ScoreValue): boolean {
  return a.is === 'na' ? b.is === 'na' : b.is === 'answer' && a.answer === b.answer;
}

/** Whether answers to a criterion can be held against each other: texts cannot. */
export function isComparable({ answer }: Pick<Criterion, 'answer'>): boolean {
  return answer.type !== 'text';
}
