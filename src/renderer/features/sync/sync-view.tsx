import { formatBytes, formatCount, formatTime } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { useConnection, useDemoServer, useSyncActions, useSyncStatus } from '../../lib/actions.ts';
import { useKeys } from '../../lib/keys.ts';
import { navigate } from '../../lib/router.ts';
import { useSettings } from '../../lib/settings.ts';
import { type Shape, StatusShape, type Tone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { LiveRegion, ProgressBar, Skeleton } from '../../ui/feedback.tsx';
import { FailureList } from './failure-list.tsx';
import { counted, isRunning, lastRunSentence, syncHeadline, workspaceLabel } from './sync-words.ts';
import { UnreadableNote } from './unreadable.tsx';

export function SyncView() {
  const connection = useConnection();
  const sync = useSyncStatus();
  const actions = useSyncActions();
  const running = sync !== undefined && isRunning(sync);
  useKeys('Sync', [
    { keys: 'S', label: 'Sync now', run: actions.start, enabled: !running },
    { keys: 'Escape', label: 'Back to the calls', run: () => navigate({ name: 'calls' }) },
  ]);
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-[880px] flex-col gap-6 p-6">
        <header className="flex items-center gap-2">
          <h1 className="flex-1 text-title font-strong">Sync</h1>
          {running ? (
            <Button disabled={actions.pending} onClick={actions.cancel}>
              Cancel
            </Button>
          ) : (
            <Button variant="primary" disabled={actions.pending || sync === undefined} onClick={actions.start}>
              Sync now
            </Button>
          )}
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

function Body({ sync, connection }: { sync: SyncStatus; connection: Connection }) {
  return (
    <>
      <LiveRegion>{isRunning(sync) ? `Sync: ${sync.phase}` : lastRunSentence(sync)}</LiveRegion>
      <State sync={sync} connection={connection} />
      {isRunning(sync) ? <Phases sync={sync} /> : null}
      <Cache sync={sync} />
      {connection.demoServer === null ? null : <Plug running={connection.demoServer === 'running'} />}
      <FailureList failures={sync.failures} />
      {sync.unreadable === 0 ? null : (
        <UnreadableNote className="self-start" label={`${counted(sync.unreadable, 'call')} could not be read`} />
      )}
    </>
  );
}

/** One calm sentence on how things stand, and the one thing to do. */
function State({ sync, connection }: { sync: SyncStatus; connection: Connection }) {
  const now = Date.now();
  const success = sync.lastSuccessMs === null ? 'never' : formatTime(sync.lastSuccessMs, undefined, now);
  const offline =
    sync.offlineSinceMs === null
      ? null
      : `Offline since ${formatTime(sync.offlineSinceMs, undefined, now)}. Everything already here works. Last complete sync: ${success}.`;
  if (isRunning(sync)) {
    const doing = `${workspaceLabel(connection)}: ${syncHeadline(sync)}${sync.waiting === null ? '' : `. ${sync.waiting}`}`;
    return (
      <>
        <Line shape="half" tone="accent" text={doing} />
        {offline === null ? null : <Line shape="ring" tone="slow" text={offline} />}
      </>
    );
  }
  const toSettings = (
    <Button onClick={() => navigate({ name: 'settings', section: 'connection' })}>Connection settings</Button>
  );
  if (connection.keyStored === 'none' && connection.workspace === 'own') {
    return (
      <Line shape="ring" tone="slow" text="No key is known for this workspace. Everything already here works.">
        {toSettings}
      </Line>
    );
  }
  if (sync.lastRun?.outcome === 'unauthorized') {
    return (
      <Line shape="triangle" tone="bad" text={lastRunSentence(sync)}>
        {toSettings}
      </Line>
    );
  }
  if (offline !== null) return <Line shape="ring" tone="slow" text={offline} />;
  const gaps = sync.lastRun !== null && ['incomplete', 'failed'].includes(sync.lastRun.outcome);
  return <Line shape={gaps ? 'triangle' : 'disc'} tone={gaps ? 'slow' : 'ok'} text={lastRunSentence(sync)} />;
}

interface LineProps {
  shape: Shape;
  tone: Tone;
  text: string;
  children?: React.ReactNode;
}

function Line({ shape, tone, text, children }: LineProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <StatusShape shape={shape} tone={tone} />
      <p className="min-w-0 flex-1">{text}</p>
      {children}
    </div>
  );
}

function Phases({ sync }: { sync: SyncStatus }) {
  const { recordings, details } = sync;
  const withRecordings = useSettings().downloadRecordings;
  // Before the list is read nobody knows how much there is to fetch.
  const listing = sync.phase === 'listing' || (sync.phase === 'waiting' && details.total === 0);
  return (
    <section aria-label="Progress" className="grid gap-3">
      <Phase
        label="List"
        done={sync.listed}
        total={listing ? null : sync.listed}
        text={counted(sync.listed, 'call') + (listing ? ' so far' : '')}
      />
      <Phase label="Calls" {...details} text={countsText(details, listing)} />
      {withRecordings ? <Phase label="Recordings" {...recordings} text={countsText(recordings, listing)} /> : null}
      <p className="text-text-2">{formatBytes(sync.receivedBytes)} of recordings received in this run</p>
    </section>
  );
}

function countsText({ done, total, failed }: SyncStatus['details'], listing: boolean): string {
  if (total === 0) return listing ? 'after the list' : 'nothing to fetch';
  return `${formatCount(done)} of ${formatCount(total)}${failed === 0 ? '' : `, ${formatCount(failed)} failed`}`;
}

function Phase(props: { label: string; done: number; total: number | null; failed?: number; text: string }) {
  const { label, done, total, failed = 0, text } = props;
  return (
    <div className="grid grid-cols-[90px_1fr_220px] items-center gap-3">
      <span>{label}</span>
      <ProgressBar label={label} done={done + failed} total={total} valueText={text} />
      <span className="text-right text-text-2">{text}</span>
    </div>
  );
}

function Cache({ sync }: { sync: SyncStatus }) {
  const rows: readonly (readonly [string, string])[] = [
    ['Calls', formatCount(sync.cachedCalls)],
    ['Recordings', `${formatCount(sync.cachedRecordings)}, ${formatBytes(sync.recordingBytes)}`],
    [
      'Last complete sync',
      sync.lastSuccessMs === null ? 'never' : formatTime(sync.lastSuccessMs, undefined, Date.now()),
    ],
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
