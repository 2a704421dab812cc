import type { FigureReason, KappaWeights } from '../../model/review/agreement.ts';
import { isRating, none, type Ratings, whyNotPairable } from './ratings.ts';

/** How often the first rater gave the row's category and the second the column's. Square. */
export type KappaTable = readonly (readonly number[])[];

export type Kappa =
  | {
      readonly value: number;
      readonly why: null;
      /** Large-sample standard error. */
      readonly se: number;
      readonly units: number;
    }
  | { readonly value: null; readonly why: FigureReason };

/**
 * Weights of agreement: 1 on the diagonal. `linear` = 1 - |i - j| / (k - 1) (Cicchetti & Allison 1971), `quadratic` =
 * 1 - (i - j)^2 / (k - 1)^2 (Fleiss & Cohen 1973).
 */
export function kappaWeights(kind: KappaWeights, categories: number): number[][] {
  const far = Math.max(1, categories - 1);
  return Array.from({ length: categories }, (_, i) =>
    Array.from({ length: categories }, (_, j) => {
      if (kind === 'none') return i === j ? 1 : 0;
      const distance = Math.abs(i - j) / far;
      return 1 - (kind === 'linear' ? distance : distance * distance);
    }),
  );
}

/** Counts the answers of the first two raters. Units that either of them left out are left out (Cohen 1960 has no missing ones). */
export function kappaTable<T>(ratings: Ratings<T>, categories: readonly T[]): number[][] {
  const at = new Map(categories.map((category, i) => [category, i]));
  const table = categories.map(() => categories.map(() => 0));
  for (const [first, second] of ratings) {
    const row = isRating(first) ? table[at.get(first) ?? -1] : undefined;
    const column = isRating(second) ? at.get(second) : undefined;
    if (row !== undefined && column !== undefined) row[column] = (row[column] ?? 0) + 1;
  }
  return table;
}

/**
 * Cohen's kappa (1960) and weighted kappa (1968) of two raters, with the large-sample standard error of Fleiss, Cohen & Everitt (1969),
 * eq. 8 and 13, which holds away from the null hypothesis and so makes intervals.
 * @param weights of agreement; the zero of disagreement may be anywhere, 1 is full agreement
 */
export function kappaOfTable(table: KappaTable, weights: KappaTable): Kappa {
  const size = table.length;
  const cells = table.flatMap((row, i) => row.map((n, j) => ({ n, i, j, w: weights[i]?.[j] ?? 0 })));
  const total = cells.reduce((sum, { n }) => sum + n, 0);
  if (total === 0) return none('nothing');
  const first = new Array<number>(size).fill(0);
  const second = new Array<number>(size).fill(0);
  for (const { n, i, j } of cells) {
    first[i] = (first[i] ?? 0) + n / total;
    second[j] = (second[j] ?? 0) + n / total;
  }
  // By category, the weight that it meets on average in the other rater's answers.
  const meetsSecond = new Array<number>(size).fill(0);
  const meetsFirst = new Array<number>(size).fill(0);
  let observed = 0;
  let expected = 0;
  for (const { n, i, j, w } of cells) {
    const p = first[i] ?? 0;
    const q = second[j] ?? 0;
    observed += (w * n) / total;
    expected += w * p * q;
    meetsSecond[i] = (meetsSecond[i] ?? 0) + w * q;
    meetsFirst[j] = (meetsFirst[j] ?? 0) + w * p;
  }
  const room = 1 - expected;
  if (room < 1e-12) return none('one-category');
  let squares = 0;
  for (const { n, i, j, w } of cells) {
    const part = w * room - ((meetsSecond[i] ?? 0) + (meetsFirst[j] ?? 0)) * (1 - observed);
    squares += (n / total) * part * part;
  }
  const centre = observed * expected - 2 * expected + observed;
  const variance = Math.max(0, squares - centre * centre) / (total * room ** 4);
  return { value: (observed - expected) / room, why: null, se: Math.sqrt(variance), units: total };
}

/**
 * Cohen's kappa of two raters' answers.
 * @param categories in their order; needed with weights, where a level that nobody chose still widens the scale
 */
export function cohenKappa<T>(ratings: Ratings<T>, categories: readonly T[], kind: KappaWeights = 'none'): Kappa {
  const pairs = ratings.map((row) => row.slice(0, 2));
  const why = whyNotPairable(pairs);
  if (why !== null) return none(why);
  return kappaOfTable(kappaTable(pairs, categories), kappaWeights(kind, categories.length));
}
