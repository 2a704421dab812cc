import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Criterion, CriterionType, Scorecard, ScoreValue } from '../../model/review/scorecard.ts';
import { checkScorecard } from './check-scorecard.ts';
import { criteriaOf } from './conditions.ts';
import { missingOf } from './missing.ts';
import { scoreReview } from './score-review.ts';
import { makeCriterion, na } from './test-cards.ts';
import { weightShares } from './weights.ts';

const weightOf = fc.oneof(
  fc.constantFrom(0, 1),
  fc.integer({ min: 0, max: 1000 }),
  fc.double({ min: 0, max: 10, noNaN: true }),
);

const types: fc.Arbitrary<CriterionType> = fc.oneof(
  fc.record({ type: fc.constant('yes-no' as const), good: fc.constantFrom('yes' as const, 'no' as const) }),
  fc.record({ type: fc.constant('scale' as const), failAtMost: fc.integer({ min: 0, max: 5 }) }),
  fc
    .array(
      fc.record({
        points: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        fails: fc.boolean(),
      }),
      { minLength: 2, maxLength: 4 },
    )
    .map((choices) => ({
      type: 'choice' as const,
      choices: choices.map((choice, at) => ({ id: `o${at}`, label: `Option ${at}`, ...choice })),
    })),
  fc.record({
    type: fc.constant('number' as const),
    unit: fc.constant(''),
    worst: fc.option(fc.integer({ min: -5, max: 5 })),
    best: fc.option(fc.integer({ min: -5, max: 5 })),
  }),
  fc.constant({ type: 'text' as const }),
);

const values: fc.Arbitrary<ScoreValue | null> = fc.oneof(
  fc.constant(null),
  fc.constant(na),
  fc
    .oneof(fc.boolean(), fc.integer({ min: -6, max: 7 }), fc.constantFrom('o0', 'o1', 'o2', 'words'))
    .map((value) => ({ is: 'answer' as const, answer: value })),
);

interface Case {
  card: Scorecard;
  answers: Map<string, ScoreValue>;
}

const cases: fc.Arbitrary<Case> = fc
  .array(
    fc.record({
      weight: weightOf,
      criteria: fc.array(
        fc.record({
          answer: types,
          weight: weightOf,
          critical: fc.constantFrom('no' as const, 'no' as const, 'no' as const, 'section' as const, 'call' as const),
          dependsOn: fc.option(fc.integer({ min: 0, max: 12 }), { freq: 3 }),
          answers: fc.array(fc.constantFrom<string | number | boolean>(true, false, 1, 3, 5, 'o0'), {
            minLength: 1,
            maxLength: 3,
          }),
          value: values,
        }),
        { maxLength: 5 },
      ),
    }),
    { maxLength: 4 },
  )
  .map((sections) => {
    const answers = new Map<string, ScoreValue>();
    let next = 0;
    const card: Scorecard = {
      passAt: 60,
      sections: sections.map(({ weight, criteria }, at) => ({
        id: `s${at}`,
        label: `Section ${at}`,
        weight,
        criteria: criteria.map((parts): Criterion => {
          const id = `c${next}`;
          next += 1;
          if (parts.value !== null) answers.set(id, parts.value);
          const onlyIf =
            parts.dependsOn === null ? null : { criterionId: `c${parts.dependsOn}`, answers: parts.answers };
          const { answer, weight: own, critical } = parts;
          return makeCriterion(id, { answer, weight: own, critical, onlyIf });
        }),
      })),
    };
    return { card, answers };
  });

const isParent = (card: Scorecard, id: string) => criteriaOf(card).some(({ onlyIf }) => onlyIf?.criterionId === id);

