import { describe, expect, it } from 'vitest';
import type { ScoreValue } from '../../model/review/scorecard.ts';
import { scoreReview } from './score-review.ts';
import { answer, makeCard, makeCriterion, na, no, scale, yes } from './test-cards.ts';

const score = (card: ReturnType<typeof makeCard>, answers: Record<string, ScoreValue>) =>
  scoreReview(card, new Map(Object.entries(answers)));

describe('what a review comes to', () => {
  it('weighs criteria within their section and sections within the card', () => {
    const card = makeCard(
      [
        {
          weight: 3,
          criteria: [makeCriterion('a', { weight: 2 }), makeCriterion('b', { weight: 1, answer: scale() })],
        },
        { weight: 1, criteria: [makeCriterion('c')] },
      ],
      80,
    );
    // Section 1: (2 x 1 + 1 x 0.5) / 3 = 83.33 %. Section 2: 0 %. Card: (3 x 83.33 + 1 x 0) / 4 = 62.5 %.
    const result = score(card, { a: yes, b: answer(3), c: no });
    expect(result.sections[0]?.percent).toBeCloseTo(250 / 3, 10);
    expect(result.sections[1]?.percent).toBe(0);
    expect(result.percent).toBeCloseTo(62.5, 10);
    expect(result.passed).toBe(false);
    expect(result.sections[0]?.criteria[1]).toEqual({
      id: 'b',
      earned: 0.5,
      possible: 1,
      share: 0.5,
      fails: false,
      why: 'scored',
    });
  });

  it('lets what does not apply leave the denominator, and with it a whole section', () => {
    const card = makeCard([
      { weight: 9, criteria: [makeCriterion('a'), makeCriterion('b')] },
      { weight: 1, criteria: [makeCriterion('c', { weight: 5 }), makeCriterion('d', { weight: 5 })] },
    ]);
    const part = score(card, { a: na, b: na, c: yes, d: no });
    expect(part.sections[0]).toMatchObject({ percent: null, noPercent: 'all-na' });
    expect(part.percent).toBe(50);
    expect(score(card, { a: na, b: no, c: na, d: na }).percent).toBe(0);
    expect(score(card, { a: na, b: na, c: na, d: na })).toMatchObject({
      percent: null,
      noPercent: 'all-na',
      passed: null,
    });
  });

  it('makes the section 0 for a critical criterion of the section', () => {
    const card = makeCard([
      { criteria: [makeCriterion('a', { weight: 10 }), makeCriterion('b', { weight: 1, critical: 'section' })] },
      { criteria: [makeCriterion('c')] },
    ]);
    const failed = score(card, { a: yes, b: no, c: yes });
    expect(failed.sections[0]).toMatchObject({ percent: 0, failedBy: ['b'] });
    expect(failed.sections[0]?.criteria[0]).toMatchObject({ earned: 10, possible: 10 });
    expect(failed.percent).toBe(50);
    expect(score(card, { a: yes, b: na, c: yes }).percent).toBe(100);
  });

  it('makes everything 0 for a critical criterion of the call, also one without weight or points', () => {
    const choices = [
      { id: 'fine', label: 'Fine', points: null, fails: false },
      { id: 'harm', label: 'Harm', points: null, fails: true },
    ];
    const card = makeCard(
      [
        { criteria: [makeCriterion('a')] },
        {
          weight: 0,
          criteria: [
            makeCriterion('b', { critical: 'call', weight: 0 }),
            makeCriterion('c', { critical: 'call', answer: { type: 'choice', choices } }),
          ],
        },
      ],
      0,
    );
    expect(score(card, { a: yes, b: yes, c: answer('fine') }).percent).toBe(100);
    expect(score(card, { a: yes, b: no, c: answer('fine') })).toMatchObject({ percent: 0, failedBy: ['b'] });
    expect(score(card, { a: yes, b: yes, c: answer('harm') })).toMatchObject({ percent: 0, failedBy: ['c'] });
  });

  it('asks a criterion only under its condition, along chains, and never when nothing can meet it', () => {
    const card = makeCard([
      {
        criteria: [
          makeCriterion('asked'),
          makeCriterion('next', { onlyIf: { criterionId: 'asked', answers: [true] } }),
          makeCriterion('last', { onlyIf: { criterionId: 'next', answers: [true] } }),
          makeCriterion('orphan', { onlyIf: { criterionId: 'gone', answers: [true] }, critical: 'call' }),
          makeCriterion('self', { onlyIf: { criterionId: 'self', answers: [false] }, critical: 'call' }),
          makeCriterion('left', { onlyIf: { criterionId: 'right', answers: [false] } }),
          makeCriterion('right', { onlyIf: { criterionId: 'left', answers: [false] } }),
          makeCriterion('after-circle', { onlyIf: { criterionId: 'left', answers: [false] } }),
        ],
      },
    ]);
    const all = { next: yes, last: no, orphan: no, self: no, left: no, right: no, 'after-circle': no };
    const why = (answers: Record<string, ScoreValue>) =>
      score(card, answers).sections[0]?.criteria.map((criterion) => criterion.why);
    const never = Array.from({ length: 5 }, () => 'not-asked');
    expect(why({ asked: no, ...all })).toEqual(['scored', 'not-asked', 'not-asked', ...never]);
    expect(why({ asked: na, ...all })).toEqual(['na', 'not-asked', 'not-asked', ...never]);
    expect(why({ asked: yes, ...all })).toEqual(['scored', 'scored', 'scored', ...never]);
    expect(score(card, { asked: yes, ...all }).percent).toBeCloseTo(200 / 3, 10);
    // What is no longer asked no longer counts, though its answer is still there.
    expect(score(card, { asked: yes, ...all, next: no }).percent).toBe(50);
  });

  it('scores choices by their points, numbers between worst and best, and text not at all', () => {
    const choices = [
      { id: 'x', label: 'X', points: 0.7, fails: false },
      { id: 'y', label: 'Y', points: null, fails: false },
    ];
    const seconds = { type: 'number' as const, unit: 's', worst: 10, best: 2 };
    const card = makeCard([
      {
        criteria: [
          makeCriterion('choice', { answer: { type: 'choice', choices } }),
          makeCriterion('number', { answer: seconds }),
          makeCriterion('text', { answer: { type: 'text' } }),
          makeCriterion('count', { answer: { type: 'number', unit: '', worst: null, best: null } }),
        ],
      },
    ]);
    const shares = (answers: Record<string, ScoreValue>) =>
      score(card, answers).sections[0]?.criteria.map(({ share }) => share);
    const rest = { text: answer('words'), count: answer(7) };
    expect(shares({ choice: answer('x'), number: answer(4), ...rest })).toEqual([0.7, 0.75, null, null]);
    expect(shares({ choice: answer('y'), number: answer(99), ...rest })).toEqual([null, 0, null, null]);
    expect(shares({ number: answer(-5) })?.[1]).toBe(1);
    expect(score(card, { number: answer(10) }).sections[0]?.criteria[1]?.fails).toBe(true);
    expect(score(card, { number: answer(9.9) }).sections[0]?.criteria[1]?.fails).toBe(false);
    expect(score(card, { choice: answer('y'), ...rest })).toMatchObject({ percent: null, noPercent: 'nothing-scored' });
  });

  it('says why there is no percentage', () => {
    expect(score(makeCard([]), {}).noPercent).toBe('no-criteria');
    const card = makeCard([{ criteria: [makeCriterion('a', { weight: 0 })] }], 50);
    expect(score(card, {})).toMatchObject({ percent: null, noPercent: 'nothing-answered', passed: null, open: 1 });
    expect(score(card, { a: yes })).toMatchObject({ percent: null, noPercent: 'no-weight' });
    const weightless = makeCard([{ weight: 0, criteria: [makeCriterion('a')] }]);
    expect(score(weightless, { a: yes })).toMatchObject({ percent: null, noPercent: 'no-weight' });
  });

  it('passes at the mark exactly, whatever rounding does to the sum', () => {
    const criteria = Array.from({ length: 10 }, (_, at) => makeCriterion(`c${at}`, { weight: 0.1 }));
    const card = makeCard([{ criteria }], 80);
    const answers = Object.fromEntries(criteria.map(({ id }, at) => [id, at < 8 ? yes : no]));
    expect(score(card, answers).passed).toBe(true);
  });

  it('counts a value that the criterion does not allow as open', () => {
    const card = makeCard([
      {
        criteria: [
          makeCriterion('a', { answer: scale() }),
          makeCriterion('b', { allowNa: false }),
          makeCriterion('c', { answer: { type: 'text' } }),
        ],
      },
    ]);
    const result = score(card, { a: answer(6), b: na, c: answer(' \n') });
    expect(result.sections[0]?.criteria.map(({ why }) => why)).toEqual(['unreadable', 'unreadable', 'unreadable']);
    expect(result.open).toBe(3);
    for (const odd of [2.5, 0, Number.NaN, '3', true]) {
      expect(score(card, { a: answer(odd) }).sections[0]?.criteria[0]?.why).toBe('unreadable');
    }
  });

  it('follows a chain of ten thousand conditions', () => {
    const chain = Array.from({ length: 10_000 }, (_, at) =>
      makeCriterion(`c${at}`, at === 0 ? {} : { onlyIf: { criterionId: `c${at - 1}`, answers: [true] } }),
    );
    // More than a schema lets through in one section, so without it.
    const card = { passAt: null, sections: [{ id: 's', label: 'S', weight: 1, criteria: chain.toReversed() }] };
    const result = scoreReview(card, new Map(chain.map(({ id }) => [id, yes])));
    expect(result.percent).toBe(100);
    expect(result.sections[0]?.criteria.every(({ why }) => why === 'scored')).toBe(true);
  });
});
