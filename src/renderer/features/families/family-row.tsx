import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { FamiliesQuestion, Family } from '#shared/model/families.ts';
import { hrefOf } from '../../lib/router.ts';
import { Checkbox } from '../../ui/field.tsx';
import { formatShare } from './family-words.ts';
import { sortFamilies } from './list-question.ts';
import { NameField } from './name-field.tsx';
import { GapFiguresText } from './quantile-line.tsx';

const columns =
  'grid items-center gap-x-3 px-4 grid-cols-[1.5rem_minmax(10rem,44rem)_4rem_4rem_3.5rem_4.5rem_10.5rem_10.5rem] max-[1000px]:grid-cols-[1.5rem_minmax(8rem,1fr)_4rem_10.5rem]';
const wide = 'max-[1000px]:hidden';

type SortKey = FamiliesQuestion['sort']['key'];

const heads: readonly { name: string; hint: string; sort: SortKey | null; wide: boolean }[] = [
  {
    name: 'Turns',
    hint: 'Turns of the family, and their share of all agent turns counted here',
    sort: 'turns',
    wide: false,
  },
  { name: 'Calls', hint: 'Calls they are in', sort: null, wide: true },
  { name: 'Vers.', hint: 'Versions of the agent that say it', sort: 'versions', wide: true },
  { name: 'Wordings', hint: 'Ways in which it is said', sort: 'wordings', wide: true },
  { name: 'Reported p50 / p90', hint: 'Median and 90th percentile of the reported gaps', sort: 'reported', wide: true },
  {
    name: 'Measured p50 / p90',
    hint: 'Median and 90th percentile of the gaps measured in the sound',
    sort: 'measured',
    wide: false,
  },
];

/** The columns' names; pressing one sorts by it. */
export function FamilyRowHeader({ sort }: { sort: FamiliesQuestion['sort'] }) {
  return (
    <fieldset className={`${columns} shrink-0 border-line border-b py-1 pr-[calc(1rem+10px)] text-meta text-text-3`}>
      <legend className="sr-only">Sort families by</legend>
      <span />
      <span>
        <SortButton name="Name" hint="What the family is called" of="name" sort={sort} />
      </span>
      {heads.map((head) => (
        <span key={head.name} className={`text-right ${head.wide ? wide : ''}`}>
          {head.sort === null ? (
            <span title={head.hint}>{head.name}</span>
          ) : (
            <SortButton name={head.name} hint={head.hint} of={head.sort} sort={sort} />
          )}
        </span>
      ))}
    </fieldset>
  );
}

function SortButton({
  name,
  hint,
  of,
  sort,
}: {
  name: string;
  hint: string;
  of: SortKey;
  sort: FamiliesQuestion['sort'];
}) {
  const on = sort.key === of;
  return (
    <button
      type="button"
      title={hint}
      aria-pressed={on}
      onClick={() => sortFamilies(of)}
      className="inline-flex min-h-6 items-center gap-0.5 rounded-sm hover:text-text-1 aria-pressed:font-strong aria-pressed:text-text-1 [&_svg]:size-3"
    >
      {name}
      {on ? (
        sort.descending ? (
          <ArrowDown role="img" aria-label="largest first" />
        ) : (
          <ArrowUp role="img" aria-label="smallest first" />
        )
      ) : null}
    </button>
  );
}

/** One family of the list. */
export function FamilyRow({
  family,
  turns,
  selected,
  renaming,
  onToggle,
  onRenamed,
}: {
  family: Family;
  /** Agent turns counted here, of which the family has a share. */
  turns: number;
  selected: boolean;
  renaming: boolean;
  onToggle: () => void;
  onRenamed: (name: string | null) => void;
}) {
  const name = neutraliseText(family.name);
  return (
    <div className={`${columns} min-h-11 tabular-nums`}>
      <Checkbox
        label={<span className="sr-only">Select {name}</span>}
        checked={selected}
        onChange={onToggle}
        className="w-6"
      />
      <div className="min-w-0">
        {renaming ? (
          <NameField name={family.name} onDone={onRenamed} className="w-full" />
        ) : (
          <a
            data-row-link
            href={hrefOf({ name: 'families', id: family.id })}
            className="block min-h-6 truncate rounded-sm font-strong leading-6 hover:underline"
          >
            <bdi>{name}</bdi>
          </a>
        )}
        <div className="truncate text-meta text-text-3">
          <bdi>{neutraliseText(family.agentName ?? 'Unnamed agent')}</bdi>
          {family.named ? ' · named by a person' : ''}
        </div>
      </div>
      <div className="text-right">
        {formatCount(family.turns)}
        <div className="text-meta text-text-3">{turns === 0 ? '' : formatShare(family.turns / turns)}</div>
      </div>
      <Cell>
        {formatCount(family.calls)}
        <span className="sr-only"> calls</span>
      </Cell>
      <Cell>
        {formatCount(family.versions)}
        <span className="sr-only"> versions</span>
      </Cell>
      <Cell>
        {formatCount(family.wordings)}
        <span className="sr-only"> wordings</span>
      </Cell>
      <Cell>
        <span className="sr-only">reported </span>
        <GapFiguresText gaps={family.reported} kind="reported" />
      </Cell>
      <div className="text-right">
        <span className="sr-only">measured </span>
        <GapFiguresText gaps={family.measured} kind="measured" />
      </div>
    </div>
  );
}

function Cell({ children }: { children: ReactNode }) {
  return <div className={`text-right ${wide}`}>{children}</div>;
}
