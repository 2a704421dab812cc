/**
 * The order in which turns were spoken. A turn without a time stays behind the one it follows in the transcript; equal
 * times keep the transcript's order.
 *
 * @param startsMs one for each turn, in the transcript's order
 * @returns places in the transcript, or null when its order is right
 */
export function findSpokenOrder(startsMs: readonly (number | null)[]): number[] | null {
  let lastMs = Number.NEGATIVE_INFINITY;
  const keyed = startsMs.map((startMs, at) => {
    lastMs = startMs ?? lastMs;
    return { at, keyMs: lastMs };
  });
  // Differences of two infinities are no numbers, and no order.
  const sorted = keyed.toSorted((a, b) => (a.keyMs === b.keyMs ? a.at - b.at : a.keyMs < b.keyMs ? -1 : 1));
  return sorted.every(({ at }, i) => at === i) ? null : sorted.map(({ at }) => at);
}
