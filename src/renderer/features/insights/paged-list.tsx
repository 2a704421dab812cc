import { type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKeys } from '../../lib/keys.ts';
import { problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/feedback.tsx';

export const PAGE = 100;

/**
 * A list of any length behind a figure: only what is in sight is asked for and mounted. The list has the focus, one line is
 * active in it.
 */
export function PagedList<A extends { total: number }, R>({
  label,
  rowPx,
  pageOptions,
  rowsOf,
  onOpen,
  onCompare,
  onClose,
  onTotal,
  children,
}: {
  label: string;
  rowPx: number;
  /** The question for a page, counted from 0. */
  pageOptions: (page: number) => UseQueryOptions<A, Error, A, readonly unknown[]>;
  rowsOf: (answer: A) => readonly R[];
  onOpen: (row: R) => void;
  onCompare: (row: R) => void;
  onClose: () => void;
  /** Says how many there are, once it is known. */
  onTotal: (answer: A) => void;
  children: (row: R, open: () => void) => ReactNode;
}) {
  const scrollerRef = useRef<HTMLElement>(null);
  const [at, setAt] = useState(0);
  const [known, setKnown] = useState(0);
  const virtualizer = useVirtualizer({
    count: known,
    getScrollElement: () => scrollerRef.current,
    estimateSize: () => rowPx,
    overscan: 6,
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  const firstPage = Math.floor((items[0]?.index ?? 0) / PAGE);
  const lastPage = Math.floor((items.at(-1)?.index ?? 0) / PAGE);
  const answers = useQueries({
    queries: Array.from({ length: lastPage - firstPage + 1 }, (_, i) => pageOptions(firstPage + i)),
  });
  const rowAt = (index: number): R | undefined => {
    const answer = answers[Math.floor(index / PAGE) - firstPage]?.data;
    return answer === undefined ? undefined : rowsOf(answer)[index % PAGE];
  };
  const first = answers[0]?.data;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each answer
  useEffect(() => {
    if (first === undefined) return;
    setKnown(first.total);
    onTotal(first);
  }, [first]);
  useEffect(() => {
    scrollerRef.current?.focus({ preventScroll: true });
  }, []);

  const move = (by: 1 | -1): void => {
    const next = Math.min(Math.max(0, at + by), Math.max(0, known - 1));
    setAt(next);
    virtualizer.scrollToIndex(next);
  };
  const onActive = (run: (row: R) => void) => (): void => {
    const row = rowAt(at);
    if (row !== undefined) run(row);
  };
  useKeys('insights-turns', [
    { action: 'up', run: () => move(-1) },
    { action: 'down', run: () => move(1) },
    { action: 'open', run: onActive(onOpen) },
    { action: 'compare', run: onActive(onCompare) },
    { action: 'close', run: onClose },
  ]);

  const failed = answers.find(({ error }) => error !== null);
  if (failed?.error != null) {
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 p-3 text-text-2">
        {problemOf(failed.error).message}
        <Button size="sm" onClick={() => void failed.refetch()}>
          Try again
        </Button>
      </p>
    );
  }
  return (
    <section
      ref={scrollerRef}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      {first === undefined ? (
        <div aria-busy className="flex flex-col gap-2 p-3">
          {[0, 1, 2, 3, 4].map((line) => (
            <Skeleton key={line} className="h-12" />
          ))}
        </div>
      ) : first.total === 0 ? (
        <p className="p-3 text-text-2">There are none.</p>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist
        <div role="list" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rowAt(item.index);
            return (
              // biome-ignore lint/a11y/useSemanticElements: see the list
              <div
                role="listitem"
                key={item.key}
                aria-setsize={known}
                aria-posinset={item.index + 1}
                aria-current={item.index === at ? 'true' : undefined}
                className={cx(
                  'absolute top-0 left-0 w-full border-line/60 border-b px-3',
                  item.index === at && 'call-row-active',
                )}
                style={{ height: rowPx, transform: `translateY(${item.start}px)` }}
              >
                {row === undefined ? (
                  <span aria-hidden className="mt-4 block h-2 w-2/3 rounded-sm bg-surface-3" />
                ) : (
                  children(row, () => {
                    setAt(item.index);
                    onOpen(row);
                  })
                )}
              </div>
            );
          })}
        </div>
      )}
    </section>
  );
}
