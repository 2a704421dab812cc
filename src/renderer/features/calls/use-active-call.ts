import { useQueryClient } from '@tanstack/react-query';
import { type RefObject, useLayoutEffect } from 'react';
import type { CallRow } from '#shared/model/call.ts';
import { useListState } from '../../lib/list-state.ts';
import { orpc } from '../../lib/rpc.ts';
import { rowPx } from './columns.ts';
import { scrollToShow } from './grid-moves.ts';
import type { Question } from './use-call-pages.ts';

export interface ActiveCallOptions {
  question: Question;
  /** The rows are still those of the question before: no call of theirs is to be followed into the next. */
  busy: boolean;
  activeIndex: number;
  rowAt: (index: number) => CallRow | undefined;
  scrollRef: RefObject<HTMLDivElement | null>;
}

/**
 * Keeps the focus on a call, not on a row number: when a sync has put rows above it, or the reader has gone on to
 * another call in the call view, its new row is looked up and the rows in sight stay where they are.
 *
 * Answers with the call that keys are about, also while its row is being looked up; null = none, or none that is known yet.
 */
export function useActiveCall({ question, busy, activeIndex, rowAt, scrollRef }: ActiveCallOptions): string | null {
  const queries = useQueryClient();
  const activeId = useListState((state) => state.activeId);
  const idThere = rowAt(activeIndex)?.id ?? null;

  // The call view asked where its call stands: if that is so by these rows too, nothing needs to be asked again.
  const lookup = orpc.calls.neighbours.queryKey({ input: { id: activeId ?? '', ...question } });
  const saidAt = activeId === null || activeId === idThere ? -1 : (queries.getQueryData(lookup)?.position ?? -1);
  const foundAt = saidAt >= 0 && rowAt(saidAt)?.id === activeId ? saidAt : null;

  // Before the rows are drawn: a key that is pressed at once must find the call that was open, not the row of another.
  useLayoutEffect(() => {
    if (idThere === null || busy) return;
    if (activeId === null) {
      useListState.setState({ activeId: idThere });
      return;
    }
    if (activeId === idThere) return;
    let stale = false;
    const goTo = (position: number) => {
      useListState.setState({ activeIndex: position });
      const element = scrollRef.current;
      if (element === null) return;
      const shifted = element.scrollTop === 0 ? 0 : element.scrollTop + (position - activeIndex) * rowPx;
      element.scrollTop = scrollToShow(position, Math.max(0, shifted), element.clientHeight);
    };
    if (foundAt !== null) {
      goTo(foundAt);
      return;
    }
    const input = { id: activeId, ...question };
    queries
      .fetchQuery({ ...orpc.calls.neighbours.queryOptions({ input }), staleTime: 0, gcTime: 0 })
      .then(({ position }) => {
        if (stale) return;
        if (position < 0) useListState.setState({ activeId: idThere });
        else goTo(position);
      })
      // The call is not among these any more: the row keeps the focus, with the call that is there now.
      .catch(() => !stale && useListState.setState({ activeId: idThere }));
    return () => {
      stale = true;
    };
  }, [activeId, idThere, activeIndex, foundAt, question, busy, queries, scrollRef]);

  return activeId ?? idThere;
}
