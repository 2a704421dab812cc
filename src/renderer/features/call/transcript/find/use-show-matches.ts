import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { FindMatch } from '#shared/logic/find-in-call.ts';
import type { TimelineItem } from '#shared/logic/transcript.ts';
import { useSession } from '../../session.ts';
import { textsOf } from '../item-texts.ts';
import { FIRST_CHARS } from '../tool-details.tsx';
import type { OpenTools } from '../use-open-tools.ts';
import { clearMatches, paintMatches } from './paint-matches.ts';
import { revealMatch } from './reveal-match.ts';
import type { Find } from './use-find.ts';

export interface ShowMatchesParts {
  readonly find: Find;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Brings the row of an item about. */
  readonly mount: (item: number) => void;
  readonly items: readonly TimelineItem[];
  readonly tools: OpenTools;
}

/** Marks the matches in the rows that exist, and scrolls to the current one when asked. Returns how to ask again. */
export function useShowMatches({ find, scroller, mount, items, tools }: ShowMatchesParts): () => void {
  const { player } = useSession();
  const { open, matches, current, asked } = find;
  const byItem = useMemo(() => {
    const found = new Map<number, FindMatch[]>();
    for (const match of matches) {
      const known = found.get(match.item);
      if (known === undefined) found.set(match.item, [match]);
      else known.push(match);
    }
    return found;
  }, [matches]);

  const paint = useRef<() => void>(clearMatches);
  // After every render: rows come and go with the scrolling, and only a render brings them.
  useLayoutEffect(() => {
    paint.current = () => {
      if (scroller.current !== null) paintMatches(scroller.current, byItem, current);
    };
    if (open) paint.current();
  });
  // And while scrolling within one row: of a very long text only what is near is marked.
  useEffect(() => {
    const element = scroller.current;
    if (!open || element === null) return;
    let frame = 0;
    const paintedAt = new WeakMap<EventTarget, number>();
    const later = ({ target }: Event) => {
      if (!(target instanceof Element)) return;
      // Marks reach a screen further than what is in sight.
      if (Math.abs(target.scrollTop - (paintedAt.get(target) ?? 0)) < target.clientHeight * 0.6) return;
      paintedAt.set(target, target.scrollTop);
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => paint.current());
    };
    paintedAt.set(element, element.scrollTop);
    element.addEventListener('scroll', later, { capture: true, passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', later, { capture: true });
      clearMatches();
    };
  }, [open, scroller]);

  const running = useRef<AbortController | null>(null);
  const reveal = useCallback(
    (match: FindMatch | null) => {
      running.current?.abort();
      if (match === null || scroller.current === null) return;
      const item = items[match.item];
      if (item?.kind === 'tool' && match.field !== 'name') {
        tools.unfold(item.position);
        const length = textsOf(item).find(({ field }) => field === match.field)?.text.length ?? 0;
        const shown = tools.shownChars.get(item.position)?.get(match.field) ?? FIRST_CHARS;
        if (match.end > shown) tools.showMore(item.position, match.field, Math.min(length, match.end + FIRST_CHARS));
      }
      running.current = new AbortController();
      revealMatch(scroller.current, match, mount, running.current.signal);
    },
    [items, mount, scroller, tools],
  );
  const latest = useRef(reveal);
  useLayoutEffect(() => {
    latest.current = reveal;
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once each time, not when the rows change
  useEffect(() => {
    if (!open || current === null) return;
    player.setFollowing(false);
    latest.current(current);
  }, [open, asked]);
  useEffect(() => () => running.current?.abort(), []);

  return useCallback(() => requestAnimationFrame(() => latest.current(current)), [current]);
}
