import type { FigureReason } from '../../model/review/agreement.ts';

/** One unit (a call) per row, one rater per column; null = this rater did not answer. All rows are equally long. */
export type Ratings<T> = readonly (readonly (T | null)[])[];

/** A coefficient, or why there is none. */
export type Coefficient =
  | { readonly value: number; readonly why: null }
  | { readonly value: null; readonly why: FigureReason };

/** There is no coefficient, and why. */
export function none(why: FigureReason): { readonly value: null; readonly why: FigureReason } {
  return { value: null, why };
}

/** A rating that can be compared: not missing, and not a number that is none. */
export function isRating<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined && !(typeof value === 'number' && !Number.isFinite(value));
}

/** The answers of each unit that two or more raters answered; what stands alone says nothing about agreement. */
export function pairableUnits<T>(ratings: Ratings<T>): T[][] {
  return ratings.map((row) => row.filter(isRating)).filter((row) => row.length >= 2);
}

/** Why units of these ratings cannot be compared; null when some can. */
export function whyNotPairable<T>(ratings: Ratings<T>): FigureReason | null {
  const raters = new Set<number>();
  let pairable = false;
  for (const row of ratings) {
    let answers = 0;
    row.forEach((value, rater) => {
      if (!isRating(value)) return;
      answers += 1;
      raters.add(rater);
    });
    if (answers >= 2) pairable = true;
  }
  if (pairable) return null;
  if (raters.size === 0) return 'nothing';
  return raters.size === 1 ? 'one-rater' : 'no-overlap';
}
