import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback, useEffect, useRef } from 'react';
import { isMac } from '../../../lib/key-names.ts';
import { type CopySource, copySelection, rowAt } from './copy-selection.ts';

export interface TranscriptSelection {
  /** Rows that must exist, because a selection begins or ends in them. */
  readonly heldRows: RefObject<readonly number[]>;
  /** Empty elements before and after all rows: between them lies everything, mounted or not. */
  readonly topRef: RefObject<HTMLSpanElement | null>;
  readonly bottomRef: RefObject<HTMLSpanElement | null>;
  onCopy(event: ClipboardEvent): void;
  onKeyDown(event: KeyboardEvent): void;
}

/** Selecting and copying in a list of which only some rows exist. */
export function useSelection(scroller: RefObject<HTMLElement | null>, source: CopySource): TranscriptSelection {
  const heldRows = useRef<readonly number[]>([]);
  const topRef = useRef<HTMLSpanElement>(null);
  const bottomRef = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    const scope = new AbortController();
    const hold = () => {
      const selection = document.getSelection();
      const ends = selection === null || selection.isCollapsed ? [] : [selection.anchorNode, selection.focusNode];
      heldRows.current = ends.flatMap((node) =>
        node !== null && scroller.current?.contains(node) === true ? (rowAt(node) ?? []) : [],
      );
    };
    document.addEventListener('selectionchange', hold, { signal: scope.signal });
    return () => scope.abort();
  }, [scroller]);

  const onCopy = useCallback(
    (event: ClipboardEvent) => {
      const selection = document.getSelection();
      if (event.target instanceof HTMLTextAreaElement) return;
      if (scroller.current === null || selection === null || selection.isCollapsed) return;
      const text = copySelection(scroller.current, selection.getRangeAt(0), source);
      if (text === null) return;
      event.clipboardData.setData('text/plain', text);
      event.preventDefault();
    },
    [scroller, source],
  );
  const onKeyDown = useCallback((event: KeyboardEvent) => {
    // In words being corrected it means those.
    if (event.target instanceof HTMLTextAreaElement) return;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    if (!mod || event.altKey || event.shiftKey || event.code !== 'KeyA') return;
    if (topRef.current === null || bottomRef.current === null) return;
    document.getSelection()?.setBaseAndExtent(topRef.current, 0, bottomRef.current, 0);
    event.preventDefault();
  }, []);
  return { heldRows, topRef, bottomRef, onCopy, onKeyDown };
}
