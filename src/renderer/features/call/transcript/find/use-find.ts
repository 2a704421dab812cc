import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import {
  createFinder,
  type FindMatch,
  type FindSource,
  firstMatchFrom,
  stepMatch,
} from '#shared/logic/find-in-call.ts';

/** Words longer than this are not taken over from the selection. */
const LONGEST_SELECTION = 200;

export interface Find {
  readonly open: boolean;
  readonly query: string;
  readonly matches: readonly FindMatch[];
  /** Place of the current match in `matches`, -1 without one. */
  readonly at: number;
  readonly current: FindMatch | null;
  /** Counts the requests to bring the current match into view. */
  readonly asked: number;
  readonly inputRef: RefObject<HTMLInputElement | null>;
  show(): void;
  close(): void;
  setQuery(query: string): void;
  step(by: 1 | -1): void;
}

export interface FindParts {
  /** Built when the bar is opened for the first time. */
  readonly sources: () => readonly FindSource[];
  /** The first thing in sight: the search begins there. */
  readonly firstInSight: () => number;
  /** Takes the focus when what had it before is gone. */
  readonly home: RefObject<HTMLElement | null>;
}

/** The state of finding words in a call: what is looked for, where it stands, and which place is current. */
export function useFind({ sources, firstInSight, home }: FindParts): Find {
  const [open, setOpen] = useState(false);
  const [query, setQueryText] = useState('');
  const [at, setAt] = useState(-1);
  const [asked, setAsked] = useState(0);
  const inputRef = useRef<HTMLInputElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const finder = useMemo(() => (open ? createFinder(sources()) : null), [open, sources]);
  const matches = useMemo(() => finder?.find(query) ?? [], [finder, query]);
  const place = matches.length === 0 ? -1 : Math.min(Math.max(at, 0), matches.length - 1);
  const ask = useCallback(() => setAsked((count) => count + 1), []);

  const setQuery = useCallback(
    (next: string) => {
      const found = finder?.find(next) ?? [];
      setQueryText(next);
      setAt(firstMatchFrom(found, matches[place]?.item ?? firstInSight()));
      ask();
    },
    [finder, matches, place, firstInSight, ask],
  );
  const show = useCallback(() => {
    const selected = window.getSelection()?.toString().trim() ?? '';
    const words = selected !== '' && selected.length <= LONGEST_SELECTION && !selected.includes('\n') ? selected : null;
    if (!open) {
      cameFrom.current = document.activeElement;
      setOpen(true);
      const next = words ?? query;
      setQueryText(next);
      setAt(firstMatchFrom(createFinder(sources()).find(next), firstInSight()));
      ask();
    }
    // After the bar is there, and after the palette, if it was opened from that, has given the focus back.
    setTimeout(() => {
      inputRef.current?.focus({ preventScroll: true });
      inputRef.current?.select();
    });
  }, [open, query, sources, firstInSight, ask]);
  const close = useCallback(() => {
    setOpen(false);
    const before = cameFrom.current;
    if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
    else home.current?.focus({ preventScroll: true });
  }, [home]);
  const step = useCallback(
    (by: 1 | -1) => {
      setAt(stepMatch(matches.length, place, by));
      ask();
    },
    [matches.length, place, ask],
  );
  return useMemo(
    () => ({
      open,
      query,
      matches,
      at: place,
      current: matches[place] ?? null,
      asked,
      inputRef,
      show,
      close,
      setQuery,
      step,
    }),
    [open, query, matches, place, asked, show, close, setQuery, step],
  );
}
