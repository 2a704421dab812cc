import type { Criterion, ScoreValue } from '../../model/review/scorecard.ts';

/** What one answer comes to by itself, whatever its criterion weighs. */
export interface AnswerWorth {
  /** 0 (worst) to 1 (best); null = it is not scored. */
  readonly share: number | null;
  /** A comment may be required, and a critical criterion fails. */
  readonly fails: boolean;
}

/**
 * What an answer is worth under a criterion; null when it is none that the criterion allows (another type, a number off the scale, a
 * choice that is not there). Yes/no: all or nothing. 1-5: quarters. Choice: its points. Number: straight between worst and best, cut
 * at both; it fails at `worst` or beyond. Text is never scored and never fails.
 */
export function worthOf(criterion: Pick<Criterion, 'answer'>, answer: boolean | number | string): AnswerWorth | null {
  const kind = criterion.answer;
  switch (kind.type) {
    case 'yes-no': {
      if (typeof answer !== 'boolean') return null;
      const good = answer === (kind.good === 'yes');
      return { share: good ? 1 : 0, fails: !good };
    }
    case 'scale': {
      if (typeof answer !== 'number' || !Number.isInteger(answer) || answer < 1 || answer > 5) return null;
      return { share: (answer - 1) / 4, fails: answer <= kind.failAtMost };
    }
    case 'choice': {
      const choice = kind.choices.find(({ id }) => id === answer);
      return choice === undefined ? null : { share: choice.points, fails: choice.fails };
    }
    case 'number': {
      if (typeof answer !== 'number' || !Number.isFinite(answer)) return null;
      const share = numberShare(answer, kind.worst, kind.best);
      return { share, fails: share === 0 };
    }
    case 'text':
      return typeof answer === 'string' && answer.trim() !== '' ? { share: null, fails: false } : null;
  }
}

function numberShare(value: number, worst: number | null, best: number | null): number | null {
  if (worst === null || best === null || worst === best) return null;
  return Math.min(1, Math.max(0, (value - worst) / (best - worst)));
}

/** Whether a value answers the criterion at all. "Does not apply" does only where the criterion allows it. */
export function isAnswered(criterion: Pick<Criterion, 'answer' | 'allowNa'>, value: ScoreValue | null): boolean {
  if (value === null) return false;
  return value.is === 'na' ? criterion.allowNa : worthOf(criterion, value.answer) !== null;
}

/** What a typed text answers: a number with a point or a comma, a text that is not blank. Null for anything else. */
export function typedAnswer({ answer }: Pick<Criterion, 'answer'>, text: string): ScoreValue | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (answer.type === 'text') return { is: 'answer', answer: text };
  const number = answer.type === 'number' ? Number(trimmed.replace('\u2212', '-').replace(',', '.')) : Number.NaN;
  return Number.isFinite(number) ? { is: 'answer', answer: number } : null;
}

/** Whether an answer of this criterion can move a score: it has points, and it can be given. */
export function isScored({ answer }: Pick<Criterion, 'answer'>): boolean {
  switch (answer.type) {
    case 'yes-no':
    case 'scale':
      return true;
    case 'choice':
      return answer.choices.some(({ points }) => points !== null);
    case 'number':
      return answer.worst !== null && answer.best !== null && answer.worst !== answer.best;
    case 'text':
      return false;
  }
}

/** Whether any answer of this criterion counts as a fail. */
export function canFail({ answer }: Pick<Criterion, 'answer'>): boolean {
  switch (answer.type) {
    case 'yes-no':
      return true;
    case 'scale':
      return answer.failAtMost >= 1;
    case 'choice':
      return answer.choices.some(({ fails }) => fails);
    case 'number':
      return isScored({ answer });
    case 'text':
      return false;
  }
}
