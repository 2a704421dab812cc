import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Plus, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { giveDigit, moveTag, type Tag } from '#shared/logic/notes/tags.ts';
import { tagColourSchema } from '#shared/model/review/items.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Input, Select } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import type { Change } from '../review-work/send-changes.ts';
import { tagText } from './tag-chip.tsx';
import { type Taxonomy, useTaxonomy } from './use-taxonomy.ts';

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const tracks =
  'grid grid-cols-[1.75rem_minmax(6rem,1.8fr)_5.75rem_minmax(6rem,1.15fr)_3.25rem_4.5rem] items-center gap-1';

const change = (itemId: string, set: Change['set']): Change => ({ kind: 'tag', itemId, set });

/** The workspace's tags: their names, colours, root causes, digits and order. A tag that was used is retired, never deleted. */
export function TaxonomyEditor() {
  const taxonomy = useTaxonomy();
  const readOnly = useReadOnlyReason();
  const [withRetired, setWithRetired] = useState(false);
  const { tags, actions } = taxonomy;
  const shown = tags.filter((tag) => withRetired || !tag.retired);
  const retired = tags.filter((tag) => tag.retired).length;
  const causes = [...new Set(tags.map(({ cause }) => cause).filter((cause) => cause !== ''))];
  return (
    <section aria-label="Tags" className="flex flex-col gap-2">
      <p className="text-text-2">
        Tags say in a word what is wrong. Colours and root causes group them, digits put them on. They are shared with
        colleagues when review work is.
      </p>
      <datalist id="tag-causes">
        {causes.map((cause) => (
          <option key={cause} value={cause} />
        ))}
      </datalist>
      <div aria-hidden className={cx(tracks, 'text-meta text-text-3')}>
        <span />
        <span>Name</span>
        <span>Colour</span>
        <span>Root cause</span>
        <span>Digit</span>
        <span />
      </div>
      {taxonomy.loading ? (
        // As tall as the tags of a new workspace, so that the settings below stay where they are.
        <Skeleton className="h-[956px]" />
      ) : (
        <ul className="flex flex-col gap-1">
          {shown.map((tag, at) => (
            <TagLine
              key={tag.id}
              tag={tag}
              first={at === 0}
              last={at === shown.length - 1}
              shown={shown}
              taxonomy={taxonomy}
            />
          ))}
        </ul>
      )}
      <NewTag taxonomy={taxonomy} disabledReason={readOnly} />
      <div className="flex flex-wrap items-center gap-3">
        {retired === 0 ? null : (
          <Checkbox
            label={`Show the ${retired === 1 ? 'retired one' : `${retired} retired ones`}`}
            checked={withRetired}
            onChange={() => setWithRetired(!withRetired)}
          />
        )}
        <Button size="sm" icon={<Undo2 />} onClick={() => void actions.undo()}>
          Undo the last change
        </Button>
      </div>
    </section>
  );
}

function TagLine({
  tag,
  first,
  last,
  shown,
  taxonomy,
}: {
  tag: Tag;
  first: boolean;
  last: boolean;
  shown: readonly Tag[];
  taxonomy: Taxonomy;
}) {
  const { tags, actions } = taxonomy;
  const set = (fields: Change['set']) => void actions.apply([change(tag.id, fields)]);
  const move = (by: 1 | -1) =>
    void actions.apply(moveTag(shown, tag.id, by).map(({ id, order }) => change(id, { order })));
  return (
    <li className={cx(tracks, tag.retired && 'opacity-75')} aria-label={tag.name}>
      <span aria-hidden className={cx('text-right font-strong text-meta', tagText[tag.colour])}>
        {taxonomy.codeOf(tag.id)}
      </span>
      <TextCell label="Name" stored={tag.name} required onSave={(name) => set({ name })} />
      <Select
        aria-label={`Colour of ${tag.name}`}
        value={tag.colour}
        onChange={(event) => set({ colour: event.target.value })}
      >
        {tagColourSchema.options.map((colour) => (
          <option key={colour} value={colour}>
            {colour}
          </option>
        ))}
      </Select>
      <TextCell label="Root cause" stored={tag.cause} list="tag-causes" onSave={(cause) => set({ cause })} />
      <Select
        aria-label={`Digit of ${tag.name}`}
        value={tag.key ?? ''}
        onChange={(event) => {
          const digit = event.target.value === '' ? null : Number(event.target.value);
          void actions.apply(giveDigit(tags, tag.id, digit).map(({ id, key }) => change(id, { key })));
        }}
      >
        <option value="">–</option>
        {digits.map((digit) => (
          <option key={digit} value={digit}>
            {digit}
          </option>
        ))}
      </Select>
      <span className="flex">
        <IconButton label="Up" size="sm" icon={<ArrowUp />} disabled={first} onClick={() => move(-1)} />
        <IconButton label="Down" size="sm" icon={<ArrowDown />} disabled={last} onClick={() => move(1)} />
        <IconButton
          label={tag.retired ? 'Use it again' : 'Retire: notes keep it, new ones cannot have it'}
          size="sm"
          icon={tag.retired ? <ArchiveRestore /> : <Archive />}
          onClick={() => set({ retired: !tag.retired })}
        />
      </span>
    </li>
  );
}

/** A text that is stored on leaving it or on Enter. */
function TextCell({
  label,
  stored,
  list,
  required = false,
  onSave,
}: {
  label: string;
  stored: string;
  list?: string;
  required?: boolean;
  onSave: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const store = () => {
    const text = typed?.trim() ?? stored;
    setTyped(null);
    if (text !== stored && !(required && text === '')) onSave(text);
  };
  return (
    <Input
      aria-label={label}
      dir="auto"
      list={list}
      title={stored}
      maxLength={200}
      autoComplete="off"
      value={typed ?? stored}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={store}
      onKeyDown={(event) => {
        if (event.key === 'Enter') store();
        else if (event.key === 'Escape' && typed !== null) {
          setTyped(null);
          event.stopPropagation();
        }
      }}
    />
  );
}

function NewTag({ taxonomy, disabledReason }: { taxonomy: Taxonomy; disabledReason: string | null }) {
  const { tags, actions } = taxonomy;
  const [name, setName] = useState('');
  const wanted = name.trim();
  const same = tags.find((tag) => tag.name.toLocaleLowerCase() === wanted.toLocaleLowerCase());
  const why = wanted === '' ? 'It needs a name' : same === undefined ? null : 'There is a tag of this name';
  const add = async () => {
    if (why !== null) return;
    const order = Math.max(0, ...tags.map((tag) => tag.order)) + 1;
    const done = await actions.apply([
      change(crypto.randomUUID(), { name: wanted, colour: 'grey', cause: '', order, retired: false }),
    ]);
    if (done !== null) setName('');
  };
  return (
    <div className="flex items-center gap-2">
      <Input
        aria-label="Name of a new tag"
        placeholder="New tag"
        dir="auto"
        className="w-60"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void add();
        }}
      />
      <Button icon={<Plus />} disabledReason={disabledReason ?? why} onClick={() => void add()}>
        Add
      </Button>
    </div>
  );
}
