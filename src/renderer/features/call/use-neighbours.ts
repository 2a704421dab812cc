import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useListQuestion } from '../../lib/list-state.ts';
import { callRoute, navigate } from '../../lib/router.ts';
import { orpc } from '../../lib/rpc.ts';
import { prefetchCall } from './prefetch.ts';

/** The calls beside this one in the list as the reader filtered and sorted it. */
export interface Neighbours {
  readonly previous: string | null;
  readonly next: string | null;
  /** Counted from 1; null when the call is not in that list. */
  readonly position: number | null;
  readonly total: number;
  /** Whether it was answered what stands beside this very call. */
  readonly known: boolean;
  go(direction: 1 | -1): void;
}

export function useNeighbours(callId: string): Neighbours {
  const question = useListQuestion();
  const { data, isPlaceholderData, isError } = useQuery(
    orpc.calls.neighbours.queryOptions({
      input: { id: callId, ...question },
      // The figures of the call before stay until the new ones are here: nothing jumps.
      placeholderData: keepPreviousData,
    }),
  );
  const known = isPlaceholderData ? undefined : data;
  const previous = known?.previous ?? null;
  const next = known?.next ?? null;
  const queries = useQueryClient();
  useEffect(() => {
    // The next call opens at once: reviewers go through a list one by one.
    for (const id of [next, previous]) {
      if (id !== null) void prefetchCall(queries, id);
    }
  }, [queries, next, previous]);
  return {
    previous,
    next,
    position: data !== undefined && data.position >= 0 ? data.position + 1 : null,
    total: data?.total ?? 0,
    known: isError || known !== undefined,
    go(direction) {
      const id = direction === 1 ? next : previous;
      // Without a step in the history: back means the list, not the call before.
      if (id !== null) navigate(callRoute(id), { replace: true });
    },
  };
}
