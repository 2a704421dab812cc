import { useState } from 'react';
import { Field, Input } from '../../ui/field.tsx';
import type { Read } from './setting-numbers.ts';

export interface SettingFieldProps<T> {
  label: string;
  unit: string;
  /** The stored value as text. */
  stored: string;
  read: (text: string) => Read<T>;
  onSave: (value: T) => void;
  /** What the field says while it is right; told what is typed. */
  hint?: (typed: Read<T>) => string | null;
  placeholder?: string;
  disabled?: boolean;
}

/** A number with its unit: says at once what is wrong, is stored on leaving it or on Enter. */
export function SettingField<T>(props: SettingFieldProps<T>) {
  const { label, unit, stored, read, onSave, hint, placeholder, disabled = false } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const now = read(typed ?? stored);

  const store = (): void => {
    if (typed === null || now.error !== null) return;
    setTyped(null);
    if (typed.trim() !== stored) onSave(now.value);
  };
  return (
    <Field label={label} error={typed === null ? null : now.error} hint={hint?.(now) ?? null}>
      {(ids) => (
        <span className="flex items-center gap-2">
          <Input
            {...ids}
            inputMode="decimal"
            autoComplete="off"
            className="w-24 text-right"
            placeholder={placeholder}
            disabled={disabled}
            value={typed ?? stored}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={store}
            onKeyDown={(event) => {
              if (event.key === 'Enter') store();
            }}
          />
          {unit}
        </span>
      )}
    </Field>
  );
}
