/** Pairs that are together, rightly or wrongly, and pairs that should be. */
export interface PairCounts {
  readonly right: number;
  readonly found: number;
  readonly wanted: number;
}

/** Right of those found, found of those wanted, and their harmonic mean; NaN where there are none. */
export function scoresOf({ right, found, wanted }: PairCounts): { precision: number; recall: number; f1: number } {
  const precision = right / found;
  const recall = right / wanted;
  return { precision, recall, f1: (2 * right) / (found + wanted) };
}

/** Of every two things: are they together in `found`, and should they be by `truth`? Labels by position. */
export function pairCounts(truth: readonly string[], found: readonly string[]): PairCounts {
  const pairs = (labels: readonly string[]): number =>
    [...Map.groupBy(labels, (label) => label).values()].reduce(
      (sum, { length }) => sum + (length * (length - 1)) / 2,
      0,
    );
  return {
    right: pairs(truth.map((label, i) => `${label}\n${found[i]}`)),
    found: pairs(found),
    wanted: pairs(truth),
  };
}

/** Adjusted Rand index (Hubert and Arabie 1985): 1 = the same grouping, about 0 = as chance would have it. */
export function adjustedRand(truth: readonly string[], found: readonly string[]): number {
  const { right, found: together, wanted } = pairCounts(truth, found);
  const all = (truth.length * (truth.length - 1)) / 2;
  const byChance = (together * wanted) / all;
  const most = (together + wanted) / 2;
  return most === byChance ? 1 : (right - byChance) / (most - byChance);
}
