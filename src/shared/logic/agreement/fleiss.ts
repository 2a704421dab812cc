import { type Coefficient, none } from './ratings.ts';

/**
 * Fleiss' kappa (1971) for units that are each rated by equally many raters, not always the same ones.
 * @param counts one unit per row: how many raters put it into each category
 * @returns `not-comparable` when the rows do not have the same number of raters
 */
export function fleissKappa(counts: readonly (readonly number[])[]): Coefficient {
  const [head] = counts;
  if (head === undefined) return none('nothing');
  const raters = sum(head);
  if (raters === 0) return none('nothing');
  if (raters === 1) return none('one-rater');
  if (counts.some((row) => sum(row) !== raters)) return none('not-comparable');
  const units = counts.length;
  const observed =
    counts.reduce((all, row) => all + row.reduce((same, n) => same + n * (n - 1), 0), 0) /
    (units * raters * (raters - 1));
  const expected = head.reduce((all, _, category) => {
    const share = counts.reduce((n, row) => n + (row[category] ?? 0), 0) / (units * raters);
    return all + share * share;
  }, 0);
  if (1 - expected < 1e-12) return none('one-category');
  return { value: (observed - expected) / (1 - expected), why: null };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
