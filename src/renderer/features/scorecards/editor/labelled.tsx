import { type ReactNode, useId } from 'react';

/** A control with its label beside it, for the editor's narrow columns. */
export function Labelled({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: (ids: { id: string; 'aria-describedby'?: string }) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] items-start gap-x-3">
      <label htmlFor={id} className="pt-1 text-text-2">
        {label}
      </label>
      <div className="flex min-w-0 flex-col gap-0.5">
        {children(hint === undefined ? { id } : { id, 'aria-describedby': `${id}-hint` })}
        {hint === undefined ? null : (
          <p id={`${id}-hint`} className="text-meta text-text-3">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
