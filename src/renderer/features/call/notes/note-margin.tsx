import type { Note } from '#shared/logic/notes/place-notes.ts';
import { worseSeverity } from '#shared/logic/notes/tags.ts';
import type { Severity } from '#shared/model/review/items.ts';
import { cx } from '../../../ui/cx.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { tagText } from '../../taxonomy/tag-chip.tsx';
import { useNotes, useNotesState } from './notes-context.tsx';
import { SeverityMark, severityWord } from './severity-mark.tsx';

const MOST_TAGS = 2;
const none: readonly Note[] = [];

/** The notes of a turn in the transcript's margin: how many, the worst of them, their tags. Goes to the first, then to the next. */
export function TurnMargin({ position }: { position: number }) {
  return <Margin notes={useNotes().margin.turns.get(position) ?? none} />;
}

/** The notes of a tool call in the margin. */
export function ToolMargin({ position }: { position: number }) {
  return <Margin notes={useNotes().margin.tools.get(position) ?? none} />;
}

function Margin({ notes }: { notes: readonly Note[] }) {
  const { actions, taxonomy, store } = useNotes();
  const active = useNotesState(({ activeId }) => activeId !== null && notes.some(({ id }) => id === activeId));
  if (notes.length === 0) return null;
  const open = notes.filter(({ resolved }) => !resolved);
  const worst = open.reduce<Severity | null>((so, { severity }) => worseSeverity(so, severity), null);
  const tags = [...new Set(notes.flatMap((note) => note.tags))].map((id) => taxonomy.find(id));
  const words = [
    notes.length === 1 ? '1 note' : `${notes.length} notes`,
    ...(open.length === 0 ? ['resolved'] : [severityWord(worst).toLowerCase()]),
    ...tags.map(({ name }) => name),
  ].join(', ');
  return (
    <Tooltip content={words}>
      <button
        type="button"
        aria-label={words}
        onClick={(event) => {
          event.stopPropagation();
          const at = notes.findIndex(({ id }) => id === store.getState().activeId);
          const next = notes[(at + 1) % notes.length];
          if (next !== undefined) actions.goTo(next);
          store.setState(({ listAsked }) => ({ listAsked: listAsked + 1 }));
        }}
        className={cx(
          'inline-flex h-6 min-w-6 items-center gap-1 rounded-sm border border-transparent px-1 text-meta text-text-2 hover:bg-surface-3',
          active && 'border-note bg-surface-3',
          open.length === 0 && 'opacity-70',
        )}
      >
        <SeverityMark severity={worst} className="size-2.5" />
        {notes.length > 1 ? <span>{notes.length}</span> : null}
        {tags.slice(0, MOST_TAGS).map((tag) => (
          <span key={tag.id} aria-hidden className={cx('font-strong max-[1000px]:hidden', tagText[tag.colour])}>
            {taxonomy.codeOf(tag.id)}
          </span>
        ))}
        {tags.length > MOST_TAGS ? (
          <span aria-hidden className="max-[1000px]:hidden">
            +{tags.length - MOST_TAGS}
          </span>
        ) : null}
      </button>
    </Tooltip>
  );
}
