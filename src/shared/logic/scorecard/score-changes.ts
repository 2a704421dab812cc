import type { ReviewChange, ReviewItem, ReviewKind } from '../../model/review/event.ts';
import type { ScoreValue } from '../../model/review/scorecard.ts';
import type { AutoAnswer } from './auto-metrics.ts';
import type { CriterionAnswer } from './read-review.ts';

/** A change without what was seen of the item: whoever sends it fills that in. */
type Change = Omit<ReviewChange, 'seen' | 'callId'>;
type Fields = Change['set'];

/** Finds an item as it is known when the change is made. */
export type FindItem = (kind: ReviewKind, id: string) => ReviewItem | undefined;

/** The review that scores are put into; it is made with its first score. */
export interface ReviewTarget {
  readonly reviewId: string;
  readonly reviewer: string;
  readonly versionId: string;
  /** The earlier review that this one supersedes. */
  readonly replaces: string | null;
  /** The calibration pack that it is made for, and the earlier review that it secretly repeats. */
  readonly packId: string | null;
  readonly repeatOf: string | null;
}

export const scoreId = (reviewId: string, criterionId: string): string => `${reviewId}/${criterionId}`;

/**
 * What sets fields of one criterion's score, and makes the review when this is its first. Nothing once the review is submitted: an
 * answer that was given while it was being handed in comes too late.
 */
export function scoreChanges(
  find: FindItem,
  target: ReviewTarget,
  nowMs: number,
  criterionId: string,
  set: Fields,
): Change[] {
  if (isHandedIn(find, target.reviewId)) return [];
  return [...startChanges(find, target, nowMs), scoreChange(find, target.reviewId, criterionId, set)];
}

/** Whether the review was submitted, and not undone since. */
export function isHandedIn(find: FindItem, reviewId: string): boolean {
  const fields = find('review', reviewId)?.fields;
  return fields !== undefined && fields.deleted !== true && typeof fields.submittedMs === 'number';
}

/** What makes the review, or brings back one whose making was undone; nothing where it is there. */
export function startChanges(find: FindItem, target: ReviewTarget, nowMs: number): Change[] {
  const { reviewId, reviewer, versionId, replaces, packId, repeatOf } = target;
  const known = find('review', reviewId);
  if (known !== undefined && known.fields.deleted !== true) {
    // Begun by key or with a note: with which card it is scored is known now.
    return typeof known.fields.versionId === 'string' ? [] : [{ kind: 'review', itemId: reviewId, set: { versionId } }];
  }
  const set: Fields = { reviewer, versionId, state: 'in-progress', startedMs: nowMs };
  if (replaces !== null) set.replaces = replaces;
  if (packId !== null) set.packId = packId;
  if (repeatOf !== null) set.repeatOf = repeatOf;
  if (known !== undefined) set.deleted = null;
  return [{ kind: 'review', itemId: reviewId, set }];
}

function scoreChange(find: FindItem, reviewId: string, criterionId: string, set: Fields): Change {
  const itemId = scoreId(reviewId, criterionId);
  const known = find('score', itemId);
  if (known === undefined) return { kind: 'score', itemId, set: { reviewId, criterionId, ...set } };
  // Undoing the first answer deletes the score; what it held before must not come back with the next answer.
  const revive: Fields =
    known.fields.deleted === true
      ? { value: null, comment: null, evidence: null, overrideReason: null, auto: null, deleted: null }
      : {};
  return { kind: 'score', itemId, set: { ...revive, ...set } };
}

/** Something typed that was not saved yet, by criterion. */
export interface PendingTexts {
  readonly comments: ReadonlyMap<string, string>;
  readonly reasons: ReadonlyMap<string, string>;
  readonly answers: ReadonlyMap<string, ScoreValue>;
}

/**
 * What submits a review, unless it is submitted already: texts that were still being typed, the data's answers with their evidence,
 * what the data said where it was overridden, and the review's state. `asked` are the criteria that count.
 */
export function finishChanges(
  find: FindItem,
  target: ReviewTarget,
  nowMs: number,
  asked: readonly string[],
  answers: ReadonlyMap<string, CriterionAnswer>,
  pending: PendingTexts,
): Change[] {
  if (isHandedIn(find, target.reviewId)) return [];
  const scores = asked.flatMap((id): Change[] => {
    const set: Fields = {};
    const answer = answers.get(id);
    const typed = pending.answers.get(id);
    const comment = pending.comments.get(id);
    const reason = pending.reasons.get(id);
    if (typed !== undefined) set.value = typed;
    if (comment !== undefined) set.comment = comment;
    if (reason !== undefined) set.overrideReason = reason;
    if (answer?.auto && answer.auto.answer !== null) Object.assign(set, autoFields(answer, answer.auto));
    return Object.keys(set).length === 0 ? [] : [scoreChange(find, target.reviewId, id, set)];
  });
  const start = startChanges(find, target, nowMs)[0];
  const done: Fields = { ...(start?.set ?? {}), state: 'done', submittedMs: nowMs };
  return [...scores, { kind: 'review', itemId: target.reviewId, set: done }];
}

function autoFields({ source, evidence }: CriterionAnswer, auto: Extract<AutoAnswer, { answer: boolean }>): Fields {
  const { answer, figure, says } = auto;
  const said: Fields = { auto: { answer, figure, says: says.slice(0, 2000) } };
  if (source === 'person') return said;
  const cited = [...auto.evidence, ...evidence].slice(0, 200);
  // Through JSON, as an event has it: what is undefined is not there.
  return { ...said, value: { is: 'answer', answer }, evidence: JSON.parse(JSON.stringify(cited)) };
}
