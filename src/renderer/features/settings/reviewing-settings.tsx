import { useMutation, useQueryClient } from '@tanstack/react-query';
import { reviewerName } from '../../lib/review-words.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { useSetting, useUpdateSettings } from '../../lib/settings.ts';
import { Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, Field, Select } from '../../ui/field.tsx';
import { toast } from '../../ui/toast-store.ts';
import { useNameReviewer } from '../review/reviewer-card.tsx';
import { useItems, useReview } from '../review-work/use-review.ts';
import { useReviewers } from '../review-work/use-reviewers.ts';
import { SettingField } from './setting-field.tsx';
import { TextSetting } from './text-setting.tsx';

/** Who reviews here, how many a day, and what comes after a finished review. */
export function ReviewingSettings() {
  const { me, names } = useReviewers();
  const autoAdvance = useSetting('autoAdvance');
  const update = useUpdateSettings();
  const rename = useNameReviewer();
  const choose = useChooseReviewer();
  // As tall as what comes, so that the settings below stay where they are.
  if (me === null) return <Skeleton className="h-[272px]" />;
  const others = [...names.keys()].filter((id) => id !== me.id);
  return (
    <>
      <TextSetting label="Your name" stored={me.name ?? ''} maxLength={100} onSave={rename} />
      <Field
        label="Who sits here"
        hint="Choose another reviewer of this workspace, and everything done from now on is theirs."
      >
        {(ids) => (
          <Select {...ids} className="w-64" value={me.id} onChange={(event) => choose(event.target.value)}>
            {[me.id, ...others].map((id) => (
              <option key={id} value={id}>
                {reviewerName(id, names)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Goal reviewer={me.id} />
      <Checkbox
        checked={autoAdvance}
        onChange={() => update({ autoAdvance: !autoAdvance })}
        label="Open the next call of the queue after finishing a review"
      />
    </>
  );
}

function Goal({ reviewer }: { reviewer: string }) {
  const work = useReview(null);
  const goal = useItems(work, 'goal').find(({ id }) => id === reviewer)?.fields.perDay ?? null;
  return (
    <SettingField
      label="Reviews a day"
      unit="reviews"
      stored={goal === null ? '' : String(goal)}
      placeholder="none"
      read={(text) => readGoal(text)}
      onSave={(perDay) => void work.actions.apply([{ kind: 'goal', itemId: reviewer, set: { perDay } }])}
    />
  );
}

/** Empty = no goal. */
function readGoal(text: string): { value: number | null; error: null } | { value: null; error: string } {
  const trimmed = text.trim();
  if (trimmed === '') return { value: null, error: null };
  if (!/^\d{1,4}$/.test(trimmed) || Number(trimmed) > 1000)
    return { value: null, error: 'A goal is 0 to 1000 reviews.' };
  return { value: Number(trimmed), error: null };
}

function useChooseReviewer(): (id: string) => void {
  const queries = useQueryClient();
  const { mutate } = useMutation(
    orpc.reviewer.choose.mutationOptions({
      onError: (error) => toast.error(problemOf(error).message),
      onSuccess: (reviewer) => {
        queries.setQueryData(orpc.reviewer.get.queryKey(), reviewer);
        void queries.invalidateQueries({ queryKey: orpc.queue.key() });
      },
    }),
  );
  return (id) => mutate({ id });
}
