import type { FindMatch } from '#shared/logic/find-in-call.ts';
import { boxOf, fieldsOf, rangeFinder } from '../text-nodes.ts';

/** Rows are measured in the frames after they appear; after so many nothing moves any more. */
const FRAMES = 30;
/** A match is in sight with so much room above and below it. */
const TOP_PX = 16;
const BOTTOM_PX = 48;

/** Puts a match inside what scrolls within its row, such as a long answer. */
function revealInside(element: Element, range: StaticRange): void {
  const { scrollHeight, clientHeight } = element;
  if (scrollHeight <= clientHeight) return;
  const box = element.getBoundingClientRect();
  const at = boxOf(range);
  if (at.top < box.top || at.bottom > box.bottom) element.scrollTop += at.top - box.top - clientHeight / 2;
}

/**
 * Brings a match into view, over as many frames as it takes until its row exists and stands still. `mount` brings
 * its row about. Ends early by the signal.
 */
export function revealMatch(
  scroller: HTMLElement,
  match: FindMatch,
  mount: (item: number) => void,
  signal: AbortSignal,
): void {
  let left = FRAMES;
  let still = 0;
  const look = (): void => {
    if (signal.aborted || left === 0 || still === 3) return;
    left -= 1;
    requestAnimationFrame(look);
    const row = scroller.querySelector(`[data-index="${match.item}"]`);
    if (row === null) {
      mount(match.item);
      return;
    }
    const element = fieldsOf(row).get(match.field);
    const range = element === undefined ? null : rangeFinder(element)(match);
    if (element === undefined || range === null) return;
    revealInside(element, range);
    const box = scroller.getBoundingClientRect();
    const at = boxOf(range);
    if (at.top >= box.top + TOP_PX && at.bottom <= box.bottom - BOTTOM_PX) {
      still += 1;
      return;
    }
    still = 0;
    scroller.scrollTo({ top: scroller.scrollTop + at.top - box.top - box.height * 0.4, behavior: 'instant' });
  };
  look();
}
