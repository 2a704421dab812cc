import { useState } from 'react';
import { Field, Input } from '../../ui/field.tsx';
import { dayText, readWindow } from './setting-numbers.ts';

export interface DateWindowProps {
  fromMs: number | null;
  toMs: number | null;
  onSave: (window: { fromMs: number | null; toMs: number | null }) => void;
}

/** Two days, both included, either may be open. Stored as soon as both make sense together. */
export function DateWindow({ fromMs, toMs, onSave }: DateWindowProps) {
  const stored = { from: dayText(fromMs, 'firstOf'), to: dayText(toMs, 'lastOf') };
  const [typed, setTyped] = useState<typeof stored | null>(null);
  // While a year is being typed it is wrong by nature: nothing is said before the field is left.
  const [left, setLeft] = useState(false);
  const shown = typed ?? stored;
  const read = readWindow(shown.from, shown.to);

  const change = (end: 'from' | 'to', day: string): void => {
    const next = { ...shown, [end]: day };
    const now = readWindow(next.from, next.to);
    setLeft(false);
    setTyped(next);
    if (now.error === null) onSave(now.value);
  };
  const leave = (): void => {
    setLeft(true);
    if (read.error === null) setTyped(null);
  };
  const field = (end: 'from' | 'to', label: string) => (
    <Field label={label} error={left && typed !== null && end === 'to' ? read.error : null}>
      {(ids) => (
        <Input
          {...ids}
          type="date"
          className="w-40"
          value={shown[end]}
          onChange={(event) => change(end, event.target.value)}
          onBlur={leave}
        />
      )}
    </Field>
  );
  return (
    <div className="flex flex-wrap gap-6">
      {field('from', 'First day')}
      {field('to', 'Last day')}
    </div>
  );
}
