import { type ReactNode, useId } from 'react';
import { type Cell, delimitedText } from '#shared/logic/delimited-text.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { toast } from '../../ui/toast-store.ts';

export interface SectionProps {
  title: string;
  children: ReactNode;
  /** What is copied as CSV: a line of headings, then the rows. Absent = nothing to copy. */
  lines?: () => readonly (readonly Cell[])[];
  /** Stands beside the title. */
  controls?: ReactNode;
}

/** A part of the report with its heading, and its table for other programs. */
export function Section({ title, children, lines, controls }: SectionProps) {
  const id = useId();
  const copy = (): void => {
    if (lines === undefined) return;
    navigator.clipboard.writeText(delimitedText(lines(), ',')).then(
      () => toast.ok(`${title} copied as CSV`),
      () => toast.error('The clipboard refused. Select the table and copy it by hand.'),
    );
  };
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <div className="flex min-h-7 flex-wrap items-center gap-2">
        <h2 id={id} className="flex-1 font-strong">
          {title}
        </h2>
        {controls}
        {lines === undefined ? null : (
          <Button size="sm" onClick={copy} aria-label={`Copy ${title.toLowerCase()} as CSV`}>
            Copy as CSV
          </Button>
        )}
      </div>
      {children}
    </section>
  );
}

/** A table that scrolls sideways by itself where the window is narrow. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard.
    <section aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead className="text-left text-text-2">
          <tr className="border-line border-b">{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export function Heading({ children, number = false }: { children?: ReactNode; number?: boolean }) {
  return (
    <th scope="col" className={cx('px-2 py-1 align-bottom font-normal first:pl-0', number && 'text-right')}>
      {children}
    </th>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <tr className="border-line border-b hover:bg-surface-3">{children}</tr>;
}

export function RowName({ children }: { children: ReactNode }) {
  return (
    <th scope="row" className="py-1 pr-2 text-left font-normal">
      {children}
    </th>
  );
}

export function Cells({ children, number = false }: { children: ReactNode; number?: boolean }) {
  return <td className={cx('whitespace-nowrap px-2 py-1', number && 'text-right')}>{children}</td>;
}
