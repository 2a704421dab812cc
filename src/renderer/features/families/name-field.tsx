import { useState } from 'react';
import { Input } from '../../ui/field.tsx';

/** A family's name being changed in place: Enter keeps it, Escape gives it up, and so does leaving it unchanged or empty. */
export function NameField({
  name,
  onDone,
  className,
}: {
  name: string;
  /** The new name; null = as it was. */
  onDone: (name: string | null) => void;
  className?: string;
}) {
  const [typed, setTyped] = useState(name);
  const finish = () => {
    const trimmed = typed.trim();
    onDone(trimmed === '' || trimmed === name ? null : trimmed);
  };
  return (
    <Input
      autoFocus
      dir="auto"
      aria-label="Name of the family"
      maxLength={200}
      {...(className === undefined ? {} : { className })}
      value={typed}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') event.currentTarget.blur();
        else if (event.key === 'Escape') onDone(null);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}
