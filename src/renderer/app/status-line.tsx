import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatBytes, formatCount, formatTime } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { ConflictBadge } from '../features/sharing/conflict-badge.tsx';
import { isPaused, isRunning, progressOf, syncHeadline, workspaceLabel } from '../features/sync/sync-words.ts';
import { useReadOnlyReason, useSyncActions } from '../lib/actions.ts';
import { hrefOf } from '../lib/router.ts';
import { orpc } from '../lib/rpc.ts';
import { StatusShape } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/feedback.tsx';
import { ActionKbd } from '../ui/kbd.tsx';

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
        {connection === undefined || sync === undefined ? (
          <span className="sr-only">Sync</span>
        ) : (
          <Facts connection={connection} sync={sync} />
        )}
      </a>
      {sync !== undefined && isPaused(sync) ? <ResumeButton /> : null}
      <ConflictBadge />
      <span className="flex-1" />
      <button type="button" className={hint} onClick={onShowPalette}>
        Find <ActionKbd action="everywhere.palette" />
      </button>
      <button type="button" className={hint} onClick={onShowKeys}>
        Keys <ActionKbd action="everywhere.keys" />
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

interface Fact {
  key: string;
  content: ReactNode;
  className: string;
}

const state = 'flex shrink-0 items-center gap-2';
const plain = 'truncate whitespace-nowrap not-first:before:mr-2';

/** What changes what can be done keeps its width; in a narrow window the others give way. */
function factsOf(connection: Connection, sync: SyncStatus): Fact[] {
  const now = Date.now();
  const facts: Fact[] = [
    { key: 'workspace', className: `${plain} font-strong text-text-1`, content: workspaceLabel(connection) },
  ];
  if (isPaused(sync)) {
    facts.push({
      key: 'paused',
      className: `${state} text-slow`,
      content: (
        <>
          <StatusShape shape="square" tone="slow" />
          sync paused
        </>
      ),
    });
  }
  if (sync.offlineSinceMs !== null) {
    facts.push({
      key: 'offline',
      className: `${state} text-slow`,
      content: (
        <>
          <StatusShape shape="ring" tone="slow" />
          offline since {formatTime(sync.offlineSinceMs, undefined, now)}
        </>
      ),
    });
  } else if (sync.lastRun?.outcome === 'unauthorized' && !isRunning(sync)) {
    facts.push({
      key: 'refused',
      className: `${state} text-bad`,
      content: (
        <>
          <StatusShape shape="triangle" tone="bad" />
          key refused
        </>
      ),
    });
  }
  const progress = progressOf(sync);
  if (progress !== null) {
    facts.push({
      key: 'progress',
      className: state,
      content: (
        <>
          {syncHeadline(sync)}
          <ProgressBar label="Sync" done={progress.done} total={progress.total} className="w-24 max-[860px]:hidden" />
        </>
      ),
    });
  }
  facts.push(
    {
      key: 'last',
      className: plain,
      content:
        sync.lastSuccessMs === null ? 'never synced' : `last sync ${formatTime(sync.lastSuccessMs, undefined, now)}`,
    },
    {
      key: 'recordings',
      className: `${plain} max-[860px]:hidden`,
      content: `${formatCount(sync.cachedRecordings)} of ${formatCount(sync.cachedCalls)} calls with a recording here, ${formatBytes(sync.recordingBytes)}`,
    },
  );
  return facts;
}

function Facts({ connection, sync }: { connection: Connection; sync: SyncStatus }) {
  return factsOf(connection, sync).map((fact) => (
    <span key={fact.key} className={`${fact.className} not-first:before:text-text-3 not-first:before:content-['·']`}>
      {fact.content}
    </span>
  ));
}
