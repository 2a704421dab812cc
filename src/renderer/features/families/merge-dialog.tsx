import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import type { Family } from '#shared/model/families.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Input } from '../../ui/field.tsx';
import { Radio } from '../../ui/radio.tsx';

const SHOWN = 100;

/** Chooses the family that others become part of: one of those selected, or for a single one any other of its agent. */
export function MergeDialog({
  families,
  onMerge,
  onClose,
}: {
  families: readonly Family[];
  onMerge: (from: readonly string[], into: Family) => void;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  const asked = useDeferredValue(text);
  const [first] = families;
  const single = families.length === 1;
  const { data, error } = useQuery({
    ...orpc.families.list.queryOptions({
      input: {
        agent: first?.agent ?? null,
        filter: {},
        text: asked,
        sort: { key: 'turns', descending: true },
        offset: 0,
        limit: SHOWN,
      },
    }),
    enabled: single,
    placeholderData: (before) => before,
  });
  const offered = single ? (data?.families.filter(({ id }) => id !== first?.id) ?? []) : families;
  const largest = families.toSorted((a, b) => b.turns - a.turns)[0];
  const [into, setInto] = useState<string | null>(single ? null : (largest?.id ?? null));
  const target = offered.find(({ id }) => id === into);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={single ? 'Merge into another family' : `Merge ${formatCount(families.length)} families`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={target === undefined ? 'Choose the family that stays.' : null}
            onClick={() => {
              if (target === undefined) return;
              onMerge(
                families.map(({ id }) => id).filter((id) => id !== target.id),
                target,
              );
              onClose();
            }}
          >
            Merge
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        {single ? (
          <>
            <p className="text-text-2">
              All turns of <bdi className="font-strong">{neutraliseText(first?.name ?? '')}</bdi> become part of the
              family chosen here. It can be undone.
            </p>
            <Input
              data-autofocus
              type="search"
              dir="auto"
              aria-label="Part of a family’s name"
              placeholder="Part of a family’s name"
              maxLength={200}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </>
        ) : (
          <p className="text-text-2">Which of them stays? The others become part of it. It can be undone.</p>
        )}
        {error !== null ? <p className="text-bad">{problemOf(error).message}</p> : null}
        {single && data !== undefined && offered.length === 0 ? (
          <p className="text-text-2">This agent has no other family of that name.</p>
        ) : null}
        <fieldset className="flex max-h-72 flex-col gap-1 overflow-auto">
          <legend className="sr-only">The family that stays</legend>
          {offered.map(({ id, name, turns }) => (
            <Radio
              key={id}
              name="merge-into"
              checked={into === id}
              onChange={() => setInto(id)}
              label={
                <>
                  <bdi>{neutraliseText(name)}</bdi>
                  <span className="text-text-3"> · {formatCount(turns)} turns</span>
                </>
              }
            />
          ))}
        </fieldset>
      </div>
    </Dialog>
  );
}
