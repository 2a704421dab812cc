// biome-ignore-all lint/a11y/useSemanticElements: drawn rows of a virtual grid cannot be a <table>; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
import { memo } from 'react';
import type { CallRow } from '#shared/model/call.ts';
import { cx } from '../../ui/cx.ts';
import { CallCell, type Thresholds } from './call-cells.tsx';
import { type Column, rowPx } from './columns.ts';

export const rowId = (index: number): string => `call-row-${index}`;

export interface CallRowProps {
  row: CallRow | undefined;
  index: number;
  topPx: number;
  active: boolean;
  nowMs: number;
  thresholds: Thresholds;
  columns: readonly Column[];
  /** How many annotations the call has. */
  notes: number;
  /** A reviewer's name by the id. */
  nameOf: (id: string | null) => string;
}

/** One line of the list. Memoised on values that stay the same objects: an arrow key draws two rows, not forty. */
export const CallRowLine = memo(function CallRowLine(props: CallRowProps) {
  const { row, index, topPx, active, nowMs, thresholds, columns, notes, nameOf } = props;
  return (
    <div
      role="row"
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={active}
      data-index={index}
      className={cx(
        'absolute inset-x-0 grid grid-cols-(--columns) contain-strict items-center border-b border-line/60 px-2 hover:bg-surface-2',
        active && 'call-row-active',
      )}
      style={{ height: rowPx, top: topPx }}
    >
      {row === undefined ? (
        <Placeholder />
      ) : (
        columns.map(({ key }) => (
          <CallCell
            key={key}
            column={key}
            row={row}
            nowMs={nowMs}
            thresholds={thresholds}
            notes={notes}
            nameOf={nameOf}
          />
        ))
      )}
    </div>
  );
});

function Placeholder() {
  return (
    <div role="gridcell" className="col-span-full" aria-label="Loading">
      <span aria-hidden="true" className="block h-2 w-2/3 rounded-sm bg-surface-3" />
    </div>
  );
}
