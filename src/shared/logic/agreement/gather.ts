import type { ReviewItem } from '../../model/review/event.ts';
import type { Scorecard, ScoreValue } from '../../model/review/scorecard.ts';
import { isSubmitted } from '../queue/review-states.ts';
import { itemsOf, type ReadItem } from '../review/read-item.ts';
import { sightOf, visible } from '../review/visible-to.ts';
import { type CriterionWhy, scoreReview } from '../scorecard/score-review.ts';
import type { Mark, RatedAnswer, RatedReview } from './rated.ts';

/** All that is known of a call's review work, deleted items too. */
export interface CallWork {
  readonly callId: string;
  readonly items: readonly ReviewItem[];
}

/** Which reviews are compared: those of a pack, or those with a version that were submitted in [from, to), Unix ms. */
export interface Scope {
  readonly versionId: string;
  readonly packId: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export interface Gathered {
  readonly reviews: RatedReview[];
  readonly earlier: RatedReview[];
  readonly marks: Mark[];
  /** Calls that were left out since the reader's own review of them is not handed in yet. */
  readonly hiddenCalls: number;
  /** Submitted reviews of the pack with another version of the scorecard. */
  readonly otherVersion: number;
}

/**
 * What agreement is computed from, as far as `reader` may see it: calls of a blind pack only once their own review is handed in.
 * @param packs all of the workspace, since each may hide a call
 */
export function gatherReviews(
  calls: Iterable<CallWork>,
  { card, packs, scope, reader }: { card: Scorecard; packs: readonly ReadItem<'pack'>[]; scope: Scope; reader: string },
): Gathered {
  const reviews: RatedReview[] = [];
  const earlier: RatedReview[] = [];
  const marks: Mark[] = [];
  let hiddenCalls = 0;
  let otherVersion = 0;
  for (const { callId, items } of calls) {
    const sight = sightOf(callId, items, packs, reader);
    const submitted = itemsOf('review', visible(items, sight)).filter(isSubmitted);
    const inPack = submitted.filter(({ fields }) => scope.packId === null || fields.packId === scope.packId);
    if (sight.blind) {
      if (itemsOf('review', items).some((review) => isSubmitted(review) && isInScope(review, scope))) hiddenCalls += 1;
      continue;
    }
    if (scope.packId !== null) {
      otherVersion += inPack.filter(({ fields }) => fields.versionId !== scope.versionId).length;
    }
    const chosen = inPack.filter((review) => isInScope(review, scope));
    if (chosen.length === 0) continue;
    const scores = scoresByReview(visible(items, sight));
    const rate = (review: ReadItem<'review'>) => ratedReview(callId, review, scores.get(review.id) ?? [], card);
    reviews.push(...chosen.map(rate));
    const repeated = new Set(chosen.map(({ fields }) => fields.repeatOf));
    const ids = new Set(chosen.map(({ id }) => id));
    for (const review of submitted) {
      if (ids.has(review.id) || !repeated.has(review.id) || review.fields.versionId !== scope.versionId) continue;
      earlier.push(rate(review));
    }
    marks.push(...marksOf(callId, visible(items, sight)));
  }
  return { reviews, earlier, marks, hiddenCalls, otherVersion };
}

function isInScope(review: ReadItem<'review'>, { versionId, packId, fromMs, toMs }: Scope): boolean {
  if (review.fields.versionId !== versionId) return false;
  if (packId !== null) return review.fields.packId === packId;
  const atMs = submittedAt(review);
  return (fromMs === null || atMs >= fromMs) && (toMs === null || atMs < toMs);
}

/** An import may bring a review without the time at which it was handed in. */
function submittedAt({ fields, updatedMs }: ReadItem<'review'>): number {
  return fields.submittedMs ?? updatedMs;
}

function scoresByReview(items: readonly ReviewItem[]): Map<string, ReadItem<'score'>[]> {
  const byReview = new Map<string, ReadItem<'score'>[]>();
  for (const score of itemsOf('score', items)) {
    const reviewId = score.fields.reviewId ?? score.id.slice(0, Math.max(0, score.id.lastIndexOf('/')));
    const known = byReview.get(reviewId);
    if (known === undefined) byReview.set(reviewId, [score]);
    else known.push(score);
  }
  return byReview;
}

const notAnswers: ReadonlySet<CriterionWhy> = new Set(['not-asked', 'unreadable', 'open']);

/** A review with the answers that count and what they come to. */
function ratedReview(
  callId: string,
  review: ReadItem<'review'>,
  scores: readonly ReadItem<'score'>[],
  card: Scorecard,
): RatedReview {
  const given = new Map<string, RatedAnswer>();
  const values = new Map<string, ScoreValue>();
  for (const { id, fields } of scores) {
    const criterionId = fields.criterionId ?? id.slice(id.lastIndexOf('/') + 1);
    if (fields.value === null) continue;
    values.set(criterionId, fields.value);
    given.set(criterionId, { value: fields.value, comment: fields.comment, evidence: fields.evidence ?? [] });
  }
  const result = scoreReview(card, values);
  const answers = new Map<string, RatedAnswer>();
  for (const { id, why } of result.sections.flatMap(({ criteria }) => criteria)) {
    const answer = given.get(id);
    if (answer !== undefined && !notAnswers.has(why)) answers.set(id, answer);
  }
  return {
    id: review.id,
    callId,
    reviewer: review.fields.reviewer ?? review.author,
    submittedMs: submittedAt(review),
    repeatOf: review.fields.repeatOf,
    answers,
    percent: result.percent,
    sections: new Map(result.sections.map(({ id, percent }) => [id, percent])),
  };
}

function marksOf(callId: string, items: readonly ReviewItem[]): Mark[] {
  return itemsOf('annotation', items).flatMap(({ author, fields }): Mark[] => {
    const { anchor } = fields;
    const mark = { callId, reviewer: author, tags: fields.tags ?? [] };
    if (anchor?.on === 'range') return [{ ...mark, startMs: anchor.startMs, endMs: anchor.endMs }];
    return anchor?.on === 'point' ? [{ ...mark, startMs: anchor.atMs, endMs: null }] : [];
  });
}
