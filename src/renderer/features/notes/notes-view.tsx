import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { severities } from '#shared/logic/notes/tags.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { NoteQuery } from '#shared/model/review/note-search.ts';
import { useKeys } from '../../lib/keys.ts';
import { navigate } from '../../lib/router.ts';
import { orpc } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Input, Select } from '../../ui/field.tsx';
import { severityWord } from '../call/notes/severity-mark.tsx';
import { usePeople } from '../call/notes/use-people.ts';
import { useItems, useReview } from '../review-work/use-review.ts';
import { useTaxonomy } from '../taxonomy/use-taxonomy.ts';
import { FoundNotes } from './found-notes.tsx';

const anyNote: NoteQuery = { text: '', tags: [], severities: [], authors: [], state: 'all' };

/** The annotations of all calls: searched, and opened at their place. */
export function NotesView() {
  const [query, setQuery] = useState(anyNote);
  const asked = useDeferredValue(query);
  const textRef = useRef<HTMLInputElement>(null);
  const set = (part: Partial<NoteQuery>) => setQuery({ ...query, ...part });
  useKeys('notes-search', [
    { action: 'text', run: () => textRef.current?.focus() },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);
  const total = useQuery({
    ...orpc.notes.search.queryOptions({ input: { query: asked, offset: 0, limit: 100 } }),
    placeholderData: (before) => before,
  }).data?.total;
  return (
    <div className="flex h-full flex-col">
      <search
        aria-label="Search notes"
        className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-4 py-2"
      >
        <h1 className="font-strong text-title">Notes of all calls</h1>
        <span className="relative">
          <Search aria-hidden className="pointer-events-none absolute top-1.5 left-2 size-4 text-text-3" />
          <Input
            ref={textRef}
            type="search"
            dir="auto"
            aria-label="Words in notes"
            placeholder="Words in notes"
            className="w-64 pl-7"
            maxLength={200}
            value={query.text}
            onChange={(event) => set({ text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' && event.key !== 'ArrowDown') return;
              event.currentTarget.blur();
              event.preventDefault();
            }}
          />
        </span>
        <Filters query={query} set={set} />
        <span role="status" className="ml-auto text-text-2">
          {total === undefined ? '' : total === 1 ? '1 note' : `${formatCount(total)} notes`}
        </span>
        {query === anyNote ? null : (
          <Button size="sm" onClick={() => setQuery(anyNote)}>
            Show all
          </Button>
        )}
      </search>
      <FoundNotes query={asked} isAll={asked === anyNote} />
    </div>
  );
}

function Filters({ query, set }: { query: NoteQuery; set: (part: Partial<NoteQuery>) => void }) {
  const taxonomy = useTaxonomy();
  const nameOf = usePeople();
  const people = useItems(useReview(null), 'reviewer');
  const one = (value: string) => (value === '' ? [] : [value]);
  return (
    <>
      <Select
        aria-label="Tag"
        className="max-w-48"
        value={query.tags[0] ?? ''}
        onChange={(event) => set({ tags: one(event.target.value) })}
      >
        <option value="">Any tag</option>
        {taxonomy.tags.map((tag) => (
          <option key={tag.id} value={tag.id}>
            {neutraliseText(tag.name)}
            {tag.retired ? ' (retired)' : ''}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Severity"
        value={query.severities[0] ?? ''}
        onChange={(event) => {
          const found = [...severities, 'none' as const].find((severity) => severity === event.target.value);
          set({ severities: found === undefined ? [] : [found] });
        }}
      >
        <option value="">Any severity</option>
        {severities.map((severity) => (
          <option key={severity} value={severity}>
            {severityWord(severity)}
          </option>
        ))}
        <option value="none">{severityWord(null)}</option>
      </Select>
      <Select
        aria-label="State"
        value={query.state}
        onChange={(event) => set({ state: event.target.value as NoteQuery['state'] })}
      >
        <option value="all">Open and resolved</option>
        <option value="open">Open</option>
        <option value="resolved">Resolved</option>
      </Select>
      {people.length < 2 ? null : (
        <Select
          aria-label="Author"
          className="max-w-44"
          value={query.authors[0] ?? ''}
          onChange={(event) => set({ authors: one(event.target.value) })}
        >
          <option value="">Anybody</option>
          {people.map(({ id }) => (
            <option key={id} value={id}>
              {neutraliseText(nameOf(id))}
            </option>
          ))}
        </Select>
      )}
    </>
  );
}