describe('properties of a score', () => {
  it('lies between 0 and 100 or is null with a reason; parts too', () => {
    fc.assert(
      fc.property(cases, ({ card, answers }) => {
        const result = scoreReview(card, answers);
        for (const { percent, noPercent } of [result, ...result.sections]) {
          expect(percent === null).toBe(noPercent !== null);
          if (percent !== null) expect(percent >= 0 && percent <= 100).toBe(true);
        }
        for (const criterion of result.sections.flatMap((section) => section.criteria)) {
          const { earned, possible } = criterion;
          expect(earned === null).toBe(possible === null);
          if (earned !== null && possible !== null) expect(earned >= 0 && earned <= possible).toBe(true);
        }
      }),
    );
  });

  it('never falls when an answer gets better', () => {
    const answerOf = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(cases, answerOf, answerOf, fc.nat(), ({ card, answers }, a, b, pick) => {
        const candidates = criteriaOf(card).filter(({ answer, id }) => answer.type === 'scale' && !isParent(card, id));
        const chosen = candidates[pick % Math.max(1, candidates.length)];
        if (chosen === undefined) return;
        const at = (value: number) =>
          scoreReview(card, new Map([...answers, [chosen.id, { is: 'answer', answer: value }]])).percent;
        const worse = at(Math.min(a, b));
        const better = at(Math.max(a, b));
        // A critical fail makes 0 even a section that has no points to give; without the fail it has no percentage.
        if (better === null) expect(worse === null || worse === 0).toBe(true);
        else if (worse === null) expect(better).toBeNull();
        else expect(better).toBeGreaterThanOrEqual(worse - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('is the same with what does not apply taken off the card', () => {
    fc.assert(
      fc.property(cases, ({ card, answers }) => {
        const gone = criteriaOf(card).filter(({ id }) => answers.get(id)?.is === 'na' && !isParent(card, id));
        const ids = new Set(gone.map(({ id }) => id));
        const without: Scorecard = {
          ...card,
          sections: card.sections.map((section) => ({
            ...section,
            criteria: section.criteria.filter(({ id }) => !ids.has(id)),
          })),
        };
        expect(scoreReview(without, answers).percent).toEqual(scoreReview(card, answers).percent);
      }),
    );
  });

  it('does not depend on the order of sections, criteria and answers', () => {
    fc.assert(
      fc.property(cases, ({ card, answers }) => {
        const turned: Scorecard = {
          ...card,
          sections: card.sections
            .map((section) => ({ ...section, criteria: section.criteria.toReversed() }))
            .toReversed(),
        };
        const one = scoreReview(card, answers);
        const other = scoreReview(turned, new Map([...answers].reverse()));
        if (one.percent === null) expect(other.percent).toBeNull();
        else expect(other.percent).toBeCloseTo(one.percent, 8);
        expect(other.open).toBe(one.open);
        expect(new Set(other.failedBy)).toEqual(new Set(one.failedBy));
      }),
    );
  });

  it('is not moved by weights that are all multiplied', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 2, max: 64 }), ({ card, answers }, factor) => {
        const multiplied: Scorecard = {
          ...card,
          sections: card.sections.map((section) => ({
            ...section,
            weight: section.weight * factor,
            criteria: section.criteria.map((criterion) => ({ ...criterion, weight: criterion.weight * factor })),
          })),
        };
        const one = scoreReview(card, answers).percent;
        const other = scoreReview(multiplied, answers).percent;
        if (one === null) expect(other).toBeNull();
        else expect(other).toBeCloseTo(one, 8);
      }),
    );
  });

  it('lacks no answer once nothing is missing; checks and shares never throw', () => {
    fc.assert(
      fc.property(cases, ({ card, answers }) => {
        const nothing = new Map<string, never>();
        const missing = missingOf({ card, answers, comments: nothing, auto: nothing, overrideReasons: nothing });
        const { open } = scoreReview(card, answers);
        expect(missing.filter(({ what }) => what === 'answer')).toHaveLength(open);
        expect(checkScorecard(card).every(({ message }) => message.length > 0)).toBe(true);
        const shares = weightShares(card).sections.filter((share) => share !== null);
        if (shares.length > 0) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 8);
      }),
    );
  });
});
