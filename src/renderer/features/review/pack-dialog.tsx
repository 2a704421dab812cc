import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { CallFilter } from '#shared/model/list.ts';
import type { SampleRequest } from '#shared/model/review/queue.ts';
import { isFiltered } from '../../lib/call-filter.ts';
import { useListQuestion, useListState } from '../../lib/list-state.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, Field, Input } from '../../ui/field.tsx';
import { Radio } from '../../ui/radio.tsx';
import { toast } from '../../ui/toast-store.ts';
import { readCallIds } from './queue-words.ts';
import { ReviewerPicker } from './reviewer-picker.tsx';
import { endOfDay } from './sample-form.ts';
import { VersionSelect } from './version-select.tsx';

/** Makes a calibration pack: the same calls for several reviewers, blind unless said otherwise. */
export function PackDialog({ me, onClose }: { me: string; onClose: () => void }) {
  const { filter } = useListQuestion();
  const filtered = useListState((state) => isFiltered(state.filter));
  const [form, setForm] = useState({
    name: '',
    by: 'draw' as 'draw' | 'ids',
    count: '5',
    ids: '',
    reviewers: [me] as readonly string[],
    versionId: null as string | null,
    blind: true,
    due: '',
  });
  const [seed] = useState(() => 1 + Math.floor(Math.random() * 9999));
  const change = (part: Partial<typeof form>) => setForm((known) => ({ ...known, ...part }));
  const drawn = useDrawn(form.by === 'draw' ? drawRequest(form.count, seed, filter, form.reviewers) : null);
  const callIds = form.by === 'ids' ? readCallIds(form.ids) : (drawn?.callIds ?? []);
  const queries = useQueryClient();
  const make = useMutation(
    orpc.queue.makePack.mutationOptions({
      onError: (error) => toast.error(problemOf(error).message),
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: orpc.queue.key() });
        onClose();
      },
    }),
  );
  const lacks =
    form.name.trim() === ''
      ? 'Give the pack a name.'
      : form.reviewers.length < 2
        ? 'Choose two reviewers or more.'
        : callIds.length === 0
          ? 'Say which calls.'
          : callIds.length > 1000
            ? 'A pack has 1 000 calls at most.'
            : null;
  const submit = () => {
    if (lacks !== null || make.isPending) return;
    const { reviewers, versionId, blind } = form;
    make.mutate({
      name: form.name.trim(),
      callIds,
      reviewers: [...reviewers],
      versionId,
      blind,
      dueMs: endOfDay(form.due),
    });
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Make a calibration pack"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={make.isPending} disabledReason={lacks} onClick={submit}>
            Make the pack
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Name">
          {(ids) => (
            <Input
              {...ids}
              data-autofocus
              maxLength={200}
              placeholder="March"
              value={form.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 font-strong">Calls</legend>
          <div className="flex items-center gap-1.5">
            <Radio
              name="pack-calls"
              checked={form.by === 'draw'}
              onChange={() => change({ by: 'draw' })}
              label={filtered ? 'At random from the list as it is filtered:' : 'At random:'}
            />
            <Input
              aria-label="How many calls"
              inputMode="numeric"
              className="w-16 text-right"
              disabled={form.by !== 'draw'}
              value={form.count}
              onChange={(event) => change({ count: event.target.value })}
            />
          </div>
          {form.by !== 'draw' || drawn === null ? null : (
            <p className="pl-7 text-text-2" aria-live="polite">
              {drawn.words}
            </p>
          )}
          <Radio
            name="pack-calls"
            checked={form.by === 'ids'}
            onChange={() => change({ by: 'ids' })}
            label="These calls, by id"
          />
          {form.by !== 'ids' ? null : (
            <textarea
              aria-label="Ids of calls"
              rows={4}
              className="rounded-md border border-line-strong bg-surface-2 px-2 py-1 font-mono text-meta text-text-1"
              placeholder="One a line, or separated by commas"
              value={form.ids}
              onChange={(event) => change({ ids: event.target.value })}
            />
          )}
        </fieldset>
        <ReviewerPicker chosen={form.reviewers} onChange={(reviewers) => change({ reviewers })} />
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <VersionSelect value={form.versionId} onChange={(versionId) => change({ versionId })} />
          <Field label="Due on">
            {(ids) => (
              <Input {...ids} type="date" value={form.due} onChange={(event) => change({ due: event.target.value })} />
            )}
          </Field>
        </div>
        <Checkbox
          checked={form.blind}
          onChange={() => change({ blind: !form.blind })}
          label="Blind: others’ work is hidden until one’s own is submitted"
        />
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

function drawRequest(
  count: string,
  seed: number,
  filter: CallFilter,
  reviewers: readonly string[],
): SampleRequest | null {
  const calls = /^\d{1,4}$/.test(count.trim()) ? Number(count) : 0;
  if (calls < 1 || calls > 1000 || reviewers.length === 0) return null;
  return {
    filter,
    rules: [],
    rulesMatch: 'all',
    // Whoever has reviewed a call already is no judge of it in a calibration.
    leaveOut: { reviewedBy: 'assignees', assigned: false, skipped: false, withoutRecording: true },
    size: { in: 'calls', calls },
    strata: null,
    seed,
    reviewers: [...reviewers],
  };
}

function useDrawn(wanted: SampleRequest | null) {
  const request = useDeferredValue(wanted);
  const { data } = useQuery({
    ...orpc.queue.sample.queryOptions({
      input: request ?? skipToken,
      staleTime: 0,
    }),
    placeholderData: keepPreviousData,
  });
  return wanted === null ? null : (data ?? null);
}
