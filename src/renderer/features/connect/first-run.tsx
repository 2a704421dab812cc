import type { Connection } from '#shared/model/connection.ts';
import { useAppInfo, useOpenWorkspace, useSyncActions } from '../../lib/actions.ts';
import { navigate } from '../../lib/router.ts';
import { Button } from '../../ui/button.tsx';
import { openReceive } from '../sharing/open-sharing.ts';
import { ReceiveDialog } from '../sharing/receive-dialog.tsx';
import { ConnectionForm } from './connection-form.tsx';

/** The first screen of an empty workspace: connect, or look at the demo. */
export function FirstRun({ connection }: { connection: Connection }) {
  const info = useAppInfo();
  const openWorkspace = useOpenWorkspace();
  const { start } = useSyncActions();
  return (
    <main className="flex h-full justify-center overflow-auto bg-surface-1 p-6">
      <div className="my-auto w-[min(860px,100%)]">
        <h1 className="text-[22px] leading-8 font-strong">Earmark</h1>
        <p className="mb-6 max-w-[68ch] text-read text-text-2">
          Audit the calls of your voice agents: recording, transcript and the latency of every turn in step. Calls are
          copied to this computer once and work offline from then on.
        </p>
        <div className="grid gap-8 md:grid-cols-[1fr_1px_280px]">
          <section aria-labelledby="connect-title">
            <h2 id="connect-title" className="mb-3 text-title font-strong">
              Connect to Voicy
            </h2>
            <ConnectionForm
              connection={connection}
              saveLabel="Save and sync"
              onSaved={() => {
                navigate({ name: 'calls' });
                start();
              }}
            />
          </section>
          <div className="hidden bg-line md:block" />
          <div className="flex flex-col gap-8">
            {info?.capabilities.demo === true ? (
              <section aria-labelledby="demo-title">
                <h2 id="demo-title" className="mb-2 text-title font-strong">
                  Just looking
                </h2>
                <p className="mb-3 text-text-2">
                  The demo workspace has seventy calls of three agents, most of them spoken, with a server built into
                  Earmark. It needs no key and no network.
                </p>
                <Button disabled={openWorkspace.isPending} onClick={() => openWorkspace.mutate({ kind: 'demo' })}>
                  Open the demo workspace
                </Button>
              </section>
            ) : null}
            <section aria-labelledby="bundle-title">
              <h2 id="bundle-title" className="mb-2 text-title font-strong">
                From a colleague
              </h2>
              <p className="mb-3 text-text-2">
                A bundle that has the calls in it can be reviewed without a key of your own.
              </p>
              <Button onClick={openReceive}>Import a bundle</Button>
              <ReceiveDialog />
            </section>
            <section aria-labelledby="stored-title">
              <h2 id="stored-title" className="mb-2 text-title font-strong">
                What is stored where
              </h2>
              <dl className="grid gap-2 text-text-2">
                <div>
                  <dt className="font-strong text-text-1">Key</dt>
                  <dd>
                    {info?.capabilities.keyring === true
                      ? 'in this computer’s keyring, encrypted'
                      : 'in memory, until Earmark ends'}
                  </dd>
                </div>
                <div>
                  <dt className="font-strong text-text-1">Calls, recordings, reviews</dt>
                  <dd>
                    in a folder of this computer, not encrypted by Earmark
                    <span className="mt-0.5 block font-mono text-meta break-all">{info?.workspaceDir}</span>
                  </dd>
                </div>
                <div>
                  <dt className="font-strong text-text-1">Elsewhere</dt>
                  <dd>nothing: Earmark talks to Voicy and to nobody else</dd>
                </div>
              </dl>
            </section>
          </div>
        </div>
      </div>
    </main>
  );
}
