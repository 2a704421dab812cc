import { ChevronDown, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from '../../ui/cx.ts';
import { Popover } from '../../ui/popover.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';

export interface FilterChipProps {
  name: string;
  /** By what it restricts; null when it does not. */
  summary: string | null;
  onClear: () => void;
  panel: ReactNode;
}

/** A filter's button. In use it is a chip that says by what, with a cross that removes it. */
export function FilterChip({ name, summary, onClear, panel }: FilterChipProps) {
  const used = summary !== null;
  return (
    <span
      className={cx(
        'inline-flex h-7 items-stretch rounded-md border',
        used ? 'border-accent bg-surface-2 text-text-1' : 'border-line-strong text-text-2',
      )}
    >
      <Popover
        label={name}
        trigger={
          <button
            type="button"
            className="flex max-w-56 items-center gap-1 rounded-[4px] px-2 hover:bg-surface-3 hover:text-text-1"
          >
            <span className="truncate">
              {name}
              {used ? <span className="font-strong">: {summary}</span> : null}
            </span>
            <ChevronDown aria-hidden className="size-3.5 shrink-0 text-text-3" />
          </button>
        }
      >
        {panel}
      </Popover>
      {used ? (
        <Tooltip content={`Remove the filter: ${name}`}>
          <button
            type="button"
            aria-label={`Remove the filter: ${name}`}
            onClick={onClear}
            className="flex w-6 items-center justify-center rounded-[4px] text-text-2 hover:bg-surface-3 hover:text-text-1"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </Tooltip>
      ) : null}
    </span>
  );
}
