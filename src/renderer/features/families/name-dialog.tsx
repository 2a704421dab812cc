import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';

/** Asks for a family's name. */
export function NameDialog({
  title,
  hint,
  name,
  done,
  onDone,
  onClose,
}: {
  title: string;
  hint: string;
  name: string;
  done: string;
  onDone: (name: string) => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState(name);
  const trimmed = typed.trim();
  return (
    <Dialog open onOpenChange={onClose} title={title}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed === '') return;
          onDone(trimmed);
          onClose();
        }}
      >
        <Field label="Name" hint={hint}>
          {(ids) => (
            <Input
              {...ids}
              data-autofocus
              dir="auto"
              maxLength={200}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabledReason={trimmed === '' ? 'A family needs a name.' : null}>
            {done}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
