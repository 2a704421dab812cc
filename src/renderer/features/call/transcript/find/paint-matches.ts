import type { FindMatch } from '#shared/logic/find-in-call.ts';
import { fieldsOf, rangesIn } from '../text-nodes.ts';

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
      const others = matches.filter((match) => match.field === field && match !== current);
      all.push(...rangesIn(element, others));
      if (current !== null && matches.includes(current) && current.field === field) {
        here.push(...rangesIn(element, [current]));
      }
    }
  }
  CSS.highlights.set('find', new Highlight(...all));
  const top = new Highlight(...here);
  top.priority = 1;
  CSS.highlights.set('find-current', top);
}

export function clearMatches(): void {
  CSS.highlights.delete('find');
  CSS.highlights.delete('find-current');
}
