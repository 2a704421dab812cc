import { describe, expect, it } from 'vitest';
import type { ScoreValue } from '../../model/review/scorecard.ts';
import { missingOf } from './missing.ts';
import { answer, makeCard, makeCriterion, na, no, scale, yes } from './test-cards.ts';

const card = makeCard([
  {
    criteria: [
      makeCriterion('greets'),
      makeCriterion('why-not', { onlyIf: { criterionId: 'greets', answers: [false] }, answer: { type: 'text' } }),
      makeCriterion('optional', { required: false }),
      makeCriterion('tone', { answer: scale(2), commentOnFail: true }),
      makeCriterion('fast', { allowNa: false }),
    ],
  },
]);

function missing(
  answers: Record<string, ScoreValue>,
  more: { comments?: Record<string, string>; auto?: Record<string, boolean>; reasons?: Record<string, string> } = {},
) {
  const map = <T>(record: Record<string, T> = {}) => new Map(Object.entries(record));
  return missingOf({
    card,
    answers: map(answers),
    comments: map(more.comments),
    auto: map(more.auto),
    overrideReasons: map(more.reasons),
  }).map(({ criterionId, what }) => `${criterionId} ${what}`);
}

describe('what a review still lacks', () => {
  it('asks for every required answer that applies, and for no other', () => {
    expect(missing({})).toEqual(['greets answer', 'tone answer', 'fast answer']);
    expect(missing({ greets: no, tone: answer(4), fast: yes })).toEqual(['why-not answer']);
    expect(missing({ greets: na, tone: answer(4), fast: yes })).toEqual([]);
  });

  it('asks for a comment on a fail; blanks are none', () => {
    const done = { greets: yes, fast: yes };
    expect(missing({ ...done, tone: answer(2) })).toEqual(['tone comment']);
    expect(missing({ ...done, tone: answer(2) }, { comments: { tone: ' \n' } })).toEqual(['tone comment']);
    expect(missing({ ...done, tone: answer(2) }, { comments: { tone: 'Curt.' } })).toEqual([]);
    expect(missing({ ...done, tone: na })).toEqual([]);
  });

  it('asks why the data is not believed', () => {
    const done = { greets: yes, tone: answer(5) };
    expect(missing({ ...done, fast: no }, { auto: { fast: true } })).toEqual(['fast reason']);
    expect(missing({ ...done, fast: yes }, { auto: { fast: true } })).toEqual([]);
    expect(missing({ ...done, fast: no }, { auto: { fast: true }, reasons: { fast: 'Hold music.' } })).toEqual([]);
    expect(missing({ ...done, greets: na, fast: yes }, { auto: { greets: true } })).toEqual(['greets reason']);
  });

  it('does not let through what cannot be read, even where nothing is required', () => {
    expect(missing({ greets: yes, tone: answer(9), fast: na, optional: answer('x') })).toEqual([
      'optional answer',
      'tone answer',
      'fast answer',
    ]);
  });
});
