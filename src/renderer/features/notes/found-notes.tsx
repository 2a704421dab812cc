import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { StickyNote } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { absent, formatDateTime } from '#shared/logic/format.ts';
import { anchorWords } from '#shared/logic/notes/anchor-words.ts';
import { plainNote } from '#shared/logic/notes/markdown.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { Anchor } from '#shared/model/review/anchor.ts';
import type { FoundNote, NoteQuery } from '#shared/model/review/note-search.ts';
import { versionLabel } from '../../lib/call-words.ts';
import { useKeys } from '../../lib/keys.ts';
import { leaveNoteToOpen } from '../../lib/note-to-open.ts';
import { callRoute, navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { cx } from '../../ui/cx.ts';
import { EmptyState } from '../../ui/feedback.tsx';
import { SeverityMark } from '../call/notes/severity-mark.tsx';
import { usePeople } from '../call/notes/use-people.ts';
import { TagChip } from '../taxonomy/tag-chip.tsx';
import { type Taxonomy, useTaxonomy } from '../taxonomy/use-taxonomy.ts';

const PAGE = 100;
const ROW_PX = 48;

/** Where a note is heard, ms; null where it has no time of its own. */
function timeOf(anchor: Anchor | null): number | null {
  switch (anchor?.on) {
    case 'turn':
    case 'text':
      return anchor.turn.startMs;
    case 'point':
      return anchor.atMs;
    case 'range':
      return anchor.startMs;
    case 'tool':
      return anchor.tool.startMs;
    default:
      return null;
  }
}

function openNote(note: FoundNote): void {
  if (note.callId === null || !note.callIsHere) return;
  leaveNoteToOpen(note.callId, note.id);
  navigate(callRoute(note.callId, timeOf(note.anchor)));
}

/** What was found, by windows: only what is in sight is asked for and mounted. */
export function FoundNotes({ query, isAll }: { query: NoteQuery; isAll: boolean }) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const taxonomy = useTaxonomy();
  const nameOf = usePeople();
  const [at, setAt] = useState(0);
  const [known, setKnown] = useState(0);
  const virtualizer = useVirtualizer({
    count: known,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const rows = virtualizer.getVirtualItems();
  const firstPage = Math.floor((rows[0]?.index ?? 0) / PAGE);
  const lastPage = Math.floor((rows.at(-1)?.index ?? 0) / PAGE);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, i) => firstPage + i);
  const answers = useQueries({
    queries: pages.map((page) => ({
      ...orpc.notes.search.queryOptions({ input: { query, offset: page * PAGE, limit: PAGE } }),
      placeholderData: (before: { rows: FoundNote[]; total: number; offset: number } | undefined) => before,
    })),
  });
  const total = answers[0]?.data?.total;
  useEffect(() => {
    if (total !== undefined) setKnown(total);
  }, [total]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first answer
  useEffect(() => {
    setAt(0);
    scrollerRef.current?.scrollTo({ top: 0 });
  }, [query]);
  const noteAt = (index: number): FoundNote | undefined => {
    const data = answers[Math.floor(index / PAGE) - firstPage]?.data;
    return data === undefined ? undefined : data.rows[index - data.offset];
  };
  const move = (by: 1 | -1) => {
    const next = Math.min(Math.max(0, at + by), known - 1);
    setAt(next);
    virtualizer.scrollToIndex(next);
  };
  const chosen = noteAt(at);
  useKeys('notes-search', [
    { action: 'open', run: () => chosen !== undefined && openNote(chosen) },
    { action: 'up', run: () => move(-1) },
    { action: 'down', run: () => move(1) },
  ]);

  const error = answers.find((answer) => answer.error !== null)?.error ?? null;
  if (error !== null)
    return <EmptyState title="The notes could not be searched">{problemOf(error).message}</EmptyState>;
  if (total === 0) {
    return isAll ? (
      <EmptyState icon={<StickyNote />} title="No notes yet">
        Notes that are made on calls are found here, whichever call they are on.
      </EmptyState>
    ) : (
      <EmptyState icon={<StickyNote />} title="No note is like that" />
    );
  }
  return (
    <section
      ref={scrollerRef}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Notes found"
      className="min-h-0 flex-1 overflow-auto"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist */}
      <div role="list" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => (
          // biome-ignore lint/a11y/useSemanticElements: see the list
          <div
            role="listitem"
            key={row.key}
            aria-setsize={known}
            aria-posinset={row.index + 1}
            aria-current={row.index === at ? 'true' : undefined}
            className={cx(
              'absolute top-0 left-0 w-full border-line/60 border-b px-4',
              row.index === at && 'call-row-active',
            )}
            style={{ height: ROW_PX, transform: `translateY(${row.start}px)` }}
          >
            <FoundRow note={noteAt(row.index)} taxonomy={taxonomy} nameOf={nameOf} />
          </div>
        ))}
      </div>
    </section>
  );
}

function FoundRow({
  note,
  taxonomy,
  nameOf,
}: {
  note: FoundNote | undefined;
  taxonomy: Taxonomy;
  nameOf: (id: string) => string;
}) {
  if (note === undefined) {
    return <span aria-hidden className="mt-4 block h-2 w-2/3 rounded-sm bg-surface-3" />;
  }
  const place = neutraliseText(note.anchor === null ? 'whole call' : anchorWords(note.anchor));
  const call = [
    note.agentName ?? (note.callIsHere ? 'Unnamed agent' : 'A call that is not here'),
    ...(note.agentVersion === null ? [] : [versionLabel(note.agentVersion)]),
    note.callStartMs === null ? absent : formatDateTime(note.callStartMs, undefined, Date.now()),
  ].join(' · ');
  return (
    <div className={cx('flex h-full flex-col justify-center', note.resolved && 'text-text-3')}>
      <div className="flex items-center gap-2">
        <SeverityMark severity={note.severity} />
        <button
          type="button"
          disabled={!note.callIsHere}
          title={
            note.callIsHere ? undefined : 'This call is not in this workspace; the note is kept for when it comes.'
          }
          onClick={() => openNote(note)}
          className="min-h-6 min-w-0 max-w-[34ch] shrink-0 truncate rounded-sm text-left font-strong enabled:hover:underline"
        >
          <bdi>{place}</bdi>
        </button>
        <span dir="auto" className="min-w-0 flex-1 truncate">
          {neutraliseText(plainNote(note.excerpt)).replaceAll('\n', ' ')}
        </span>
        <span className="flex shrink-0 gap-1">
          {note.tags.slice(0, 3).map((id) => (
            <TagChip key={id} tag={taxonomy.find(id)} code={taxonomy.codeOf(id)} />
          ))}
          {note.tags.length > 3 ? <span className="text-meta text-text-3">+{note.tags.length - 3}</span> : null}
        </span>
      </div>
      <div className="flex gap-2 pl-5 text-meta text-text-3">
        <span className="truncate">{call}</span>
        <span className="ml-auto shrink-0">
          <bdi>{neutraliseText(nameOf(note.author))}</bdi>, {formatDateTime(note.createdMs, undefined, Date.now())}
          {note.resolved ? ', resolved' : ''}
        </span>
      </div>
    </div>
  );
}
