import type { Scorecard } from '../../model/review/scorecard.ts';
import { isAnswered, worthOf } from './answer-worth.ts';
import { type Answers, askedCriteria, criteriaOf } from './conditions.ts';

/** Something a review lacks before it may be submitted. */
export interface Missing {
  readonly criterionId: string;
  /** `answer` = none yet, or one that cannot be read; `comment` = a fail without words; `reason` = an override without a reason. */
  readonly what: 'answer' | 'comment' | 'reason';
  /** For the reviewer, in a sentence. */
  readonly message: string;
}

export interface ReviewParts {
  readonly card: Scorecard;
  readonly answers: Answers;
  readonly comments: ReadonlyMap<string, string>;
  /** What the data answers, for the criteria it can answer. */
  readonly auto: ReadonlyMap<string, boolean>;
  readonly overrideReasons: ReadonlyMap<string, string>;
}

const isBlank = (text: string | undefined): boolean => (text ?? '').trim() === '';

/** All that a review still lacks, in the card's order; empty when it may be submitted. */
export function missingOf({ card, answers, comments, auto, overrideReasons }: ReviewParts): Missing[] {
  const asked = askedCriteria(card, answers);
  const seen = new Set<string>();
  return criteriaOf(card).flatMap((criterion): Missing[] => {
    const { id, label } = criterion;
    if (!asked.has(id) || seen.has(id)) return [];
    seen.add(id);
    const value = answers.get(id) ?? null;
    if (!isAnswered(criterion, value)) {
      // A value that is there and cannot be read is asked for even where none is required: it must not be submitted as it is.
      if (value === null && !criterion.required) return [];
      const message =
        value === null ? `“${label}” has no answer.` : `The answer to “${label}” cannot be used: give it again.`;
      return [{ criterionId: id, what: 'answer', message }];
    }
    const missing: Missing[] = [];
    const fails = value?.is === 'answer' && worthOf(criterion, value.answer)?.fails === true;
    if (fails && criterion.commentOnFail && isBlank(comments.get(id))) {
      missing.push({ criterionId: id, what: 'comment', message: `“${label}” failed: say why in a comment.` });
    }
    const said = auto.get(id);
    const overridden = said !== undefined && !(value?.is === 'answer' && value.answer === said);
    if (overridden && isBlank(overrideReasons.get(id))) {
      const message = `“${label}” differs from what the data says: give the reason.`;
      missing.push({ criterionId: id, what: 'reason', message });
    }
    return missing;
  });
}
