import { useQuery } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useStore } from 'zustand';
import { buildNoteMarks, type NoteMark } from '#shared/logic/notes/flags.ts';
import { groupForMargin, type MarginNotes, type Note } from '#shared/logic/notes/place-notes.ts';
import { createTurnIndex } from '#shared/logic/transcript.ts';
import { forgetNoteToOpen, peekNoteToOpen } from '../../../lib/note-to-open.ts';
import { orpc } from '../../../lib/rpc.ts';
import { type ReviewWork, useReview } from '../../review-work/use-review.ts';
import { type Taxonomy, useTaxonomy } from '../../taxonomy/use-taxonomy.ts';
import { useCorrections } from '../correct/corrections-context.tsx';
import { useSession } from '../session.ts';
import { type ComposerDraft, readNoteDrafts } from './composer-draft.ts';
import { createNoteActions, type NoteActions, type NoteParts } from './note-actions.ts';
import { createNotesStore, type NotesState, type NotesStore } from './notes-store.ts';
import { createPlacer, readAnnotations } from './read-annotations.ts';

/** The notes of the open call, and what can be done with them. */
export interface CallNotes {
  readonly work: ReviewWork;
  /** In the call's order. */
  readonly notes: readonly Note[];
  readonly byId: ReadonlyMap<string, Note>;
  readonly margin: MarginNotes;
  readonly marks: readonly NoteMark[];
  readonly taxonomy: Taxonomy;
  /** Unfinished notes, the last written first. */
  readonly drafts: readonly ComposerDraft[];
  readonly store: NotesStore;
  readonly actions: NoteActions;
  /** Everything of it has been read, or could not be. */
  readonly known: boolean;
}

const NotesContext = createContext<CallNotes | null>(null);

/** The notes of the call that is open here. */
export function useNotes(): CallNotes {
  const notes = useContext(NotesContext);
  if (notes === null) throw new Error('useNotes outside of a call');
  return notes;
}

/** A part of what the reader is doing with the notes; re-renders only when that part changes. */
export function useNotesState<T>(select: (state: NotesState) => T): T {
  return useStore(useNotes().store, select);
}

/** Reads a call's annotations, places them in today's transcript, and ties them to the player. */
export function NotesProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const { detail, turns, player, actions: callActions } = session;
  const { row, toolCalls, recording } = detail;
  const work = useReview(row.id);
  const shown = useCorrections().transcript.turns;
  const taxonomy = useTaxonomy();
  const reviewer = useQuery(orpc.reviewer.get.queryOptions());
  const me = reviewer.data?.id ?? null;
  const [store] = useState(() => createNotesStore());
  const { data: stored, isPending } = useQuery(orpc.review.drafts.queryOptions({ input: { callId: row.id } }));
  const drafts = useMemo(() => readNoteDrafts(stored ?? []), [stored]);

  const place = useMemo(
    () =>
      createPlacer(
        { turns: detail.turns, toolCalls, recordingMs: recording.durationMs },
        { turns, toolCalls, index: createTurnIndex(turns) },
      ),
    [detail.turns, turns, toolCalls, recording.durationMs],
  );
  const notes = useMemo(() => {
    return place(readAnnotations(work.items?.values() ?? []));
  }, [work.items, place]);
  const byId = useMemo(() => new Map(notes.map((note) => [note.id, note])), [notes]);
  const margin = useMemo(() => groupForMargin(notes), [notes]);
  const { find } = taxonomy;
  const marks = useMemo(() => buildNoteMarks(notes, (id) => find(id).colour), [notes, find]);
  const parts = useRef<NoteParts | null>(null);
  const latest = { detail, shown, callActions, taxonomy, notes, drafts, me };
  useLayoutEffect(() => {
    parts.current = latest;
  });
  // The same actions as long as the call is: what calls them need not be drawn anew for each note.
  const actions = useMemo(
    () =>
      createNoteActions({ player, store, review: work.actions }, () => {
        if (parts.current === null) throw new Error('notes were used before they were there');
        return parts.current;
      }),
    [player, store, work.actions],
  );
  const known = work.items !== null && !isPending && !taxonomy.loading && !reviewer.isPending;
  const value = useMemo(
    () => ({ work, notes, byId, margin, marks, taxonomy, drafts, store, actions, known }),
    [work, notes, byId, margin, marks, taxonomy, drafts, store, actions, known],
  );
  useNoteToOpen(value, row.id);
  useUnfinished(value, stored !== undefined && work.items !== null);
  return <NotesContext value={value}>{children}</NotesContext>;
}

/** A call that was opened for one of its notes begins at it, with the list beside it. */
function useNoteToOpen({ byId, actions, store }: CallNotes, callId: string): void {
  useEffect(() => {
    const id = peekNoteToOpen(callId);
    const note = id === null ? undefined : byId.get(id);
    if (note === undefined) return;
    forgetNoteToOpen();
    actions.goTo(note);
    store.setState(({ listAsked }) => ({ listAsked: listAsked + 1 }));
  }, [byId, actions, store, callId]);
}

/** What was being written when the window or the host ended is there again, once, without taking the keys. */
function useUnfinished({ drafts, store }: CallNotes, known: boolean): void {
  const [looked, setLooked] = useState(false);
  useEffect(() => {
    if (!known || looked) return;
    setLooked(true);
    const last = drafts.find(({ left }) => !left);
    if (last !== undefined && store.getState().composer === null) {
      store.compose({ start: last, focus: false });
    }
  }, [known, looked, drafts, store]);
}
