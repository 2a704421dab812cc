import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** A still block where content will be. It does not pulse: nothing moves unless time does. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('block rounded-sm bg-surface-3', className)} />;
}

/** What to see where there is nothing to see: why, and the one thing to do. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex h-full min-h-40 flex-col items-center justify-center gap-2 p-6 text-center">
      {icon === undefined ? null : <span className="text-text-3 [&_svg]:size-6">{icon}</span>}
      <h2 className="text-title font-strong">{title}</h2>
      {children === undefined ? null : <div className="max-w-[60ch] text-text-2">{children}</div>}
      {action === undefined ? null : <div className="mt-2 flex gap-2">{action}</div>}
    </div>
  );
}

/** Progress in known units; `total` null means that the end is not known yet, and no length is pretended. */
export function ProgressBar({
  label,
  done,
  total,
  valueText,
  className,
}: {
  label: string;
  done: number;
  total: number | null;
  valueText?: string;
  className?: string;
}) {
  const known = total !== null;
  const share = known && total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      {...(known ? { 'aria-valuemax': total, 'aria-valuenow': Math.min(done, total) } : {})}
      {...(valueText === undefined ? {} : { 'aria-valuetext': valueText })}
      className={cx('h-1.5 overflow-hidden rounded-full bg-surface-3', !known && 'ink-hatch text-accent', className)}
    >
      <div className="h-full bg-accent" style={{ width: `${share * 100}%` }} />
    </div>
  );
}

/** Says `children` to screen readers when it changes; draws nothing. */
export function LiveRegion({ children, assertive = false }: { children: ReactNode; assertive?: boolean }) {
  return (
    <div role={assertive ? 'alert' : 'status'} aria-live={assertive ? 'assertive' : 'polite'} className="sr-only">
      {children}
    </div>
  );
}
