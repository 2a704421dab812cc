import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { useListQuestion } from '../../lib/list-state.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { useSettings } from '../../lib/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast-store.ts';
import { leftOutWords } from './queue-words.ts';
import { SampleFields } from './sample-fields.tsx';
import { newSampleForm, type ReadSample, readSampleForm } from './sample-form.ts';

/** Draws a sample for one's own or others' queues; shows what it would draw while it is put together. */
export function SampleDialog({ me, onClose }: { me: string; onClose: () => void }) {
  const { filter } = useListQuestion();
  const { slowLatencyMs } = useSettings();
  const [form, setForm] = useState(() => newSampleForm(me, slowLatencyMs, 1 + Math.floor(Math.random() * 9999)));
  const read = readSampleForm(form, filter);
  const queries = useQueryClient();
  const assign = useMutation(
    orpc.queue.assign.mutationOptions({
      onError: (error) => toast.error(problemOf(error).message),
      onSuccess: async ({ words }) => {
        await queries.invalidateQueries({ queryKey: orpc.queue.key() });
        toast.ok(`Assigned: ${words}.`);
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Assign a sample"
      className="w-[min(860px,94vw)]"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={assign.isPending}
            disabledReason={read.error}
            onClick={() => {
              if (read.request !== null) assign.mutate({ request: read.request, options: read.options });
            }}
          >
            Assign
          </Button>
        </>
      }
    >
      <form
        className="grid gap-x-6 gap-y-4 p-4 md:grid-cols-[minmax(0,1fr)_300px]"
        onSubmit={(event) => {
          event.preventDefault();
          if (read.request !== null && !assign.isPending) {
            assign.mutate({ request: read.request, options: read.options });
          }
        }}
      >
        <SampleFields
          form={form}
          filter={filter}
          onChange={(change) => setForm((known) => ({ ...known, ...change }))}
        />
        <Preview read={read} />
        {/* Enter in a field assigns. */}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

function Preview({ read }: { read: ReadSample }) {
  const request = useDeferredValue(read.request);
  const { data, error } = useQuery({
    ...orpc.queue.sample.queryOptions({
      input: request ?? skipToken,
      staleTime: 0,
    }),
    placeholderData: keepPreviousData,
  });
  const left = data === undefined ? null : leftOutWords(data.leftOut);
  return (
    <section aria-labelledby="preview-title" aria-live="polite" className="flex flex-col gap-2">
      <h3 id="preview-title" className="font-strong">
        What would be drawn
      </h3>
      {read.error !== null ? (
        <p className="text-bad">{read.error}</p>
      ) : error !== null ? (
        <p className="text-bad">{problemOf(error).message}</p>
      ) : data === undefined ? (
        <p className="text-text-3">Counting the calls.</p>
      ) : (
        <>
          <p>{data.words}</p>
          {data.matching === 0 ? (
            <p className="text-text-2">No call is left to draw: loosen the rules or what is left out.</p>
          ) : null}
          {left === null ? null : <p className="text-text-2">{left}</p>}
          {data.strata.length === 0 ? null : (
            <div>
              <table className="w-full">
                <thead>
                  <tr className="border-b border-line text-left text-text-2">
                    <th className="py-0.5 font-normal">Stratum</th>
                    <th className="py-0.5 text-right font-normal">Drawn</th>
                    <th className="py-0.5 text-right font-normal">Of</th>
                  </tr>
                </thead>
                <tbody>
                  {data.strata.map(({ name, matching, drawn }) => (
                    <tr key={name ?? ''} className="border-b border-line/60">
                      <td className="max-w-40 truncate py-0.5" title={name ?? undefined}>
                        {name ?? 'Not known'}
                      </td>
                      <td className="py-0.5 text-right">{formatCount(drawn)}</td>
                      <td className="py-0.5 text-right text-text-2">{formatCount(matching)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
    </section>
  );
}
