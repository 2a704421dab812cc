import { useCallback, useMemo, useState } from 'react';

export interface OpenTools {
  /** Positions of the unfolded tool calls. */
  readonly open: ReadonlySet<number>;
  /** How many characters of their long texts are shown, by tool call and text. */
  readonly shownChars: ReadonlyMap<number, ReadonlyMap<string, number>>;
  toggle(position: number): void;
  /** Folds all of them when all are open, else unfolds all. */
  toggleAll(positions: readonly number[]): void;
  unfold(position: number): void;
  showMore(position: number, field: string, upTo: number): void;
}

/** Which tool calls are unfolded, and how far. */
export function useOpenTools(): OpenTools {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [shownChars, setShownChars] = useState<OpenTools['shownChars']>(new Map());
  const toggle = useCallback((position: number) => {
    setOpen((now) => {
      const next = new Set(now);
      if (!next.delete(position)) next.add(position);
      return next;
    });
  }, []);
  const toggleAll = useCallback((positions: readonly number[]) => {
    setOpen((now) => {
      const close = positions.every((position) => now.has(position));
      const next = new Set(now);
      for (const position of positions) close ? next.delete(position) : next.add(position);
      return next;
    });
  }, []);
  const unfold = useCallback((position: number) => {
    setOpen((now) => (now.has(position) ? now : new Set(now).add(position)));
  }, []);
  const showMore = useCallback((position: number, field: string, upTo: number) => {
    setShownChars((now) => new Map(now).set(position, new Map(now.get(position)).set(field, upTo)));
  }, []);
  return useMemo(
    () => ({ open, shownChars, toggle, toggleAll, unfold, showMore }),
    [open, shownChars, toggle, toggleAll, unfold, showMore],
  );
}
