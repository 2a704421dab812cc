import { X } from 'lucide-react';
import { useEffect } from 'react';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import { plainNote } from '#shared/logic/notes/markdown.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { useKeys } from '../../../lib/keys.ts';
import { LiveRegion } from '../../../ui/feedback.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { ActionKbd } from '../../../ui/kbd.tsx';
import { itemKey } from '../../review-work/known-work.ts';
import { TagToggle } from '../../taxonomy/tag-chip.tsx';
import { useSession } from '../session.ts';
import { Composer } from './composer.tsx';
import { useNotes, useNotesState } from './notes-context.tsx';
import { ACTIVE_AT_LEAST_MS } from './notes-store.ts';
import { SeverityMark } from './severity-mark.tsx';

/** Below the transcript: the note being written, else the one that keys work on, else the range being marked. */
export function NoteDock() {
  const { byId } = useNotes();
  const composer = useNotesState((state) => state.composer);
  const activeId = useNotesState((state) => state.activeId);
  const marking = useNotesState((state) => state.marking);
  useLettingGo();
  const active = activeId === null ? undefined : byId.get(activeId);
  if (composer !== null) return <Composer key={composer.start.noteId} composer={composer} />;
  if (active !== undefined) return <ActiveNote id={active.id} />;
  if (marking !== null && marking.noteId === null) return <BegunRange startMs={marking.startMs} />;
  return null;
}

/** A note stays the one that keys work on until the reader turns to another place, the sound has gone on for a while, or it is deleted. */
function useLettingGo(): void {
  const { player } = useSession();
  const { store, work } = useNotes();
  const activeId = useNotesState((state) => state.activeId);
  const isGone = activeId !== null && work.items?.get(itemKey('annotation', activeId))?.fields.deleted === true;
  useEffect(() => {
    if (isGone) store.activate(null);
  }, [isGone, store]);
  useEffect(
    () =>
      player.store.subscribe((now, before) => {
        const { activeId: active, activeSinceMs } = store.getState();
        if (active === null) return;
        const chosen = now.pinnedTurn !== null && now.pinnedTurn !== before.pinnedTurn;
        const wentOn = now.playing && now.activeTurn !== before.activeTurn;
        if (chosen || (wentOn && performance.now() - activeSinceMs > ACTIVE_AT_LEAST_MS)) store.activate(null);
      }),
    [player, store],
  );
}

function ActiveNote({ id }: { id: string }) {
  const { byId, taxonomy, actions, store } = useNotes();
  const marking = useNotesState((state) => state.marking);
  useKeys('note-bar', [{ action: 'leave', run: () => store.activate(null) }]);
  const note = byId.get(id);
  if (note === undefined) return null;
  const range = marking?.noteId === id && marking.endMs !== null ? marking : null;
  const anchor =
    range === null ? note.anchor : ({ on: 'range', startMs: range.startMs, endMs: range.endMs ?? 0 } as const);
  const place = anchorWords(anchor, note);
  const quick = taxonomy.tags.filter((tag) => !tag.retired && tag.key !== null);
  const shown = [...quick, ...note.tags.filter((one) => !quick.some((tag) => tag.id === one)).map(taxonomy.find)];
  return (
    <section aria-label="Chosen note" data-note={id} className="shrink-0 border-line border-t bg-surface-0 px-3 py-1">
      <div className="flex items-center gap-2">
        <SeverityMark severity={note.severity} />
        <span dir="auto" className="max-w-[40ch] shrink-0 truncate font-strong">
          {neutraliseText(place)}
        </span>
        <span dir="auto" className="min-w-0 flex-1 truncate text-text-2">
          {note.text === '' ? '' : neutraliseText(plainNote(note.text.slice(0, 400)))}
        </span>
        <span className="hidden shrink-0 items-center gap-1 text-meta text-text-3 min-[1100px]:flex">
          <ActionKbd action="notes.comment" /> write
          <ActionKbd action="notes.worse" /> severity
          {range === null ? null : (
            <>
              <ActionKbd action="notes.edge-earlier" />
              <ActionKbd action="notes.edge-later" /> move its {range.edge}
            </>
          )}
        </span>
        <IconButton
          label="Leave the note"
          action="note-bar.leave"
          size="sm"
          icon={<X />}
          onClick={() => store.activate(null)}
        />
      </div>
      <div className="flex flex-wrap gap-1 pt-0.5">
        {shown.map((tag) => (
          <TagToggle
            key={tag.id}
            tag={tag}
            code={taxonomy.codeOf(tag.id)}
            pressed={note.tags.includes(tag.id)}
            onToggle={() => actions.toggleTag(tag.id)}
          />
        ))}
      </div>
      <LiveRegion>{`Note on ${neutraliseText(place)}`}</LiveRegion>
    </section>
  );
}

function BegunRange({ startMs }: { startMs: number }) {
  const { store } = useNotes();
  useKeys('note-bar', [{ action: 'leave', run: () => store.mark(null) }]);
  const place = anchorWords({ on: 'point', atMs: startMs });
  return (
    <section
      aria-label="Range being marked"
      className="flex h-8 shrink-0 items-center gap-2 border-line border-t bg-surface-0 px-3"
    >
      <span className="min-w-0 flex-1 truncate">
        A range begins at <strong className="font-strong">{place}</strong>
      </span>
      <span className="hidden shrink-0 items-center gap-1 text-meta text-text-3 min-[1100px]:flex">
        <ActionKbd action="notes.out" /> ends it
        <ActionKbd action="notes.edge-earlier" />
        <ActionKbd action="notes.edge-later" /> move it
      </span>
      <IconButton
        label="Give up the range"
        action="note-bar.leave"
        size="sm"
        icon={<X />}
        onClick={() => store.mark(null)}
      />
      <LiveRegion>{`A range begins at ${place}`}</LiveRegion>
    </section>
  );
}
