import { typedAnswer } from '#shared/logic/scorecard/answer-worth.ts';
import type { PendingTexts } from '#shared/logic/scorecard/score-changes.ts';
import type { Draft } from '#shared/model/review/draft.ts';
import type { Criterion, ScoreValue } from '#shared/model/review/scorecard.ts';

export type TextField = 'comment' | 'reason' | 'answer';

const prefixOf = (reviewId: string): string => `score ${reviewId}/`;

/** The draft in which a criterion's text is kept while it is being typed. */
export function textKey(reviewId: string, criterionId: string, field: TextField): string {
  return `${prefixOf(reviewId)}${criterionId} ${field}`;
}

/** What is typed in this window, the latest keystroke included, by the draft's key. */
export type TypedTexts = Map<string, string>;

/** All texts of a review that are not saved as its score yet: drafts, also of an earlier window, and what is being typed. */
export function pendingTexts(
  reviewId: string,
  criteria: readonly Criterion[],
  drafts: readonly Draft[],
  typed: TypedTexts,
): PendingTexts {
  const comments = new Map<string, string>();
  const reasons = new Map<string, string>();
  const answers = new Map<string, ScoreValue>();
  const all = new Map([...drafts.map(({ key, text }) => [key, text] as const), ...typed]);
  for (const [key, text] of all) {
    if (!key.startsWith(prefixOf(reviewId))) continue;
    const rest = key.slice(prefixOf(reviewId).length);
    const at = rest.lastIndexOf(' ');
    const criterionId = rest.slice(0, at);
    const field = rest.slice(at + 1);
    if (field === 'comment') comments.set(criterionId, text);
    else if (field === 'reason') reasons.set(criterionId, text);
    else if (field === 'answer') {
      const criterion = criteria.find(({ id }) => id === criterionId);
      const value = criterion === undefined ? null : typedAnswer(criterion, text);
      if (value !== null) answers.set(criterionId, value);
    }
  }
  return { comments, reasons, answers };
}
