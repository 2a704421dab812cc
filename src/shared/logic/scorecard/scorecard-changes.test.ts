import { expect, it } from 'vitest';
import { scorecardChanges } from './scorecard-changes.ts';
import { makeCard, makeCriterion, scale } from './test-cards.ts';

const before = makeCard(
  [{ criteria: [makeCriterion('a'), makeCriterion('b')] }, { weight: 2, criteria: [makeCriterion('c')] }],
  70,
);

it('says nothing of two equal versions', () => {
  expect(scorecardChanges(before, structuredClone(before))).toEqual([]);
});

it('names what was added, removed, moved and changed', () => {
  const auto = { metric: 'measured-gap-p95', is: 'below', limit: 2000 } as const;
  const after = makeCard(
    [
      { criteria: [makeCriterion('a', { weight: 3, critical: 'call', auto }), makeCriterion('c')] },
      { weight: 1, criteria: [makeCriterion('d', { answer: scale() })] },
    ],
    null,
  );
  expect(scorecardChanges(before, after).map(({ what, of, message }) => `${what} ${of}: ${message}`)).toEqual([
    'changed Pass mark: 70 % became none.',
    'changed Criterion a: Weight: 1 became 3.',
    'changed Criterion a: Critical: no became call.',
    'changed Criterion a: Answered from the data: nothing became p95 measured gap below 2\u202f000\u202fms.',
    'moved Criterion c: Moved from “Section 2” to “Section 1”.',
    'changed Section 2: Weight 2 became 1.',
    'added Criterion d: Added to “Section 2”.',
    'removed Criterion b: Criterion removed.',
  ]);
});

it('tells a new order from additions', () => {
  const [first, second] = before.sections;
  if (first === undefined || second === undefined) throw new Error('the card has two sections');
  expect(scorecardChanges(before, { ...before, sections: [second, first] })).toEqual([
    { what: 'moved', of: 'Order', message: 'Sections or criteria stand in another order.' },
  ]);
  const added = { ...first, criteria: [makeCriterion('new'), ...first.criteria] };
  expect(scorecardChanges(before, { ...before, sections: [added, second] }).map(({ what }) => what)).toEqual(['added']);
});
