import { type RefObject, useLayoutEffect, useRef } from 'react';

/** Height of the find bar, px. */
const BAR_PX = 40;

/** Keeps the words where they are on screen when the bar above them comes and goes. */
export function useFindBarSpace(open: boolean, scroller: RefObject<HTMLElement | null>): void {
  const before = useRef(open);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (before.current === open || element === null) return;
    before.current = open;
    // At the very top they give way: nothing could be scrolled out from under the bar.
    if (element.scrollTop > 0) element.scrollTop += open ? BAR_PX : -BAR_PX;
  }, [open, scroller]);
}
