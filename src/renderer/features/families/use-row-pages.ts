import { type QueryKey, useQueries } from '@tanstack/react-query';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useEffect, useState } from 'react';

const PAGE = 50;
/** While turns are still being read in, lists are asked for again this often, ms. */
const AGAIN_MS = 3000;

interface Page<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** Rows of a long list: only what is in sight is asked for and mounted. */
export interface RowPages<Row, Answer> {
  /** Tells how far below the scroller's beginning the list begins, px. */
  readonly setScrollMargin: (px: number) => void;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** The answer about the first rows in sight. */
  readonly answer: Answer | undefined;
  readonly error: Error | null;
  readonly total: number | undefined;
  rowAt(index: number): Row | undefined;
}

/** Follows a paged question. `options` gives the query of a page and must be steady; `read` finds the rows in its answer. */
export function useRowPages<Row, Answer>(
  scroller: RefObject<HTMLDivElement | null>,
  options: (page: { offset: number; limit: number }) => {
    queryKey: QueryKey;
    queryFn: (context: { signal: AbortSignal }) => Promise<Answer>;
  },
  read: (answer: Answer) => Page<Row>,
  { rowPx, unfinished }: { rowPx: number; unfinished: (answer: Answer) => boolean },
): RowPages<Row, Answer> {
  const [known, setKnown] = useState(0);
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtualizer = useVirtualizer({
    count: known,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 6,
    scrollMargin,
  });
  const rows = virtualizer.getVirtualItems();
  const first = Math.floor((rows[0]?.index ?? 0) / PAGE);
  const last = Math.floor((rows.at(-1)?.index ?? 0) / PAGE);
  const answers = useQueries({
    queries: Array.from({ length: last - first + 1 }, (_, i) => {
      const { queryKey, queryFn } = options({ offset: (first + i) * PAGE, limit: PAGE });
      return {
        queryKey,
        queryFn,
        refetchInterval: ({ state }: { state: { data: Answer | undefined } }) =>
          state.data !== undefined && unfinished(state.data) ? AGAIN_MS : (false as const),
      };
    }),
  });
  const answer = answers[0]?.data;
  const total = answer === undefined ? undefined : read(answer).total;
  useEffect(() => {
    if (total !== undefined) setKnown(total);
  }, [total]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its first answer
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [options, scroller]);
  const rowAt = useCallback(
    (index: number): Row | undefined => {
      const data = answers[Math.floor(index / PAGE) - first]?.data;
      return data === undefined ? undefined : read(data).rows[index % PAGE];
    },
    [answers, first, read],
  );
  return {
    setScrollMargin,
    virtualizer,
    answer,
    error: answers.find((one) => one.error !== null)?.error ?? null,
    total,
    rowAt,
  };
}
