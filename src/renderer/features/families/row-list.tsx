import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import { cx } from '../../ui/cx.ts';
import type { RowPages } from './use-row-pages.ts';

/** Draws the rows of a long list that are in sight; rows measure themselves. */
export function RowList<Row, Answer>({
  label,
  pages: { virtualizer, total, rowAt, setScrollMargin },
  scroller,
  active,
  onActive,
  head,
  children,
}: {
  label: string;
  pages: RowPages<Row, Answer>;
  scroller: RefObject<HTMLDivElement | null>;
  /** The row the reader is at. */
  active: number;
  onActive: (index: number) => void;
  /** Stands above the rows and scrolls with them. */
  head?: ReactNode;
  children: (row: Row, active: boolean) => ReactNode;
}) {
  const list = useRef<HTMLDivElement>(null);
  // What stands above may grow and shrink with every answer.
  useLayoutEffect(() => setScrollMargin(list.current?.offsetTop ?? 0));
  return (
    <section
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="relative min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      {head}
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed absolutely and only some of them exist */}
      <div
        ref={list}
        role="list"
        aria-label={label}
        className="relative"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start, size }) => {
          const row = rowAt(index);
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the list
            <div
              role="listitem"
              key={key}
              data-row={index}
              data-index={index}
              ref={virtualizer.measureElement}
              aria-setsize={total ?? -1}
              aria-posinset={index + 1}
              aria-current={index === active ? 'true' : undefined}
              onFocus={() => onActive(index)}
              className={cx(
                'absolute top-0 left-0 w-full border-line/60 border-b',
                index === active && 'call-row-active',
              )}
              style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
            >
              {row === undefined ? (
                <div aria-hidden className="px-3 py-2" style={{ minHeight: size }}>
                  <span className="block h-2 w-2/3 rounded-sm bg-surface-3" />
                </div>
              ) : (
                children(row, index === active)
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
