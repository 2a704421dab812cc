import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Tooltip } from './tooltip.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent border-transparent font-strong enabled:not-aria-disabled:hover:opacity-90',
  secondary: 'bg-surface-2 text-text-1 border-line-strong enabled:not-aria-disabled:hover:bg-surface-3',
  ghost:
    'bg-transparent text-text-2 border-transparent enabled:not-aria-disabled:hover:bg-surface-3 enabled:not-aria-disabled:hover:text-text-1',
  danger: 'bg-surface-2 text-bad border-bad enabled:not-aria-disabled:hover:bg-surface-3',
};

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  variant?: ButtonVariant;
  size?: 'md' | 'sm';
  icon?: ReactNode;
  /** Why it cannot be used now; it stays in the tab order and says so in its tooltip. */
  disabledReason?: string | null;
}

/** A labelled action. `type` is `button` unless told: a button in a form must not submit by surprise. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  type = 'button',
  disabledReason = null,
  onClick,
  ...rest
}: ButtonProps) {
  const button = (
    <button
      type={type}
      {...(disabledReason === null ? { onClick } : { 'aria-disabled': true })}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border text-body',
        'disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
        size === 'md' ? 'h-7 px-3' : 'h-6 px-2',
        variants[variant],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
  return disabledReason === null ? button : <Tooltip content={disabledReason}>{button}</Tooltip>;
}
