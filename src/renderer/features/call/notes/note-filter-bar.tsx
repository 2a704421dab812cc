import { SlidersHorizontal } from 'lucide-react';
import { formatCount } from '#shared/logic/format.ts';
import { isFiltered, type NoteFilter, needsLook, noNoteFilter } from '#shared/logic/notes/filter-notes.ts';
import { severities } from '#shared/logic/notes/tags.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox, Input, Select } from '../../../ui/field.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { useNotes, useNotesState } from './notes-context.tsx';
import { severityWord } from './severity-mark.tsx';
import { usePeople } from './use-people.ts';

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** Which notes are listed: by words, state, severity, tags and author. */
export function NoteFilterBar({ shown }: { shown: number }) {
  const { notes, store } = useNotes();
  const filter = useNotesState((state) => state.filter);
  const set = (part: Partial<NoteFilter>) => store.setState({ filter: { ...filter, ...part } });
  const toLook = notes.some(needsLook);
  const more = filter.tags.length + filter.severities.length + filter.authors.length;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-line border-b px-3 py-1.5">
      <Input
        type="search"
        dir="auto"
        aria-label="Words in notes"
        placeholder="Words in notes"
        className="w-32 flex-1"
        maxLength={200}
        value={filter.text}
        onChange={(event) => set({ text: event.target.value })}
      />
      <Select
        aria-label="State"
        value={filter.state}
        onChange={(event) => set({ state: event.target.value as NoteFilter['state'] })}
      >
        <option value="all">All</option>
        <option value="open">Open</option>
        <option value="resolved">Resolved</option>
        {toLook || filter.state === 'check' ? <option value="check">Needs a look</option> : null}
      </Select>
      <Popover
        label="More filters"
        align="end"
        trigger={
          <Button size="md" icon={<SlidersHorizontal />}>
            {more === 0 ? 'Filter' : `Filter (${more})`}
          </Button>
        }
      >
        <MoreFilters filter={filter} set={set} />
      </Popover>
      {isFiltered(filter) ? (
        <span role="status" className="flex items-center gap-1.5 text-text-2">
          {formatCount(shown)} of {formatCount(notes.length)}
          <Button size="sm" variant="ghost" onClick={() => store.setState({ filter: noNoteFilter })}>
            Show all
          </Button>
        </span>
      ) : null}
    </div>
  );
}

function MoreFilters({ filter, set }: { filter: NoteFilter; set: (part: Partial<NoteFilter>) => void }) {
  const { notes, taxonomy } = useNotes();
  const nameOf = usePeople();
  const used = new Set(notes.flatMap(({ tags }) => tags));
  const tags = [...used].map((id) => taxonomy.find(id)).sort((a, b) => a.order - b.order);
  const authors = [...new Set(notes.map(({ author }) => author))];
  return (
    <div className="flex w-72 flex-col gap-2">
      <fieldset>
        <legend className="text-meta text-text-3">Severity</legend>
        {[...severities, 'none' as const].map((severity) => (
          <Checkbox
            key={severity}
            label={severityWord(severity === 'none' ? null : severity)}
            checked={filter.severities.includes(severity)}
            onChange={() => set({ severities: toggled(filter.severities, severity) })}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend className="text-meta text-text-3">Tags</legend>
        {tags.map((tag) => (
          <Checkbox
            key={tag.id}
            label={neutraliseText(tag.name)}
            checked={filter.tags.includes(tag.id)}
            onChange={() => set({ tags: toggled(filter.tags, tag.id) })}
          />
        ))}
        <Checkbox
          label="Without a tag"
          checked={filter.tags.includes('none')}
          onChange={() => set({ tags: toggled(filter.tags, 'none') })}
        />
      </fieldset>
      {authors.length < 2 ? null : (
        <fieldset>
          <legend className="text-meta text-text-3">Author</legend>
          {authors.map((author) => (
            <Checkbox
              key={author}
              label={neutraliseText(nameOf(author))}
              checked={filter.authors.includes(author)}
              onChange={() => set({ authors: toggled(filter.authors, author) })}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
}
