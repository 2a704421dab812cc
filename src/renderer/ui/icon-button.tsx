import type { ComponentPropsWithRef, ReactNode } from 'react';
import type { KeyActionId } from '../lib/key-catalogue.ts';
import { cx } from './cx.ts';
import { type FixedKey, Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'children' | 'aria-label'> {
  /** The accessible name, and the tooltip's text. */
  label: string;
  icon: ReactNode;
  /** The action of the key catalogue that does the same; its key is in the tooltip. */
  action?: KeyActionId;
  /** A key that is the browser's own and cannot be changed. */
  fixedKey?: FixedKey;
  /** Makes it a toggle. */
  pressed?: boolean;
  size?: 'md' | 'sm';
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** Why it cannot be used now; it stays in the tab order and says so in its tooltip. */
  disabledReason?: string | null;
}

/** An action shown as an icon; its name is in the tooltip and for screen readers. */
export function IconButton({
  label,
  icon,
  action,
  fixedKey,
  pressed,
  size = 'md',
  side,
  className,
  type = 'button',
  disabledReason = null,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip
      content={disabledReason === null ? label : `${label}: ${disabledReason}`}
      action={action}
      fixedKey={fixedKey}
      {...(side === undefined ? {} : { side })}
    >
      <button
        type={type}
        aria-label={label}
        {...(disabledReason === null ? { onClick } : { 'aria-disabled': true })}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md border border-transparent text-text-2',
          'enabled:not-aria-disabled:hover:bg-surface-3 enabled:not-aria-disabled:hover:text-text-1 disabled:opacity-45 aria-disabled:opacity-45 [&_svg]:size-4',
          'aria-pressed:border-line-strong aria-pressed:bg-surface-3 aria-pressed:text-text-1',
          size === 'md' ? 'size-7' : 'size-6',
          className,
        )}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
