import { Download, Table2 } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { ChartTable } from './chart-table.tsx';
import { type ChartFormat, saveChart } from './save-chart.ts';
import type { TableData } from './table-data.ts';

/** What every chart says of itself beside its data. */
export interface FigureFrame {
  /** Says what is shown. */
  title: string;
  /** Of how much, with what left out: `n = 512 turns of 61 calls`. */
  note: string;
  /** Links to the definitions of what is drawn. */
  terms?: ReactNode;
  /** Choices of this chart alone. */
  controls?: ReactNode;
  /** Why nothing can be drawn; null = something can. */
  empty: string | null;
  /** An older answer stands here while the next one is computed. */
  stale?: boolean;
}

interface ChartFrameProps extends FigureFrame {
  table: TableData;
  /** Draws it, so wide. */
  children: (width: number) => ReactNode;
}

/** A chart with its title, its n and definitions, the table behind it, and its files. */
export function ChartFrame({ title, note, terms, controls, table, empty, stale = false, children }: ChartFrameProps) {
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const bodyRef = useRef<HTMLDivElement>(null);
  const width = useWidth(bodyRef);
  return (
    <figure aria-labelledby={id} aria-busy={stale} className="flex min-w-0 flex-col gap-1">
      <figcaption className="flex min-w-0 flex-wrap items-start gap-x-3 gap-y-1">
        <div className="min-w-48 flex-1">
          <h3 id={id} className="font-strong">
            {title}
          </h3>
          <p className="text-meta text-text-3">
            {note}
            {terms === undefined ? null : <> · {terms}</>}
          </p>
        </div>
        <div className="flex items-center gap-1">
          {controls}
          <IconButton
            size="sm"
            label={`${title} as a table`}
            pressed={asTable}
            icon={<Table2 />}
            onClick={() => setAsTable((before) => !before)}
          />
          <SaveMenu title={title} note={note} table={table} drawn={empty === null && !asTable} bodyRef={bodyRef} />
        </div>
      </figcaption>
      <div ref={bodyRef} className={cx('min-w-0', stale && 'opacity-60')}>
        {empty !== null ? (
          <p className="py-6 text-text-2">{empty}</p>
        ) : asTable ? (
          <ChartTable label={title} table={table} />
        ) : width === 0 ? null : (
          children(width)
        )}
      </div>
    </figure>
  );
}

const formats: readonly (readonly [ChartFormat, string])[] = [
  ['csv', 'CSV, the numbers'],
  ['svg', 'SVG, the drawing'],
  ['png', 'PNG, a picture'],
];

function SaveMenu({
  title,
  note,
  table,
  drawn,
  bodyRef,
}: {
  title: string;
  note: string;
  table: TableData;
  drawn: boolean;
  bodyRef: React.RefObject<HTMLDivElement | null>;
}) {
  const [open, setOpen] = useState(false);
  const save = (format: ChartFormat): void => {
    setOpen(false);
    saveChart(format, { title, note }, table, bodyRef.current?.querySelector('svg[role="group"]') ?? null).then(
      () => toast.ok(`${title} saved as ${format.toUpperCase()}`),
      () => toast.error('The chart could not be saved. Take the CSV, which needs no drawing.'),
    );
  };
  return (
    <Popover
      label={`Save ${title}`}
      open={open}
      onOpenChange={setOpen}
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Save ${title}`}
          className="inline-flex size-6 items-center justify-center rounded-md text-text-2 hover:bg-surface-3 hover:text-text-1 [&_svg]:size-4"
        >
          <Download aria-hidden />
        </button>
      }
    >
      <div className="flex flex-col items-stretch">
        {formats.map(([format, words]) => (
          <Button
            key={format}
            variant="ghost"
            size="sm"
            className="justify-start"
            disabledReason={format === 'csv' || drawn ? null : 'Show the chart first: a table has no drawing.'}
            onClick={() => save(format)}
          >
            {words}
          </Button>
        ))}
      </div>
    </Popover>
  );
}

/** The width of an element, px, as it changes; 0 before it is known, which is before anything is painted. */
function useWidth(ref: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    setWidth(Math.floor(element.clientWidth));
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
