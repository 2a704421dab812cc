import { Check, Link2, Pencil, RotateCcw, Trash2, Unlink } from 'lucide-react';
import { memo, useState } from 'react';
import { formatDateTime } from '#shared/logic/format.ts';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import type { Note } from '#shared/logic/notes/place-notes.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { TagChip } from '../../taxonomy/tag-chip.tsx';
import type { Taxonomy } from '../../taxonomy/use-taxonomy.ts';
import type { NoteActions } from './note-actions.ts';
import { NoteNotices } from './note-notices.tsx';
import { NoteText } from './note-text.tsx';
import type { NotesStore } from './notes-store.ts';
import { SeverityMark } from './severity-mark.tsx';

export interface NoteRowProps {
  note: Note;
  active: boolean;
  authorName: string;
  readOnly: string | null;
  /** Notes of the same problem. */
  linked: readonly Note[];
  taxonomy: Taxonomy;
  actions: NoteActions;
  store: NotesStore;
}

/** One note of the list: where, what, by whom, and what can be done with it. A click plays from there. */
export const NoteRow = memo(function NoteRow(props: NoteRowProps) {
  const { note, active, authorName, readOnly, linked, taxonomy, actions } = props;
  // Buttons with their hints are most of what a row costs, and only one row at a time is worked with.
  const [near, setNear] = useState(false);
  const place = neutraliseText(anchorWords(note.anchor, note));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: see below
    // biome-ignore lint/a11y/useKeyWithClickEvents: the place is the button for the keyboard; the row is a larger target
    <div
      aria-current={active ? 'true' : undefined}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setNear(false);
      }}
      onClick={(event) => {
        const onControl = event.target instanceof Element && event.target.closest('button, a') !== null;
        if (!onControl && window.getSelection()?.isCollapsed !== false) actions.playFrom(note);
      }}
      className={cx(
        'relative flex flex-col gap-1 border-line border-b py-1.5 pr-2 pl-3',
        active && 'bg-surface-2',
        note.resolved && 'text-text-3',
      )}
    >
      {active ? <span aria-hidden className="absolute inset-y-0 left-0 w-[3px] bg-note" /> : null}
      <div className="flex items-center gap-1.5">
        <SeverityMark severity={note.severity} />
        <button
          type="button"
          onClick={() => actions.playFrom(note)}
          className="min-h-6 min-w-0 flex-1 truncate rounded-sm text-left font-strong hover:underline"
        >
          <span className="sr-only">Play from </span>
          <bdi>{place}</bdi>
        </button>
        {note.resolved ? (
          <span className="inline-flex items-center gap-0.5 text-meta text-ok">
            <Check aria-hidden className="size-3" /> resolved
          </span>
        ) : null}
        {active || near ? <RowButtons {...props} /> : null}
      </div>
      <NoteNotices note={note} />
      {note.text === '' ? null : <NoteText text={note.text} />}
      {note.tags.length === 0 ? null : (
        <div className="flex flex-wrap gap-1">
          {note.tags.map((id) => (
            <TagChip key={id} tag={taxonomy.find(id)} code={taxonomy.codeOf(id)} />
          ))}
        </div>
      )}
      {linked.map((other) => (
        <div key={other.id} className="flex items-center gap-1 text-meta">
          <Link2 aria-hidden className="size-3 shrink-0 text-text-3" />
          <span className="shrink-0 text-text-3">Same problem as</span>
          <button
            type="button"
            onClick={() => actions.goTo(other)}
            className="min-h-6 min-w-0 truncate rounded-sm text-text-1 underline decoration-line-strong hover:decoration-current"
          >
            <bdi>{neutraliseText(anchorWords(other.anchor, other))}</bdi>
          </button>
          <IconButton
            label="Not the same problem"
            size="sm"
            disabledReason={readOnly}
            icon={<Unlink />}
            onClick={() => actions.unlink(note, other)}
          />
        </div>
      ))}
      <div className="text-meta text-text-3">
        <bdi>{neutraliseText(authorName)}</bdi>, {formatDateTime(note.createdMs, undefined, Date.now())}
        {note.updatedMs > note.createdMs ? ', changed since' : ''}
      </div>
    </div>
  );
});

function RowButtons({ note, readOnly, actions, store }: NoteRowProps) {
  return (
    <span className="flex">
      <IconButton
        label="Write"
        action="notes.comment"
        size="sm"
        disabledReason={readOnly}
        icon={<Pencil />}
        onClick={() => actions.edit(note)}
      />
      <IconButton
        label={note.resolved ? 'Open again' : 'Resolve'}
        action="notes.resolve"
        size="sm"
        disabledReason={readOnly}
        icon={note.resolved ? <RotateCcw /> : <Check />}
        onClick={() => actions.setResolved(note, !note.resolved)}
      />
      <IconButton
        label="Same problem as"
        size="sm"
        disabledReason={readOnly}
        icon={<Link2 />}
        onClick={() => store.setState({ linkFrom: note.id })}
      />
      <IconButton
        label="Delete"
        action="notes.delete"
        size="sm"
        disabledReason={readOnly}
        icon={<Trash2 />}
        onClick={() => actions.remove(note)}
      />
    </span>
  );
}
