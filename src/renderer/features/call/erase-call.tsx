import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatDateTime, formatPhone } from '#shared/logic/format.ts';
import type { CallRow } from '#shared/model/call.ts';
import { useReadOnlyReason } from '../../lib/actions.ts';
import { useListState } from '../../lib/list-state.ts';
import { navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast-store.ts';

const erased = [
  'the call and everything Voicy said about it',
  'its transcript, also from the search',
  'its recording and waveform',
  'all review work on it',
  'the copies of all this in Earmark’s backups',
];

/** Erases the open call after asking. Nothing is more final, so the dialog says exactly what goes. */
export function EraseCall({ row }: { row: CallRow }) {
  const [asking, setAsking] = useState(false);
  const readOnly = useReadOnlyReason();
  const queries = useQueryClient();
  const erase = useMutation(
    orpc.calls.erase.mutationOptions({
      onSuccess: () => {
        if (useListState.getState().activeId === row.id) useListState.setState({ activeId: null });
        navigate({ name: 'calls' });
        queries.removeQueries({ queryKey: orpc.calls.get.queryKey({ input: { id: row.id } }), type: 'inactive' });
        toast.ok('The call was erased from this computer.');
      },
    }),
  );
  return (
    <>
      <Button variant="danger" className="self-start" disabledReason={readOnly} onClick={() => setAsking(true)}>
        Erase this call
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Erase this call?"
        footer={
          <>
            <Button data-autofocus onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" disabled={erase.isPending} onClick={() => erase.mutate({ id: row.id })}>
              {erase.isPending ? 'Erasing' : 'Erase for good'}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3 p-4">
          <p className="font-strong [overflow-wrap:anywhere]">{nameOf(row)}</p>
          <div>
            <p>Erased from this computer:</p>
            <ul className="list-disc pl-5">
              {erased.map((what) => (
                <li key={what}>{what}</li>
              ))}
            </ul>
          </div>
          <p>This cannot be undone. What Voicy has stays at Voicy, but a sync does not bring the call back.</p>
          {erase.error === null ? null : (
            <p role="alert" className="text-bad">
              {problemOf(erase.error).message}
            </p>
          )}
        </div>
      </Dialog>
    </>
  );
}

function nameOf(row: CallRow): string {
  return [
    row.agentName ?? row.agentId ?? 'Unknown agent',
    row.startMs === null ? null : formatDateTime(row.startMs, undefined, Date.now()),
    row.callerNumber === null ? null : formatPhone(row.callerNumber),
  ]
    .filter((part) => part !== null)
    .join(', ');
}
