import { Check, ChevronDown, Minus } from 'lucide-react';
import { type ComponentPropsWithRef, type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

const box =
  'h-7 rounded-md border border-line-strong bg-surface-2 text-body text-text-1 disabled:opacity-50 aria-invalid:border-bad';

/** A line of text. Give it a label through `Field` or `aria-label`. */
export function Input({ className, ...rest }: ComponentPropsWithRef<'input'>) {
  return <input className={cx(box, 'min-w-0 px-2', className)} {...rest} />;
}

/** The browser's own select: keyboard, screen readers and long lists are its job, and it needs no <style> element. */
export function Select({ className, children, ...rest }: ComponentPropsWithRef<'select'>) {
  return (
    <span className={cx('relative inline-flex', className)}>
      <select className={cx(box, 'w-full appearance-none pr-7 pl-2')} {...rest}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1.5 right-2 size-4 text-text-3" />
    </span>
  );
}

export interface CheckboxProps extends Omit<ComponentPropsWithRef<'input'>, 'type'> {
  label: ReactNode;
  /** Shown at the right edge, such as a count. */
  trailing?: ReactNode;
  mixed?: boolean;
}

/** A checkbox with its label; the whole line is the target. */
export function Checkbox({ label, trailing, mixed = false, className, checked, ...rest }: CheckboxProps) {
  return (
    <label
      className={cx(
        'flex min-h-6 items-center gap-2 rounded-sm px-1',
        'has-[input:enabled]:hover:bg-surface-3',
        className,
      )}
    >
      <span className="relative inline-flex size-4 shrink-0">
        <input
          type="checkbox"
          checked={checked}
          ref={(element) => {
            if (element !== null) element.indeterminate = mixed;
          }}
          className="peer size-4 appearance-none rounded-sm border border-line-strong bg-surface-2 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:opacity-50"
          {...rest}
        />
        {mixed ? (
          <Minus aria-hidden className="pointer-events-none absolute inset-0.5 size-3 stroke-[3] text-on-accent" />
        ) : (
          <Check
            aria-hidden
            className="pointer-events-none absolute inset-0.5 hidden size-3 stroke-[3] text-on-accent peer-checked:block"
          />
        )}
      </span>
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {trailing === undefined ? null : <span className="text-text-3">{trailing}</span>}
    </label>
  );
}

export interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  children: (ids: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}

/** Label, control, hint and error, tied together for screen readers. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const invalid = typeof error === 'string' && error !== '';
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-strong">
        {label}
      </label>
      {children({ id, 'aria-describedby': `${id}-hint`, 'aria-invalid': invalid })}
      <div id={`${id}-hint`} className={cx('empty:hidden', invalid ? 'text-bad' : 'text-text-3')}>
        {invalid ? error : hint}
      </div>
    </div>
  );
}
