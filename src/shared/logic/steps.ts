/**
 * The next (or previous) of some places from `from`, going round at the ends. `slack` is how far behind `from` a place
 * must lie to be "before": while sound plays, the place just gone to is still meant by "here". Undefined when there is none.
 */
export function findStep(
  places: readonly number[],
  from: number,
  direction: 1 | -1,
  slack: { readonly after: number; readonly before: number } = { after: 0, before: 0 },
): number | undefined {
  if (direction === 1) return places.find((place) => place > from + slack.after) ?? places[0];
  return places.findLast((place) => place < from - slack.before) ?? places.at(-1);
}
