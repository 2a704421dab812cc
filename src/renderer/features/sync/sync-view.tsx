import { formatBytes, formatCount, formatTime } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { useConnection, useDemoServer, useReadOnlyReason, useSyncActions, useSyncStatus } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { navigate } from '../../lib/router.ts';
import { useSettings } from '../../lib/settings.ts';
import { Button } from '../../ui/button.tsx';
import { LiveRegion, Skeleton } from '../../ui/feedback.tsx';
import { FailureList } from './failure-list.tsx';
import { SyncNotices } from './notices.tsx';
import { PlanTable } from './plan-table.tsx';
import { failedOf } from './queue-words.ts';
import { RunProgress } from './run-progress.tsx';
import { StateLine } from './state-line.tsx';
import {
  counted,
  isPaused,
  isRunning,
  lastRunSentence,
  nextSyncWords,
  pausedSentence,
  resumeFirst,
} from './sync-words.ts';
import { UnreadableNote } from './unreadable.tsx';

/** What the sync does, has done and will do, and its controls. */
export function SyncView() {
  const connection = useConnection();
  const sync = useSyncStatus();
  return (
    <div className="relative h-full overflow-auto">
      <div className="mx-auto flex max-w-[880px] flex-col gap-6 p-6">
        <header className="flex flex-wrap items-center gap-2">
          <h1 className="flex-1 text-title font-strong">Sync</h1>
          {sync === undefined ? null : <Controls sync={sync} />}
        </header>
        {sync === undefined || connection === undefined ? (
          <Skeleton className="h-40" />
        ) : (
          <Body sync={sync} connection={connection} />
        )}
      </div>
    </div>
  );
}

/** Two buttons of a fixed width: what they say changes, where they are does not. */
function Controls({ sync }: { sync: SyncStatus }) {
  const { start, cancel, pause, resume, retryFailed, pending } = useSyncActions();
  const readOnly = useReadOnlyReason();
  const running = isRunning(sync);
  const paused = isPaused(sync);
  const may = readOnly === null;
  useKeys('sync', [
    { action: 'start', run: start, enabled: may && !running && !paused },
    { action: 'pause', label: paused ? 'Resume' : 'Pause', run: paused ? resume : pause, enabled: may },
    { action: 'retry', run: retryFailed, enabled: may && !paused && failedOf(sync.queue) > 0 },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);
  return (
    <>
      <Button
        className="min-w-24"
        variant={paused ? 'primary' : 'secondary'}
        disabled={pending}
        disabledReason={readOnly}
        onClick={paused ? resume : pause}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      {running ? (
        <Button className="min-w-24" disabled={pending} disabledReason={readOnly} onClick={cancel}>
          Cancel
        </Button>
      ) : (
        <Button
          className="min-w-24"
          variant={paused ? 'secondary' : 'primary'}
          disabled={pending}
          disabledReason={readOnly ?? (paused ? resumeFirst : null)}
          onClick={start}
        >
          Sync now
        </Button>
      )}
    </>
  );
}

function Body({ sync, connection }: { sync: SyncStatus; connection: Connection }) {
  const said = isPaused(sync) ? pausedSentence : isRunning(sync) ? `Sync: ${sync.phase}` : lastRunSentence(sync);
  return (
    <>
      <LiveRegion>{said}</LiveRegion>
      <div className="flex flex-col gap-2">
        <StateLine sync={sync} connection={connection} />
        <SyncNotices notices={sync.notices} />
      </div>
      {isRunning(sync) ? <RunProgress sync={sync} /> : null}
      <PlanTable sync={sync} />
      <FailureList failures={sync.failures} />
      <Cache sync={sync} />
      {connection.demoServer === null ? null : <Plug running={connection.demoServer === 'running'} />}
      {sync.unreadable === 0 ? null : (
        <UnreadableNote className="self-start" label={`${counted(sync.unreadable, 'call')} could not be read`} />
      )}
    </>
  );
}

function Cache({ sync }: { sync: SyncStatus }) {
  const { autoSync } = useSettings();
  const now = Date.now();
  const rows: readonly (readonly [string, string])[] = [
    ['Calls', formatCount(sync.cachedCalls)],
    ['Recordings', `${formatCount(sync.cachedRecordings)}, ${formatBytes(sync.recordingBytes)}`],
    ['Last complete sync', sync.lastSuccessMs === null ? 'never' : formatTime(sync.lastSuccessMs, undefined, now)],
    ['Next sync', nextSyncWords(sync, autoSync, now)],
  ];
  return (
    <section aria-labelledby="cache-title">
      <h2 id="cache-title" className="mb-2 font-strong">
        On this computer
      </h2>
      <dl className="grid grid-cols-[160px_1fr] gap-y-1">
        {rows.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-text-2">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Plug({ running }: { running: boolean }) {
  const server = useDemoServer();
  return (
    <section aria-labelledby="plug-title" className="border-y border-line py-4">
      <h2 id="plug-title" className="mb-1 font-strong">
        Try it offline
      </h2>
      <p className="mb-3 max-w-[70ch] text-text-2">
        {running
          ? 'The demo’s server runs inside Earmark. Pull its plug and it is as if the network were gone: the list, the transcripts and every recording already here go on working; only Sync now finds nobody.'
          : 'The demo’s server is off, as if the network were gone. Open calls, play them, search and filter: all of it comes from this computer.'}
      </p>
      <Button disabled={server.isPending} onClick={() => server.mutate({ running: !running })}>
        {running ? 'Pull the plug' : 'Put the plug back'}
      </Button>
    </section>
  );
}
