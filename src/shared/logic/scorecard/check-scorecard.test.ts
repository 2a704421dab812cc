import { describe, expect, it } from 'vitest';
import type { Criterion, Scorecard } from '../../model/review/scorecard.ts';
import { checkScorecard } from './check-scorecard.ts';
import { makeCard, makeCriterion, scale } from './test-cards.ts';
import { weightShares } from './weights.ts';

const errorsOf = (card: Scorecard) =>
  checkScorecard(card).flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
const warningsOf = (card: Scorecard) =>
  checkScorecard(card).flatMap(({ severity, message }) => (severity === 'warning' ? [message] : []));
const cardOf = (...criteria: Criterion[]) => makeCard([{ criteria }]);

describe('what is wrong with a scorecard', () => {
  it('finds nothing in a sound one, whatever its weights sum to', () => {
    const card = makeCard([
      { weight: 7, criteria: [makeCriterion('a', { weight: 3 }), makeCriterion('b', { weight: 0.5 })] },
      { weight: 2, criteria: [makeCriterion('c', { onlyIf: { criterionId: 'a', answers: [false] } })] },
    ]);
    expect(checkScorecard(card)).toEqual([]);
    const { sections, criteria } = weightShares(card);
    expect(sections.map((share) => share?.toFixed(1))).toEqual(['77.8', '22.2']);
    expect(criteria[0]?.[0]?.ofSection?.toFixed(1)).toBe('85.7');
    expect(criteria[0]?.[0]?.ofCard?.toFixed(1)).toBe('66.7');
  });

  it('says where a problem is', () => {
    const card = makeCard([{ criteria: [makeCriterion('a')] }, { criteria: [makeCriterion('a')] }]);
    expect(checkScorecard(card)).toEqual([
      { severity: 'error', sectionId: 's2', criterionId: 'a', message: 'Two criteria have the id “a”.' },
    ]);
  });

  it('refuses ids that are there twice', () => {
    const twice = makeCard([{ criteria: [makeCriterion('a')] }, { criteria: [makeCriterion('b')] }]);
    const sections = twice.sections.map((section) => ({ ...section, id: 'same' }));
    expect(errorsOf({ ...twice, sections })).toEqual(['Two sections have the id “same”.']);
    const choice = { id: 'x', label: 'X', points: 1, fails: false };
    const choices = [choice, { ...choice, label: 'Y' }];
    expect(errorsOf(cardOf(makeCriterion('a', { answer: { type: 'choice', choices } })))).toEqual([
      'Two choices have the same id.',
    ]);
  });

  it('refuses conditions that cannot be met', () => {
    const on = (criterionId: string, ...answers: (string | number | boolean)[]) => ({
      onlyIf: { criterionId, answers },
    });
    expect(errorsOf(cardOf(makeCriterion('a', on('gone', true))))[0]).toMatch('not there any more');
    expect(errorsOf(cardOf(makeCriterion('a', on('a', true))))).toEqual(['It depends on itself.']);
    expect(errorsOf(cardOf(makeCriterion('a', on('b', true)), makeCriterion('b')))[0]).toMatch('comes later');
    const circle = cardOf(
      makeCriterion('a', on('c', true)),
      makeCriterion('b', on('a', true)),
      makeCriterion('c', on('b', true)),
      makeCriterion('d', on('c', true)),
    );
    expect(checkScorecard(circle).flatMap((p) => (p.message.includes('by way of') ? [p.criterionId] : []))).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(errorsOf(cardOf(makeCriterion('a', { answer: scale() }), makeCriterion('b', on('a', 6))))[0]).toMatch(
      'cannot have',
    );
    expect(errorsOf(cardOf(makeCriterion('a'), makeCriterion('b', on('a', 'yes'))))[0]).toMatch('cannot have');
    expect(
      errorsOf(cardOf(makeCriterion('a', { answer: { type: 'text' } }), makeCriterion('b', on('a', 'x'))))[0],
    ).toMatch('free text');
  });

  it('refuses a card on which nothing can count', () => {
    expect(errorsOf(makeCard([]))[0]).toMatch('asks nothing');
    expect(errorsOf(cardOf(makeCriterion('a', { weight: 0 })))[0]).toMatch('All weights are 0');
    expect(errorsOf(makeCard([{ weight: 0, criteria: [makeCriterion('a')] }]))[0]).toMatch('All weights are 0');
    const text = makeCriterion('a', { answer: { type: 'text' } });
    expect(errorsOf(makeCard([{ criteria: [text] }], 80))[0]).toMatch('no score');
    expect(errorsOf(cardOf(text))).toEqual([]);
    expect(warningsOf(cardOf(text))[0]).toMatch('no score');
  });

  it('refuses data for what is not yes or no, and limits that mean nothing', () => {
    const auto = { metric: 'tool-errors', is: 'at-most', limit: 0 } as const;
    expect(errorsOf(cardOf(makeCriterion('a', { auto })))).toEqual([]);
    expect(errorsOf(cardOf(makeCriterion('a', { auto, answer: scale() })))[0]).toMatch('Only a yes/no');
    expect(errorsOf(cardOf(makeCriterion('a', { auto: { ...auto, limit: -1 } })))[0]).toMatch('negative');
    expect(errorsOf(cardOf(makeCriterion('a', { auto: { ...auto, is: 'below' } })))[0]).toMatch('below 0');
    expect(
      errorsOf(cardOf(makeCriterion('a', { auto: { metric: 'agent-talk-share', is: 'below', limit: 60 } })))[0],
    ).toMatch('between 0 and 1');
  });

  it('warns of what cannot happen', () => {
    expect(
      warningsOf(cardOf(makeCriterion('a'), makeCriterion('b', { answer: scale(0), critical: 'call' })))[0],
    ).toMatch('no answer of it is a fail');
    expect(
      warningsOf(cardOf(makeCriterion('a'), makeCriterion('b', { answer: scale(0), commentOnFail: true }))),
    ).toHaveLength(1);
    expect(warningsOf(makeCard([{ criteria: [makeCriterion('a')] }, { criteria: [] }]))[0]).toMatch('no criterion');
    const same = { type: 'number' as const, unit: '', worst: 3, best: 3 };
    expect(errorsOf(cardOf(makeCriterion('a'), makeCriterion('b', { answer: same })))[0]).toMatch('same number');
  });
});
