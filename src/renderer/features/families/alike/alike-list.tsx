import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { FoundTurn, TurnsLikeAnswer, TurnsLikeQuestion } from '#shared/model/families.ts';
import { useKeys } from '../../../lib/keys.ts';
import { client, orpc, problemOf } from '../../../lib/rpc.ts';
import { EmptyState } from '../../../ui/feedback.tsx';
import { type AskedTurn, addFound, FoundTurnRow, turnHref } from '../found-turn.tsx';
import { moveRowFocus } from '../row-focus.ts';
import { RowList } from '../row-list.tsx';
import { useRowPages } from '../use-row-pages.ts';
import { useAlikeFocus } from './alike-focus.ts';

const ROW_PX = 132;
const rowsOf = ({ rows, total }: TurnsLikeAnswer) => ({ rows, total });
const isUnfinished = ({ index }: TurnsLikeAnswer) => index.indexed < index.total;

/** Turns alike, the likest first. Its keys lie over the call's while the focus is in it. */
export function AlikeList({
  question,
  asked,
  head,
}: {
  question: Omit<TurnsLikeQuestion, 'offset' | 'limit'>;
  asked: AskedTurn;
  /** Stands above the list. */
  head: ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [focused, setFocused] = useState(false);
  const page = useCallback(
    (at: { offset: number; limit: number }) => {
      const input = { ...question, ...at };
      return {
        queryKey: orpc.turns.like.queryKey({ input }),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.turns.like(input, { signal }),
      };
    },
    [question],
  );
  const pages = useRowPages<FoundTurn, TurnsLikeAnswer>(scroller, page, rowsOf, {
    rowPx: ROW_PX,
    unfinished: isUnfinished,
  });
  const chosen = pages.rowAt(active);
  const { asked: focusAsked, taken } = useAlikeFocus();
  const ready = pages.rowAt(0) !== undefined;
  useEffect(() => {
    if (!focusAsked || !ready) return;
    taken();
    moveRowFocus(scroller.current, 1);
  }, [focusAsked, ready, taken]);
  const enabled = focused;
  useKeys('alike-list', [
    { action: 'down', run: () => moveRowFocus(scroller.current, 1), enabled },
    { action: 'up', run: () => moveRowFocus(scroller.current, -1), enabled },
    {
      action: 'open',
      run: () => {
        if (chosen !== undefined) window.location.hash = turnHref(chosen);
      },
      enabled,
    },
    { action: 'compare', run: () => chosen !== undefined && addFound(chosen), enabled },
    {
      action: 'leave',
      run: () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
      enabled,
    },
  ]);
  if (pages.error !== null)
    return <EmptyState title="Turns could not be looked up">{problemOf(pages.error).message}</EmptyState>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only watches where the focus is
    <div
      className="flex min-h-0 flex-1 flex-col"
      onFocus={() => setFocused(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) setFocused(false);
      }}
    >
      <RowList
        label="Turns alike"
        pages={pages}
        scroller={scroller}
        active={focused ? active : -1}
        onActive={setActive}
        head={head}
      >
        {(row, here) => <FoundTurnRow turn={row} asked={asked} open={here} />}
      </RowList>
    </div>
  );
}
