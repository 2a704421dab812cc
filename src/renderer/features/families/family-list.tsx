import { MessagesSquare, TriangleAlert } from 'lucide-react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import type { FamiliesAnswer, Family } from '#shared/model/families.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { useListQuestion } from '../../lib/list-state.ts';
import { navigate } from '../../lib/router.ts';
import { client, orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ProgressBar } from '../../ui/feedback.tsx';
import { toast } from '../../ui/toast-store.ts';
import { FamilyFilters } from './family-filters.tsx';
import { FamilyRow, FamilyRowHeader } from './family-row.tsx';
import { formatShare, indexWords } from './family-words.ts';
import { useFamilyList } from './list-question.ts';
import { MergeDialog } from './merge-dialog.tsx';
import { moveRowFocus } from './row-focus.ts';
import { RowList } from './row-list.tsx';
import { useFamilyEdits } from './use-family-edits.ts';
import { useRowPages } from './use-row-pages.ts';

const ROW_PX = 44;
const rowsOf = ({ families, total }: FamiliesAnswer) => ({ rows: families, total });
const isUnfinished = ({ index }: FamiliesAnswer) => index.indexed < index.total;
const everything = {};

/** All families under the filters: sorted, searched, renamed in place, selected and merged. */
export function FamilyList() {
  const scroller = useRef<HTMLDivElement>(null);
  const textRef = useRef<HTMLInputElement>(null);
  const state = useFamilyList();
  const list = useListQuestion().filter;
  const text = useDeferredValue(state.text);
  const { agent, sort, listFilter } = state;
  const question = useMemo(
    () => ({ agent, sort, text, filter: listFilter ? list : everything }),
    [agent, sort, text, listFilter, list],
  );
  const page = useCallback(
    (at: { offset: number; limit: number }) => {
      const input = { ...question, ...at };
      return {
        queryKey: orpc.families.list.queryKey({ input }),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.families.list(input, { signal }),
      };
    },
    [question],
  );
  const pages = useRowPages<Family, FamiliesAnswer>(scroller, page, rowsOf, {
    rowPx: ROW_PX,
    unfinished: isUnfinished,
  });
  const [active, setActive] = useState(0);
  const [selected, setSelected] = useState<ReadonlyMap<string, Family>>(new Map());
  const [renaming, setRenaming] = useState<string | null>(null);
  const [merging, setMerging] = useState(false);
  const readOnly = useReadOnlyReason();
  const edits = useFamilyEdits();
  const chosen = pages.rowAt(active);
  const writable = readOnly === null;
  const toggle = (family: Family) => {
    const next = new Map(selected);
    if (!next.delete(family.id)) next.set(family.id, family);
    setSelected(next);
  };
  const merge = () => {
    const agents = new Set([...selected.values()].map((family) => family.agent));
    if (selected.size < 2) toast.info('Select two or more families of one agent first, with X or their boxes.');
    else if (agents.size > 1) toast.error('Families of two agents cannot be merged. Select those of one agent.');
    else setMerging(true);
  };
  useKeys('families', [
    { action: 'text', run: () => textRef.current?.select() },
    { action: 'down', run: () => moveRowFocus(scroller.current, 1) },
    { action: 'up', run: () => moveRowFocus(scroller.current, -1) },
    { action: 'open', run: () => chosen !== undefined && navigate({ name: 'families', id: chosen.id }) },
    { action: 'select', run: () => chosen !== undefined && toggle(chosen) },
    { action: 'rename', run: () => chosen !== undefined && setRenaming(chosen.id), enabled: writable },
    { action: 'merge', run: merge, enabled: writable },
    { action: 'undo', run: () => void edits.undo(), enabled: writable },
    { action: 'redo', run: () => void edits.redo(), enabled: writable },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);
  const { answer, error } = pages;
  return (
    <div className="relative flex h-full flex-col">
      <FamilyFilters textRef={textRef} agents={answer?.agents ?? []}>
        <Button disabledReason={readOnly} onClick={merge}>
          {selected.size < 2 ? 'Merge' : `Merge ${formatCount(selected.size)}`}
        </Button>
        {selected.size === 0 ? null : (
          <Button variant="ghost" onClick={() => setSelected(new Map())}>
            Select none
          </Button>
        )}
      </FamilyFilters>
      {answer === undefined ? null : <Covered answer={answer} />}
      {error !== null ? (
        <EmptyState icon={<TriangleAlert />} title="The families could not be read">
          {problemOf(error).message}
        </EmptyState>
      ) : answer !== undefined && pages.total === 0 ? (
        <NoFamily answer={answer} narrowed={text !== '' || agent !== null || listFilter} />
      ) : (
        <>
          <FamilyRowHeader sort={sort} />
          <RowList label="Families" pages={pages} scroller={scroller} active={active} onActive={setActive}>
            {(family) => (
              <FamilyRow
                family={family}
                turns={answer?.turns ?? 0}
                selected={selected.has(family.id)}
                renaming={renaming === family.id}
                onToggle={() => toggle(family)}
                onRenamed={(name) => {
                  setRenaming(null);
                  if (name !== null) void edits.rename(family.id, name);
                }}
              />
            )}
          </RowList>
        </>
      )}
      {merging ? (
        <MergeDialog
          families={[...selected.values()]}
          onMerge={(from, into) => {
            setSelected(new Map());
            void edits.merge(from, into.id, into.name);
          }}
          onClose={() => setMerging(false)}
        />
      ) : null}
    </div>
  );
}

/** How many of the agents' turns are in a family, and how far the index has come. */
function Covered({ answer: { total, turns, placed, index } }: { answer: FamiliesAnswer }) {
  const reading = indexWords(index);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-1.5 text-text-2"
    >
      <span>
        {formatCount(total)} {total === 1 ? 'family' : 'families'}
      </span>
      {turns === 0 ? null : (
        <span title="Turns that say nothing but names and numbers, or nothing at all, are in no family.">
          {formatCount(placed)} of {formatCount(turns)} agent turns are in a family ({formatShare(placed / turns)})
        </span>
      )}
      {reading === null ? null : (
        <span className="flex items-center gap-2 text-text-3">
          {reading}
          <ProgressBar label="Turns read in" done={index.indexed} total={index.total} className="w-32" />
        </span>
      )}
    </div>
  );
}

function NoFamily({ answer: { index }, narrowed }: { answer: FamiliesAnswer; narrowed: boolean }) {
  if (narrowed) {
    return (
      <EmptyState
        icon={<MessagesSquare />}
        title="No family is like that"
        action={
          <Button onClick={() => useFamilyList.setState({ agent: null, text: '', listFilter: false })}>Show all</Button>
        }
      >
        No family of the calls counted here has such a name.
      </EmptyState>
    );
  }
  return index.indexed < index.total ? (
    <EmptyState icon={<MessagesSquare />} title="Turns are being read in">
      Families appear here as calls are read in: {formatCount(index.indexed)} of {formatCount(index.total)} so far.
    </EmptyState>
  ) : (
    <EmptyState icon={<MessagesSquare />} title="No families yet">
      What an agent says again and again is a family. There is none until calls with transcripts have been synced.
    </EmptyState>
  );
}
