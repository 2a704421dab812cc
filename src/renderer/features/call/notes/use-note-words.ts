import { type RefObject, useEffect, useLayoutEffect } from 'react';
import { useCorrections } from '../correct/corrections-context.tsx';
import { useNotes, useNotesState } from './notes-context.tsx';
import { clearWords, paintWords } from './paint-words.ts';

/** Keeps the words that notes stand on marked in the transcript's rows. */
export function useNoteWords(scroller: RefObject<Element | null>): void {
  const { turns } = useCorrections().transcript;
  const { margin, taxonomy } = useNotes();
  const activeId = useNotesState((state) => state.activeId);
  // After every render: rows come and go with the scrolling, and only a render brings them.
  useLayoutEffect(() => {
    if (scroller.current === null) return;
    paintWords(scroller.current, margin, turns, activeId, (note) => {
      const [tag] = note.tags;
      return tag === undefined ? null : taxonomy.find(tag).colour;
    });
  });
  useEffect(() => clearWords, []);
}
