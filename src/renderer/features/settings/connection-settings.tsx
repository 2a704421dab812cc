import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useSyncActions } from '../../lib/actions.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { toast } from '../../ui/toast-store.ts';
import { ConnectionForm } from '../connect/connection-form.tsx';

const storedWords: Record<Connection['keyStored'], string> = {
  keyring: 'encrypted by this computer’s keyring',
  session: 'in memory, until Earmark ends',
  environment: 'from the environment that Earmark was started in',
  none: 'no key known',
};

/** Where calls come from, and the key: seen by its last four characters only. */
export function ConnectionSettings({ connection }: { connection: Connection }) {
  const [editing, setEditing] = useState(false);
  const { start } = useSyncActions();
  if (connection.workspace === 'demo') {
    return (
      <p className="text-text-2">
        The demo workspace is connected to a server built into Earmark and needs no key. Open your own workspace below
        to connect to Voicy.
      </p>
    );
  }
  if (editing) {
    return (
      <ConnectionForm
        connection={connection}
        saveLabel="Save"
        onCancel={() => setEditing(false)}
        onSaved={() => {
          setEditing(false);
          toast.ok('Connection saved. Syncing.');
          start();
        }}
      />
    );
  }
  const hasKey = connection.keyStored !== 'none';
  return (
    <>
      <dl className="grid grid-cols-[120px_1fr] gap-y-1">
        <dt className="text-text-2">Base URL</dt>
        <dd className="break-all">{connection.baseUrl ?? 'not set'}</dd>
        <dt className="text-text-2">API key</dt>
        <dd>
          {connection.keyLast4 === null ? null : (
            <>
              <span className="font-mono">••••{connection.keyLast4}</span>,{' '}
            </>
          )}
          {storedWords[connection.keyStored]}
        </dd>
      </dl>
      {connection.keyNote === null ? null : <p className="text-text-2">{connection.keyNote}</p>}
      <div className="flex gap-2">
        <Button onClick={() => setEditing(true)}>{hasKey ? 'Change' : 'Connect'}</Button>
        {hasKey ? <ForgetKey /> : null}
      </div>
    </>
  );
}

function ForgetKey() {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const forget = useMutation(
    orpc.connection.forget.mutationOptions({
      onSuccess: (connection) => {
        queries.setQueryData(orpc.connection.get.queryKey(), connection);
        setAsking(false);
      },
      onError: (error) => toast.error(problemOf(error).message),
    }),
  );
  return (
    <>
      <Button variant="ghost" onClick={() => setAsking(true)}>
        Forget the key
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title="Forget the key?"
        footer={
          <>
            <Button data-autofocus onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button variant="danger" disabled={forget.isPending} onClick={() => forget.mutate({})}>
              Forget the key
            </Button>
          </>
        }
      >
        <p className="p-4">
          Earmark stops syncing until a key is entered again. Calls, recordings and reviews on this computer stay.
        </p>
      </Dialog>
    </>
  );
}
