import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Scorecard, scorecardSchema } from '../../model/review/scorecard.ts';
import { checkScorecard } from './check-scorecard.ts';
import { criteriaOf } from './conditions.ts';
import {
  addChoice,
  addCriterion,
  addSection,
  emptyCard,
  moveCriterion,
  moveSection,
  newAnswer,
  removeCriterion,
  removeSection,
  updateCriterion,
} from './edit-card.ts';
import { makeCard, makeCriterion } from './test-cards.ts';

const idsOf = (card: Scorecard) => card.sections.map(({ criteria }) => criteria.map(({ id }) => id).join(' '));
const two = makeCard([{ criteria: [makeCriterion('a'), makeCriterion('b')] }, { criteria: [makeCriterion('c')] }]);

it('moves a criterion within its section and over its edge', () => {
  expect(idsOf(moveCriterion(two, 'b', -1))).toEqual(['b a', 'c']);
  expect(idsOf(moveCriterion(two, 'b', 1))).toEqual(['a', 'b c']);
  expect(idsOf(moveCriterion(two, 'c', -1))).toEqual(['a b c', '']);
  expect(idsOf(moveCriterion(two, 'a', -1))).toEqual(['a b', 'c']);
  expect(idsOf(moveCriterion(two, 'c', 1))).toEqual(['a b', 'c']);
  expect(idsOf(moveSection(two, 's2', -1))).toEqual(['c', 'a b']);
  expect(idsOf(moveSection(two, 's2', 1))).toEqual(['a b', 'c']);
});

it('adds after the criterion one is at, and under a name of its own', () => {
  const { card, id } = addCriterion(two, 's1', 'a');
  expect(idsOf(card)[0]).toBe('a new-criterion b');
  expect(addCriterion(card, 's2').id).not.toBe(id);
});

it('keeps a card that can be stored and whose ids are apart, whatever is done to it', () => {
  const step = fc.record({
    does: fc.constantFrom('section', 'criterion', 'choice', 'up', 'down', 'section-up', 'drop', 'drop-section', 'type'),
    at: fc.nat(20),
    type: fc.constantFrom('yes-no' as const, 'scale' as const, 'choice' as const, 'number' as const, 'text' as const),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const end = steps.reduce((card: Scorecard, { does, at, type }) => {
        const section = card.sections[at % Math.max(1, card.sections.length)]?.id ?? 'none';
        const all = criteriaOf(card);
        const criterion = all[at % Math.max(1, all.length)]?.id ?? 'none';
        const before = all.map(({ id }) => id).sort();
        const moved = (next: Scorecard) => {
          expect(
            criteriaOf(next)
              .map(({ id }) => id)
              .sort(),
          ).toEqual(before);
          return next;
        };
        if (does === 'section') return addSection(card).card;
        if (does === 'criterion') return addCriterion(card, section, criterion).card;
        if (does === 'choice') return addChoice(card, criterion);
        if (does === 'up') return moved(moveCriterion(card, criterion, -1));
        if (does === 'down') return moved(moveCriterion(card, criterion, 1));
        if (does === 'section-up') return moved(moveSection(card, section, -1));
        if (does === 'drop') return removeCriterion(card, criterion);
        if (does === 'drop-section') return removeSection(card, section);
        return updateCriterion(card, criterion, { answer: newAnswer(type) });
      }, emptyCard);
      expect(scorecardSchema.parse(end)).toEqual(end);
      expect(
        checkScorecard(end).filter(({ message }) => message.includes('same id') || message.includes('the id')),
      ).toEqual([]);
    }),
  );
});
