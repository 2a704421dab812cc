import { createStore, type StoreApi } from 'zustand/vanilla';
import { type NoteFilter, noNoteFilter } from '#shared/logic/notes/filter-notes.ts';
import type { Span } from '#shared/logic/transcript.ts';
import type { ComposerDraft } from './composer-draft.ts';

/** A range being marked, or one just marked whose edges can still be moved. */
export interface Marking {
  readonly startMs: number;
  /** Null until its end has been said. */
  readonly endMs: number | null;
  /** The note that was made of it. */
  readonly noteId: string | null;
  /** The edge that is moved by keys. */
  readonly edge: 'start' | 'end';
}

/** What is being written, and what it began with. */
export interface OpenComposer {
  readonly start: ComposerDraft;
  /** False when it came back by itself: it must not take the keys away. */
  readonly focus: boolean;
}

/** What the reader is doing with the notes of one call. */
export interface NotesState {
  /** The note that keys work on. */
  readonly activeId: string | null;
  readonly activeSinceMs: number;
  readonly marking: Marking | null;
  readonly composer: OpenComposer | null;
  readonly filter: NoteFilter;
  /** Counts requests to show the list. */
  readonly listAsked: number;
  /** The note that another one is being linked with. */
  readonly linkFrom: string | null;
}

export interface NotesStore extends StoreApi<NotesState> {
  activate(id: string | null): void;
  mark(marking: Marking | null): void;
  compose(composer: OpenComposer | null): void;
}

/** Creates what one call's notes are worked with. */
export function createNotesStore(now: () => number = () => performance.now()): NotesStore {
  const store = createStore<NotesState>(() => ({
    activeId: null,
    activeSinceMs: 0,
    marking: null,
    composer: null,
    filter: noNoteFilter,
    listAsked: 0,
    linkFrom: null,
  }));
  return {
    ...store,
    activate(activeId) {
      const { marking } = store.getState();
      // The edges of a range belong to its note; a range that has only begun goes on.
      const kept = marking?.noteId === null || marking?.noteId === activeId ? marking : null;
      store.setState({ activeId, activeSinceMs: now(), marking: kept });
    },
    mark: (marking) => store.setState({ marking }),
    compose: (composer) => store.setState({ composer }),
  };
}

/** How long a note stays the one that keys work on when the sound goes on to another turn, ms. */
export const ACTIVE_AT_LEAST_MS = 6000;

/** The range of a marking that has both edges. */
export function rangeOfMarking(marking: Marking | null): Span | null {
  return marking === null || marking.endMs === null ? null : { startMs: marking.startMs, endMs: marking.endMs };
}
