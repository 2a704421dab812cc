import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef } from 'react';

/** Rows that were folded or unfolded have their new size within this time, ms. */
const SETTLE_MS = 250;

/**
 * Keeps a row where it is on screen while rows above it change their size, such as tool calls unfolded by a key. Returns
 * how to begin: with the place of the row; when that is undefined or not in sight, the first row in sight.
 */
export function useStandingRow(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  firstInSight: () => number,
): (row: number | undefined) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(
    (row) => {
      const from = virtualizer.range?.startIndex ?? 0;
      const to = virtualizer.range?.endIndex ?? 0;
      const standing = row !== undefined && row >= from && row <= to ? row : firstInSight();
      virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item) => item.index < standing;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        virtualizer.shouldAdjustScrollPositionOnItemSizeChange = undefined;
      }, SETTLE_MS);
    },
    [virtualizer, firstInSight],
  );
}
