import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useLayoutEffect } from 'react';
import type { Player } from '../player/player.ts';
import { usePlayerState } from '../session.ts';

const MARGIN_PX = 24;
const scrollKeys = new Set(['PageUp', 'PageDown', 'Home', 'End']);

export interface FollowParts {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** Place of the current turn in the list, undefined when there is none. */
  readonly item: number | undefined;
  readonly player: Player;
}

/**
 * Keeps the current turn in sight until the reader scrolls. What a reader does with wheel, touch, scroll bar or keys
 * tells the two apart; scroll events would not, they also come from our own scrolling and from rows being measured.
 */
export function useFollow({ scroller, virtualizer, item, player }: FollowParts): void {
  const following = usePlayerState((state) => state.following);
  const reveal = usePlayerState((state) => state.reveal);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const scope = new AbortController();
    const leave = () => {
      if (element.scrollHeight > element.clientHeight && player.store.getState().following) player.setFollowing(false);
    };
    const options = { signal: scope.signal, passive: true };
    element.addEventListener('wheel', leave, options);
    element.addEventListener('touchmove', leave, options);
    element.addEventListener('pointerdown', (event) => event.target === element && leave(), options);
    element.addEventListener('keydown', (event) => scrollKeys.has(event.key) && leave(), options);
    return () => scope.abort();
  }, [scroller, player]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `reveal` asks again for what is current already
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !following || item === undefined) return;
    const row = element.querySelector<HTMLElement>(`[data-index="${item}"]`);
    if (row === null) {
      virtualizer.scrollToIndex(item, { align: 'center' });
      return;
    }
    const box = element.getBoundingClientRect();
    const at = row.getBoundingClientRect();
    const above = at.top < box.top + MARGIN_PX;
    const below = at.bottom > box.bottom - 2 * MARGIN_PX;
    if (!above && !below) return;
    const lead = at.height > box.height * 0.6 ? MARGIN_PX : box.height * 0.3;
    const top = element.scrollTop + at.top - box.top - lead;
    const still =
      window.matchMedia('(prefers-reduced-motion: reduce)').matches || Math.abs(top - element.scrollTop) > box.height;
    element.scrollTo({ top, behavior: still ? 'instant' : 'smooth' });
  }, [item, following, reveal, scroller, virtualizer]);
}
