import { useCallback, useRef, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import type { FamilyTurnsQuestion, FoundTurn } from '#shared/model/families.ts';
import type { CallFilter } from '#shared/model/list.ts';
import { useKeys } from '../../lib/keys.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/feedback.tsx';
import { Select } from '../../ui/field.tsx';
import { addFound, FoundTurnRow } from './found-turn.tsx';
import { RowList } from './row-list.tsx';
import { useRowPages } from './use-row-pages.ts';
import type { ChosenVersion } from './version-table.tsx';

type Sort = FamilyTurnsQuestion['sort'];
interface Answer {
  rows: FoundTurn[];
  total: number;
}

const sortWords: Readonly<Record<Sort, string>> = {
  newest: 'Newest first',
  'slowest-measured': 'Longest measured gap first',
  'slowest-reported': 'Longest reported gap first',
};
const sorts = ['newest', 'slowest-measured', 'slowest-reported'] as const;
const ROW_PX = 112;
const rowsOf = ({ rows, total }: Answer) => ({ rows, total });
const never = () => false;

/** The turns of a family, of one wording or version when one is chosen; each opens in its call. */
export function FamilyTurns({
  id,
  filter,
  wording,
  version,
  onAll,
}: {
  id: string;
  filter: CallFilter;
  wording: string | null;
  version: ChosenVersion | null;
  onAll: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [sort, setSort] = useState<Sort>('newest');
  const [active, setActive] = useState(-1);
  const page = useCallback(
    (at: { offset: number; limit: number }) => {
      const input = {
        id,
        wording,
        version: version === null ? null : { version: version.version },
        filter,
        sort,
        ...at,
      };
      return {
        queryKey: orpc.families.turns.queryKey({ input }),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.families.turns(input, { signal }),
      };
    },
    [id, wording, version, filter, sort],
  );
  const pages = useRowPages<FoundTurn, Answer>(scroller, page, rowsOf, { rowPx: ROW_PX, unfinished: never });
  useKeys('family', [
    {
      action: 'compare',
      run: () => {
        const turn = pages.rowAt(active);
        if (turn !== undefined) addFound(turn);
      },
    },
  ]);
  const narrowed = wording !== null || version !== null;
  return (
    <div className="flex min-h-0 flex-col border-line border-l max-[1000px]:h-[32rem] max-[1000px]:border-t max-[1000px]:border-l-0">
      <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b px-3 py-2">
        <h2 className="font-strong">
          Turns{' '}
          <span className="font-normal text-text-3">
            ({pages.total === undefined ? '…' : formatCount(pages.total)})
          </span>
        </h2>
        {narrowed ? (
          <Button size="sm" onClick={onAll}>
            Show all of the family
          </Button>
        ) : null}
        <Select
          aria-label="Order of the turns"
          className="ml-auto"
          value={sort}
          onChange={({ target }) => setSort(sorts.find((one) => one === target.value) ?? 'newest')}
        >
          {sorts.map((one) => (
            <option key={one} value={one}>
              {sortWords[one]}
            </option>
          ))}
        </Select>
      </div>
      {pages.error !== null ? (
        <EmptyState title="The turns could not be read">{problemOf(pages.error).message}</EmptyState>
      ) : pages.total === 0 ? (
        <EmptyState
          title="No turn of the family here"
          {...(narrowed ? { action: <Button onClick={onAll}>Show all of the family</Button> } : {})}
        >
          {narrowed ? 'No turn is in this wording and version.' : 'No call that is counted here has a turn of it.'}
        </EmptyState>
      ) : (
        <RowList label="Turns of the family" pages={pages} scroller={scroller} active={active} onActive={setActive}>
          {(turn, here) => <FoundTurnRow turn={{ ...turn, familyName: null }} asked={null} open={here} />}
        </RowList>
      )}
    </div>
  );
}
