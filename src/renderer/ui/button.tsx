import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

const variants: Record<ButtonVariant, string> = {
  primary: 'bg-accent text-on-accent border-transparent font-strong enabled:hover:opacity-90',
  secondary: 'bg-surface-2 text-text-1 border-line-strong enabled:hover:bg-surface-3',
  ghost: 'bg-transparent text-text-2 border-transparent enabled:hover:bg-surface-3 enabled:hover:text-text-1',
  danger: 'bg-surface-2 text-bad border-bad enabled:hover:bg-surface-3',
};

export interface ButtonProps extends ComponentPropsWithRef<'button'> {
  variant?: ButtonVariant;
  size?: 'md' | 'sm';
  icon?: ReactNode;
}

/** A labelled action. `type` is `button` unless told: a button in a form must not submit by surprise. */
export function Button({
  variant = 'secondary',
  size = 'md',
  icon,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={cx(
        'inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-md border text-body',
        'disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
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
}
