import type { RefObject } from 'react';
import { stepWords } from '#shared/logic/notes/step-words.ts';
import { useKeys } from '../../../lib/keys.ts';
import { toast } from '../../../ui/toast-store.ts';
import { currentTurn } from '../player/player.ts';
import { useSession } from '../session.ts';
import { fieldsOf, offsetsIn, rangeFinder } from '../transcript/text-nodes.ts';

/** Chooses words of the turn one is at from the keyboard: the browser's own selection, so that copying works with it too. */
export function useWordKeys(scroller: RefObject<Element | null>): void {
  const { player } = useSession();
  const choose = (move: 'next' | 'before' | 'more' | 'less') => {
    const position = currentTurn(player.store.getState());
    const row = scroller.current?.querySelector(`[data-turn="${position}"]`) ?? null;
    const element = row === null ? undefined : fieldsOf(row).get('text');
    const selection = document.getSelection();
    if (element === undefined || selection === null) {
      toast.info('No turn has begun here. Choose one first.');
      return;
    }
    const range = selection.isCollapsed || selection.rangeCount === 0 ? null : selection.getRangeAt(0);
    const chosen = range?.intersectsNode(element) === true ? offsetsIn(element, range) : null;
    const words = stepWords(textOf(element), chosen, move);
    const found = words === null ? null : rangeFinder(element)(words);
    if (found === null) return;
    // While one chooses words, the sound must not take another turn's row.
    player.pin(position);
    selection.setBaseAndExtent(found.startContainer, found.startOffset, found.endContainer, found.endOffset);
  };
  useKeys('words', [
    { action: 'next', run: () => choose('next') },
    { action: 'before', run: () => choose('before') },
    { action: 'more', run: () => choose('more') },
    { action: 'less', run: () => choose('less') },
  ]);
}

/** The element's text as places in it are counted: without what is ours. */
function textOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const aside of copy.querySelectorAll('[data-aside]')) aside.remove();
  return copy.textContent;
}
