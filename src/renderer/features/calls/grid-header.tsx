// biome-ignore-all lint/a11y/useSemanticElements: drawn rows of a virtual grid cannot be a <table>; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { nextSort } from '../../lib/call-filter.ts';
import { setSort, useListState } from '../../lib/list-state.ts';
import { cx } from '../../ui/cx.ts';
import { type Column, headerPx } from './columns.ts';

/** The headings sort. One of them is in the tab order; left and right move among them. */
export function GridHeader({ columns }: { columns: readonly Column[] }) {
  const sort = useListState((state) => state.sort);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const buttons = [...event.currentTarget.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons[at + step]?.focus();
    event.preventDefault();
  };

  return (
    <div
      role="row"
      aria-rowindex={1}
      onKeyDown={onKeyDown}
      className="sticky top-0 z-10 grid grid-cols-(--columns) items-center border-b border-line bg-surface-1 px-2"
      style={{ height: headerPx }}
    >
      {columns.map((column, place) => {
        const sorted = sort.key === column.key;
        // The sorted column may not be drawn; one heading is in the tab order all the same.
        const reachable = sorted || (place === 0 && columns.every(({ key }) => key !== sort.key));
        return (
          <div
            key={column.key}
            role="columnheader"
            aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            className={cx('flex', column.end === true && 'justify-end', column.bar === true && 'pr-[38px]')}
          >
            <button
              type="button"
              tabIndex={reachable ? 0 : -1}
              title={column.hint}
              onClick={() => setSort(nextSort(sort, column.key))}
              className={cx(
                'flex h-6 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 hover:bg-surface-3 hover:text-text-1 [&_svg]:size-3.5',
                sorted ? 'font-strong text-text-1' : 'text-text-2',
                column.end === true && 'flex-row-reverse',
              )}
            >
              {column.label}
              {sorted ? sort.descending ? <ArrowDown aria-hidden /> : <ArrowUp aria-hidden /> : null}
            </button>
          </div>
        );
      })}
    </div>
  );
}
