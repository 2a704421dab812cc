import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { useColumnChoice } from '../../lib/column-choice.ts';
import { type Column, shownColumns } from './columns.ts';

/** The list's own scroll bar takes this much, px. */
const scrollBarPx = 16;

/** The columns for which there is room in an element that holds the list. */
export function useShownColumns(ref: RefObject<HTMLElement | null>): readonly Column[] {
  const choice = useColumnChoice((state) => state.choice);
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    setWidthPx(element.clientWidth);
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return useMemo(() => shownColumns(widthPx - scrollBarPx, choice), [widthPx, choice]);
}
