import type { Capabilities, Connection } from '#shared/model/connection.ts';
import { useDemoServer, useOpenWorkspace } from '../../lib/actions.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { openReceive } from '../sharing/open-sharing.ts';

export interface WorkspaceSettingsProps {
  connection: Connection;
  capabilities: Capabilities;
}

/** Own calls or the demo: two folders that never mix. */
export function WorkspaceSettings({ connection, capabilities }: WorkspaceSettingsProps) {
  const openWorkspace = useOpenWorkspace();
  const server = useDemoServer();
  const demo = connection.workspace === 'demo';
  return (
    <>
      <p>{demo ? 'The demo workspace is open.' : 'Your own workspace is open.'}</p>
      {demo || capabilities.demo ? (
        <div className="flex flex-col items-start gap-2">
          <Button
            disabled={openWorkspace.isPending}
            onClick={() => openWorkspace.mutate({ kind: demo ? 'own' : 'demo' })}
          >
            {demo ? 'Open my own workspace' : 'Open the demo workspace'}
          </Button>
          <p className="text-text-3">Each has its own folder; nothing is mixed and nothing is lost by switching.</p>
        </div>
      ) : null}
      <div className="flex flex-col items-start gap-2">
        <Button onClick={openReceive}>Import a bundle</Button>
        <p className="text-text-3">A colleague’s review work is merged; nothing that is here is overwritten.</p>
      </div>
      {connection.demoServer === null ? null : (
        <Checkbox
          className="-ml-1 self-start"
          label="The demo’s built-in server answers (off = as if offline)"
          checked={connection.demoServer === 'running'}
          disabled={server.isPending}
          onChange={(event) => server.mutate({ running: event.target.checked })}
        />
      )}
    </>
  );
}
