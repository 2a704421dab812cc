import type { Criterion, ScoreValue } from '../../model/review/scorecard.ts';
import { absent } from '../format.ts';
import type { CriterionWhy, NoPercentWhy } from './score-review.ts';

const narrowSpace = '\u202f';

/** A score to a tenth of a percent, cut off: one that is shown as the pass mark has reached it. A dash for none. */
export function formatPercent(percent: number | null): string {
  if (percent === null || !Number.isFinite(percent)) return absent;
  // 79.99999999999999 is 80 that was added up in another order.
  const tenths = Math.floor(percent * 10 + 1e-6);
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}${narrowSpace}%`;
}

/** Why there is no percentage, as a sentence. */
export const noPercentWords: Record<NoPercentWhy, string> = {
  'no-criteria': 'Nothing is asked here.',
  'nothing-answered': 'Nothing is answered yet.',
  'all-na': 'Nothing here applies to this call.',
  'nothing-scored': 'No answer here carries points.',
  'no-weight': 'Everything answered here has the weight 0.',
};

/** Why a criterion is not counted, in a word or two; null where it is. */
export const whyWords: Record<CriterionWhy, string | null> = {
  scored: null,
  'critical-fail': 'critical fail',
  na: 'does not apply',
  open: 'open',
  'not-asked': 'not asked',
  unscored: 'not scored',
  'no-weight': 'weight 0',
  unreadable: 'cannot be read',
};

/** An answer in words: `yes`, `4 of 5`, the choice's label, the number with its unit, the text. */
export function answerWords(criterion: Pick<Criterion, 'answer'>, value: ScoreValue | null): string {
  if (value === null) return 'no answer';
  if (value.is === 'na') return 'n/a';
  const { answer } = value;
  const kind = criterion.answer;
  if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
  if (kind.type === 'scale') return `${answer} of 5`;
  if (kind.type === 'choice') return kind.choices.find(({ id }) => id === answer)?.label ?? String(answer);
  if (kind.type === 'number' && kind.unit !== '') return `${answer}${narrowSpace}${kind.unit}`;
  return String(answer);
}
