import { type ComponentPropsWithRef, useState } from 'react';
import { cx } from '../../ui/cx.ts';
import { Input } from '../../ui/field.tsx';

interface Committed {
  value: string;
  /** Called when the field is left (or with Enter) and its text differs; answers why it cannot be taken, or null. */
  onCommit: (text: string) => string | null;
}

/** What is typed stays in the field until it is left; what cannot be taken stays there too, with the reason. */
function useCommitted({ value, onCommit }: Committed) {
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    text: typed ?? value,
    problem,
    type: (text: string) => setTyped(text),
    commit: () => {
      if (typed === null) return;
      const found = typed === value ? null : onCommit(typed);
      setProblem(found);
      if (found === null) setTyped(null);
    },
    giveUp: () => {
      setTyped(null);
      setProblem(null);
    },
  };
}

type InputProps = Committed & Omit<ComponentPropsWithRef<'input'>, 'value' | 'onChange' | 'onBlur'>;

/** A line of text or a number. */
export function CommitInput({ value, onCommit, className, ...rest }: InputProps) {
  const field = useCommitted({ value, onCommit });
  return (
    <span className={cx('flex min-w-0 flex-col gap-0.5', className)}>
      <Input
        {...rest}
        dir="auto"
        className="w-full"
        value={field.text}
        aria-invalid={field.problem !== null || rest['aria-invalid'] === true}
        onChange={(event) => field.type(event.target.value)}
        onBlur={field.commit}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') field.commit();
          if (event.key === 'Escape') {
            event.preventDefault();
            field.giveUp();
          }
        }}
      />
      {field.problem === null ? null : (
        <span role="alert" className="text-bad text-meta">
          {field.problem}
        </span>
      )}
    </span>
  );
}

type AreaProps = Committed & Omit<ComponentPropsWithRef<'textarea'>, 'value' | 'onChange' | 'onBlur'>;

/** Several lines of text. */
export function CommitArea({ value, onCommit, className, ...rest }: AreaProps) {
  const field = useCommitted({ value, onCommit });
  return (
    <textarea
      {...rest}
      dir="auto"
      rows={3}
      value={field.text}
      onChange={(event) => field.type(event.target.value)}
      onBlur={field.commit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        field.giveUp();
      }}
      className={cx(
        'field-sizing-content max-h-64 min-h-16 w-full resize-y rounded-md border border-line-strong bg-surface-2 px-2 py-1',
        className,
      )}
    />
  );
}

/** Reads a number with a point or a comma. */
export function readNumber(text: string, least: number, most: number): number | string {
  const value = Number(text.trim().replace(',', '.'));
  if (text.trim() === '' || !Number.isFinite(value)) return 'Give a number.';
  return value < least || value > most ? `Between ${least} and ${most}.` : value;
}
