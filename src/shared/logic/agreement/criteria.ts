import type { AlphaMetric, CriterionAgreement, KappaWeights } from '../../model/review/agreement.ts';
import type { Criterion, ScoreValue } from '../../model/review/scorecard.ts';
import { alphaFigure, kappaFigure, noFigure, percentFigure } from './figures.ts';
import { isComparable, type PlacedCriterion, type ReviewedCall } from './rated.ts';
import { pairableUnits, type Ratings } from './ratings.ts';

const NA = 'na';
const SCALE = [1, 2, 3, 4, 5];

/** With which metric and weights answers of a type are compared: names, ranks, or distances. */
export function measuresOf({ answer }: Pick<Criterion, 'answer'>): { metric: AlphaMetric; weights: KappaWeights } {
  switch (answer.type) {
    case 'scale':
      return { metric: 'ordinal', weights: 'quadratic' };
    case 'number':
      return { metric: 'interval', weights: 'none' };
    default:
      return { metric: 'nominal', weights: 'none' };
  }
}

/** How far the reviewers agree on one criterion. @param reviewers the columns, so that a rater is the same on every call */
export function criterionAgreement(
  { sectionId, criterion }: PlacedCriterion,
  calls: readonly ReviewedCall[],
  reviewers: readonly string[],
): CriterionAgreement {
  const values: Ratings<ScoreValue> = calls.map(({ reviews }) => {
    const byReviewer = new Map(
      reviews.map((review) => [review.reviewer, review.answers.get(criterion.id)?.value ?? null]),
    );
    return reviewers.map((reviewer) => byReviewer.get(reviewer) ?? null);
  });
  const given = values.flatMap((row) => row.filter((value) => value !== null));
  const raters = reviewers.filter((_, column) => values.some((row) => (row[column] ?? null) !== null)).length;
  return {
    sectionId,
    criterionId: criterion.id,
    label: criterion.label,
    type: criterion.answer.type,
    calls: pairableUnits(values).length,
    raters,
    answers: given.length,
    notApplicable: given.filter((value) => value.is === NA).length,
    answered: { ...measuresOf(criterion), ...answeredFigures(criterion, values) },
    withNa: withNaFigures(criterion, values),
  };
}

type Figures = CriterionAgreement['withNa'];

function answeredFigures(criterion: Criterion, values: Ratings<ScoreValue>): Figures {
  if (!isComparable(criterion)) return notComparable();
  const { metric, weights } = measuresOf(criterion);
  const answers = mapped(values, (value) => (value.is === NA ? null : value.answer));
  if (criterion.answer.type === 'scale' || criterion.answer.type === 'number') {
    const numbers = mapped(answers, (answer) => (typeof answer === 'number' ? answer : null));
    return {
      percent: percentFigure(numbers),
      kappa: criterion.answer.type === 'number' ? noFigure('not-comparable') : kappaFigure(numbers, SCALE, weights),
      alpha: alphaFigure(numbers, metric),
    };
  }
  return nameFigures(mapped(answers, String));
}

function withNaFigures(criterion: Criterion, values: Ratings<ScoreValue>): Figures {
  if (!isComparable(criterion)) return notComparable();
  const number = criterion.answer.type === 'number';
  // A choice's id may be "na": what is an answer gets a letter in front.
  return nameFigures(mapped(values, (value) => (value.is === NA ? NA : number ? 'a' : `a${value.answer}`)));
}

function nameFigures(names: Ratings<string>): Figures {
  const categories = [...new Set(names.flat())].filter((name) => name !== null).sort();
  return {
    percent: percentFigure(names),
    kappa: kappaFigure(names, categories, 'none'),
    alpha: alphaFigure(names, 'nominal'),
  };
}

function notComparable(): Figures {
  return { percent: noFigure('not-comparable'), kappa: noFigure('not-comparable'), alpha: noFigure('not-comparable') };
}

function mapped<A, B>(ratings: Ratings<A>, change: (value: A) => B | null): Ratings<B> {
  return ratings.map((row) => row.map((value) => (value === null ? null : change(value))));
}
