import type { FindMatch } from '#shared/logic/find-in-call.ts';
import { boxOf, fieldsOf, rangeFinder } from '../text-nodes.ts';

/** A text with more matches than this is marked only near what is in sight: thousands of marks slow every frame down. */
const MARK_ALL = 200;

/** The first of `count` for which `isPast` holds, when it holds for all that follow. */
function firstPast(count: number, isPast: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPast(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The matches of one text that are in sight, or up to one screen away. */
function nearMatches(
  element: Element,
  scroller: Element,
  matches: readonly FindMatch[],
  rangeOf: (match: FindMatch) => StaticRange | null,
): readonly FindMatch[] {
  if (matches.length <= MARK_ALL) return matches;
  const view = (element.scrollHeight > element.clientHeight ? element : scroller).getBoundingClientRect();
  const box = (at: number) => {
    const match = matches[at];
    const range = match === undefined ? null : rangeOf(match);
    return range === null ? null : boxOf(range);
  };
  // What is not shown yet, the rest of a long answer, comes after everything that is.
  const from = firstPast(
    matches.length,
    (at) => (box(at)?.bottom ?? Number.POSITIVE_INFINITY) > view.top - view.height,
  );
  const to = firstPast(matches.length, (at) => (box(at)?.top ?? Number.POSITIVE_INFINITY) > view.bottom + view.height);
  return matches.slice(from, to);
}

/** Marks the matches in the rows that exist; both names are styled in styles/index.css. */
export function paintMatches(
  scroller: HTMLElement,
  byItem: ReadonlyMap<number, readonly FindMatch[]>,
  current: FindMatch | null,
): void {
  const all: StaticRange[] = [];
  const here: StaticRange[] = [];
  for (const row of scroller.querySelectorAll('[data-index]')) {
    const matches = byItem.get(Number(row.getAttribute('data-index')));
    if (matches === undefined) continue;
    for (const [field, element] of fieldsOf(row)) {
      const rangeOf = rangeFinder(element);
      const own = matches.filter((match) => match.field === field);
      for (const match of nearMatches(element, scroller, own, rangeOf)) {
        const range = rangeOf(match);
        if (range !== null) (match === current ? here : all).push(range);
      }
    }
  }
  CSS.highlights.set('find', new Highlight(...all));
  CSS.highlights.set('find-current', new Highlight(...here));
}

export function clearMatches(): void {
  CSS.highlights.delete('find');
  CSS.highlights.delete('find-current');
}
