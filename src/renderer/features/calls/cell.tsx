// biome-ignore-all lint/a11y/useSemanticElements: drawn rows of a virtual grid cannot be a <table>; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
import type { ReactNode } from 'react';
import { absent } from '#shared/logic/format.ts';
import { cx } from '../../ui/cx.ts';

export interface CellProps {
  title?: string | undefined;
  className?: string;
  /** What cannot be too long needs no clip; clips are what painting a row costs. */
  plain?: boolean;
  children: ReactNode;
}

/** One value of a line. */
export function Cell({ title, className, plain = false, children }: CellProps) {
  return (
    <div role="gridcell" title={title} className={cx('px-1.5', plain ? 'whitespace-nowrap' : 'truncate', className)}>
      {children}
    </div>
  );
}

/** A value that is not there, with the reason. */
export function AbsentCell({ title, bar = false, end = bar }: { title: string; bar?: boolean; end?: boolean }) {
  return (
    <Cell plain className={cx('text-text-3', end && 'text-right', bar && 'pr-[50px]')} title={title}>
      {absent}
    </Cell>
  );
}

/** `near` and `apart` are a difference's: within the reader's tolerance, or beyond. */
export type CellLevel = 'ok' | 'slow' | 'bad' | 'near' | 'apart';
const barColors: Record<CellLevel, string> = {
  ok: 'var(--ok)',
  slow: 'var(--slow)',
  bad: 'var(--bad)',
  near: 'var(--text-3)',
  apart: 'var(--measured)',
};

/** A number and a bar beside it. `share` of the scale, 0-1. */
export function BarCell({
  level,
  share,
  title,
  children,
}: {
  level: CellLevel;
  share: number;
  title: string;
  children: ReactNode;
}) {
  return (
    <div
      role="gridcell"
      className={cx(
        'latency-bar px-1.5 text-right whitespace-nowrap',
        (level === 'bad' || level === 'apart') && 'font-strong',
      )}
      title={title}
      style={{ '--share': `${Math.round(share * 100)}%`, '--bar': barColors[level] }}
    >
      {children}
    </div>
  );
}
