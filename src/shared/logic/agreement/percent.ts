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

/** The 97.5 % point of the standard normal distribution. */
export const Z95 = 1.959963984540054;

/**
 * 95 % interval of a share, after Wilson (1927): never empty, never outside 0 to 1. With more than two raters the units' shares vary
 * less than a coin's would, so it is wider than need be.
 * @param units how many units the share is the mean of, at least 1
 */
export function wilsonInterval(share: number, units: number): { low: number; high: number } {
  const z2 = Z95 * Z95;
  const centre = (share + z2 / (2 * units)) / (1 + z2 / units);
  const half = (Z95 / (1 + z2 / units)) * Math.sqrt((share * (1 - share)) / units + z2 / (4 * units * units));
  // At the ends the formula gives the end itself, but for rounding.
  return { low: share === 0 ? 0 : Math.max(0, centre - half), high: share === 1 ? 1 : Math.min(1, centre + half) };
}
