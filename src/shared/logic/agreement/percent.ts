import { type Coefficient, none, pairableUnits, type Ratings, whyNotPairable } from './ratings.ts';

/** Of each unit's pairs of answers, the share that is the same: two of three raters alike give 1/3. */
export function agreementOfUnits<T>(ratings: Ratings<T>): number[] {
  return pairableUnits(ratings).map((answers) => {
    const counts = new Map<T, number>();
    for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
    let same = 0;
    for (const count of counts.values()) same += count * (count - 1);
    return same / (answers.length * (answers.length - 1));
  });
}

/**
 * Observed agreement, 0 to 1: the mean over units of the share of equal pairs (Fleiss 1971, eq. 1-3, where the raters may differ in
 * number; with two raters the share of units on which they agree).
 */
export function percentAgreement<T>(ratings: Ratings<T>): Coefficient {
  const why = whyNotPairable(ratings);
  if (why !== null) return none(why);
  const units = agreementOfUnits(ratings);
  return { value: units.reduce((sum, share) => sum + share, 0) / units.length, why: null };
}
