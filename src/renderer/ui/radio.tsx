import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';

export interface RadioProps extends Omit<ComponentPropsWithRef<'input'>, 'type'> {
  label: ReactNode;
}

/** One choice of several with its label; the whole line is the target. Give all of a group the same `name`. */
export function Radio({ label, className, ...rest }: RadioProps) {
  return (
    <label
      className={cx(
        'flex min-h-6 items-center gap-2 rounded-sm px-1',
        'has-[input:enabled]:hover:bg-surface-3',
        className,
      )}
    >
      <input
        type="radio"
        className="size-4 shrink-0 appearance-none rounded-full border border-line-strong bg-surface-2 checked:border-[5px] checked:border-accent disabled:opacity-50"
        {...rest}
      />
      <span className="min-w-0 flex-1">{label}</span>
    </label>
  );
}
