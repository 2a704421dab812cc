import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Input } from '../../ui/field.tsx';
import { useReview } from '../review-work/use-review.ts';
import { useReviewers } from '../review-work/use-reviewers.ts';

/**
 * Chooses reviewers; somebody who has not worked here yet is added by name. They say who they are where they sit, after they have
 * imported what is sent to them.
 */
export function ReviewerPicker({
  chosen,
  onChange,
}: {
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}) {
  const { me, names } = useReviewers();
  const { actions } = useReview(null);
  const [name, setName] = useState('');
  const everybody = [...(me === null ? [] : [me.id]), ...[...names.keys()].filter((id) => id !== me?.id)];
  const label = (id: string) =>
    id === me?.id ? `You${me.name === null ? '' : ` (${me.name})`}` : (names.get(id) ?? id);
  const add = async () => {
    const itemId = crypto.randomUUID();
    const added = await actions.apply([{ kind: 'reviewer', itemId, set: { name: name.trim() } }]);
    if (added === null) return;
    setName('');
    onChange([...chosen, itemId]);
  };
  return (
    <fieldset className="flex flex-col gap-1" aria-label="Reviewers">
      <legend className="mb-1 font-strong">Reviewers</legend>
      {everybody.map((id) => (
        <Checkbox
          key={id}
          checked={chosen.includes(id)}
          onChange={() => onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])}
          label={label(id)}
        />
      ))}
      <span className="mt-1 flex gap-2">
        <Input
          aria-label="Name of another reviewer"
          placeholder="Another reviewer"
          className="w-44"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button icon={<UserPlus aria-hidden />} disabled={name.trim() === ''} onClick={() => void add()}>
          Add
        </Button>
      </span>
    </fieldset>
  );
}
