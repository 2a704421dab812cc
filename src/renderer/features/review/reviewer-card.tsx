import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { toast } from '../../ui/toast-store.ts';

/** Asks once who sits here. */
export function ReviewerCard() {
  const [name, setName] = useState('');
  const save = useNameReviewer();
  const readOnly = useReadOnlyReason();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save(name.trim());
  };
  return (
    <form onSubmit={submit} aria-label="Who reviews here" className="border-y border-line py-3">
      <Field
        label="What are you called?"
        hint="Your name stands beside what you review, also in what you send to others. It can be changed in the settings."
      >
        {(ids) => (
          <span className="flex gap-2">
            <Input
              {...ids}
              className="w-64"
              maxLength={100}
              autoComplete="name"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button type="submit" variant="primary" disabled={name.trim() === ''} disabledReason={readOnly}>
              Save
            </Button>
          </span>
        )}
      </Field>
    </form>
  );
}

/** Says what the reviewer who sits here is called; a failure is said in a toast. */
export function useNameReviewer(): (name: string) => void {
  const queries = useQueryClient();
  const { mutate } = useMutation(
    orpc.reviewer.name.mutationOptions({
      onError: (error) => toast.error(problemOf(error).message),
      onSuccess: (reviewer) => queries.setQueryData(orpc.reviewer.get.queryKey(), reviewer),
    }),
  );
  return (name) => mutate({ name });
}
