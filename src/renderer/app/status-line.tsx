import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { formatBytes, formatCount, formatTime } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { isPaused, isRunning, progressOf, syncHeadline, workspaceLabel } from '../features/sync/sync-words.ts';
import { useReadOnlyReason, useSyncActions } from '../lib/actions.ts';
import { hrefOf } from '../lib/router.ts';
import { orpc } from '../lib/rpc.ts';
import { StatusShape } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/feedback.tsx';
import { Kbd } from '../ui/kbd.tsx';

export interface StatusLineProps {
  onShowKeys: () => void;
  onShowPalette: () => void;
}

/** The line at the foot of every view: whose data, how fresh, how complete. */
export function StatusLine({ onShowKeys, onShowPalette }: StatusLineProps) {
  const connection = useQuery(orpc.connection.get.queryOptions()).data;
  const sync = useQuery(orpc.sync.status.queryOptions()).data;
  const hint = 'flex h-6 items-center gap-1.5 rounded-sm px-1.5 hover:bg-surface-3 hover:text-text-1';
  return (
    <footer className="flex h-7 shrink-0 items-center gap-2 overflow-hidden border-t border-line bg-surface-0 px-2 text-meta text-text-2">
      <a
        href={hrefOf({ name: 'sync' })}
        className="flex h-6 min-w-0 items-center gap-2 rounded-sm px-1 hover:bg-surface-3"
      >
        {connection === undefined || sync === undefined ? null : <Facts connection={connection} sync={sync} />}
      </a>
      {sync !== undefined && isPaused(sync) ? <ResumeButton /> : null}
      <span className="flex-1" />
      <button type="button" className={hint} onClick={onShowPalette}>
        Find <Kbd keys="Ctrl+K" />
      </button>
      <button type="button" className={hint} onClick={onShowKeys}>
        Keys <Kbd keys="?" />
      </button>
    </footer>
  );
}

function ResumeButton() {
  const { resume, pending } = useSyncActions();
  const readOnly = useReadOnlyReason();
  return (
    <Button size="sm" className="text-meta" disabled={pending} disabledReason={readOnly} onClick={resume}>
      Resume
    </Button>
  );
}

function Facts({ connection, sync }: { connection: Connection; sync: SyncStatus }) {
  const now = Date.now();
  const facts: ReactNode[] = [
    <span key="workspace" className="font-strong text-text-1">
      {workspaceLabel(connection)}
    </span>,
  ];
  if (isPaused(sync)) {
    facts.push(
      <span key="paused" className="inline-flex items-center gap-1.5 align-top text-slow">
        <StatusShape shape="square" tone="slow" />
        sync paused
      </span>,
    );
  }
  if (sync.offlineSinceMs !== null) {
    facts.push(
      <span key="offline" className="inline-flex items-center gap-1.5 align-top text-slow">
        <StatusShape shape="ring" tone="slow" />
        offline since {formatTime(sync.offlineSinceMs, undefined, now)}
      </span>,
    );
  } else if (sync.lastRun?.outcome === 'unauthorized' && !isRunning(sync)) {
    facts.push(
      <span key="refused" className="inline-flex items-center gap-1.5 align-top text-bad">
        <StatusShape shape="triangle" tone="bad" />
        key refused
      </span>,
    );
  }
  const progress = progressOf(sync);
  if (progress !== null) {
    facts.push(
      <span key="progress" className="inline-flex items-center gap-2 align-top">
        {syncHeadline(sync)}
        <ProgressBar label="Sync" done={progress.done} total={progress.total} className="w-24" />
      </span>,
    );
  }
  facts.push(
    <span key="last">
      {sync.lastSuccessMs === null ? 'never synced' : `last sync ${formatTime(sync.lastSuccessMs, undefined, now)}`}
    </span>,
    <span key="recordings">
      {formatCount(sync.cachedRecordings)} of {formatCount(sync.cachedCalls)} calls with a recording here,{' '}
      {formatBytes(sync.recordingBytes)}
    </span>,
  );
  return facts.map((fact, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a fixed sequence
    <Fragment key={index}>
      {index === 0 ? null : (
        <span aria-hidden="true" className="text-text-3">
          ·
        </span>
      )}
      <span className="truncate whitespace-nowrap">{fact}</span>
    </Fragment>
  ));
}
