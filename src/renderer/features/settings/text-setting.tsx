import { useState } from 'react';
import { Field, Input } from '../../ui/field.tsx';

/** A line of text that is stored on leaving it or on Enter, unless it is empty. */
export function TextSetting({
  label,
  stored,
  maxLength,
  onSave,
}: {
  label: string;
  stored: string;
  maxLength: number;
  onSave: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const store = (): void => {
    const text = typed?.trim() ?? '';
    setTyped(null);
    if (text !== '' && text !== stored) onSave(text);
  };
  return (
    <Field label={label}>
      {(ids) => (
        <Input
          {...ids}
          className="w-64"
          maxLength={maxLength}
          autoComplete="name"
          value={typed ?? stored}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={store}
          onKeyDown={(event) => {
            if (event.key === 'Enter') store();
          }}
        />
      )}
    </Field>
  );
}
