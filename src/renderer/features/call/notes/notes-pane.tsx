import { useVirtualizer } from '@tanstack/react-virtual';
import { StickyNote } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import { filterNotes, isFiltered, noNoteFilter } from '#shared/logic/notes/filter-notes.ts';
import type { Note } from '#shared/logic/notes/place-notes.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { useReadOnlyReason } from '../../../lib/actions.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState, Skeleton } from '../../../ui/feedback.tsx';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { NoteFilterBar } from './note-filter-bar.tsx';
import { NoteRow } from './note-row.tsx';
import { useNotes, useNotesState } from './notes-context.tsx';
import { usePeople } from './use-people.ts';

/** The notes of the call as a list; only those in sight are mounted. */
export function NotesPane() {
  const { notes, work, store } = useNotes();
  const filter = useNotesState((state) => state.filter);
  const shown = useMemo(() => filterNotes(notes, filter), [notes, filter]);
  if (work.items === null) {
    return work.problem === null ? (
      <div className="flex flex-col gap-3 p-3">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-4 w-64" />
        <Skeleton className="h-4 w-52" />
      </div>
    ) : (
      <EmptyState title="The notes could not be read">{work.problem.message}</EmptyState>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <Unfinished />
      {notes.length === 0 ? (
        <EmptyState icon={<StickyNote />} title="No notes yet">
          <span className="flex flex-col items-center gap-1">
            <span>
              <ActionKbd action="notes.point" /> at this moment, <ActionKbd action="notes.in" />{' '}
              <ActionKbd action="notes.out" /> a range,
            </span>
            <span>
              <ActionKbd action="notes.comment" /> on the turn or the chosen words, <ActionKbd action="notes.tag-1" />{' '}
              to <ActionKbd action="notes.tag-9" /> a tag
            </span>
          </span>
        </EmptyState>
      ) : (
        <>
          <NoteFilterBar shown={shown.length} />
          {shown.length === 0 && isFiltered(filter) ? (
            <EmptyState
              title="No note is like that"
              action={<Button onClick={() => store.setState({ filter: noNoteFilter })}>Show all</Button>}
            />
          ) : (
            <NoteList shown={shown} />
          )}
        </>
      )}
      <LinkDialog />
    </div>
  );
}

function NoteList({ shown }: { shown: ReturnType<typeof filterNotes> }) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const activeId = useNotesState((state) => state.activeId);
  const { notes, byId, taxonomy, actions, store } = useNotes();
  const links = useMemo(() => linksOf(notes, byId), [notes, byId]);
  const readOnly = useReadOnlyReason();
  const nameOf = usePeople();
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => 84,
    getItemKey: (at) => shown[at]?.id ?? at,
    overscan: 6,
    paddingEnd: 24,
  });
  const activeAt = useMemo(() => shown.findIndex(({ id }) => id === activeId), [shown, activeId]);
  useEffect(() => {
    if (activeAt !== -1) virtualizer.scrollToIndex(activeAt, { align: 'auto' });
  }, [activeAt, virtualizer]);
  return (
    <section
      ref={scrollerRef}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Notes"
      className="min-h-0 flex-1 overflow-auto"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist */}
      <div role="list" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((row) => {
          const note = shown[row.index];
          if (note === undefined) return null;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the list
            <div
              role="listitem"
              key={row.key}
              ref={virtualizer.measureElement}
              data-index={row.index}
              data-note={note.id}
              aria-setsize={shown.length}
              aria-posinset={row.index + 1}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              <NoteRow
                note={note}
                active={note.id === activeId}
                authorName={nameOf(note.author)}
                readOnly={readOnly}
                linked={links.get(note.id) ?? noNotes}
                taxonomy={taxonomy}
                actions={actions}
                store={store}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}

const noNotes: readonly Note[] = [];

/** Notes of the same problem by note, whichever of two names the other. */
function linksOf(notes: readonly Note[], byId: ReadonlyMap<string, Note>): ReadonlyMap<string, readonly Note[]> {
  const linked = new Map<string, Note[]>();
  const put = (id: string, other: Note) => {
    const known = linked.get(id);
    if (known === undefined) linked.set(id, [other]);
    else if (!known.includes(other)) known.push(other);
  };
  for (const note of notes) {
    for (const id of note.sameAs) {
      const other = byId.get(id);
      if (other === undefined || other === note) continue;
      put(note.id, other);
      put(other.id, note);
    }
  }
  return linked;
}

/** Notes that were begun and left, each to be gone on with. */
function Unfinished() {
  const { drafts, store } = useNotes();
  const composing = useNotesState((state) => state.composer?.start.noteId ?? null);
  const waiting = drafts.filter(({ noteId, left }) => left && noteId !== composing);
  if (waiting.length === 0) return null;
  return (
    <section
      aria-label="Unfinished notes"
      className="max-h-32 shrink-0 overflow-auto border-line border-b bg-surface-0 px-3 py-1"
    >
      <h3 className="text-meta text-text-3">Unfinished</h3>
      {waiting.map((draft) => (
        <div key={draft.noteId} className="flex items-center gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate">
            {neutraliseText(anchorWords(draft.anchor))}: {neutraliseText(draft.text.slice(0, 200))}
          </span>
          <Button size="sm" onClick={() => store.compose({ start: { ...draft, left: false }, focus: true })}>
            Go on
          </Button>
        </div>
      ))}
    </section>
  );
}
