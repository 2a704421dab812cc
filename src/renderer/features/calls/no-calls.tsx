import { CirclePause, Filter, Phone, RefreshCw } from 'lucide-react';
import { formatTime } from '#shared/logic/format.ts';
import { useConnection, useReadOnlyReason, useSyncActions, useSyncStatus } from '../../lib/actions.ts';
import { clearFilter } from '../../lib/list-state.ts';
import { navigate } from '../../lib/router.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, ProgressBar } from '../../ui/feedback.tsx';
import { isPaused, isRunning, pausedSentence, progressOf, syncHeadline, workspaceLabel } from '../sync/sync-words.ts';

export function NothingMatches() {
  return (
    <EmptyState
      icon={<Filter />}
      title="No call matches these filters"
      action={
        <Button variant="primary" onClick={clearFilter}>
          Clear the filters
        </Button>
      }
    >
      Take one away, or clear them all.
    </EmptyState>
  );
}

/** An empty workspace, and why it is empty. */
export function NoCalls() {
  const sync = useSyncStatus();
  const connection = useConnection();
  const { start, resume, pending } = useSyncActions();
  const readOnly = useReadOnlyReason();
  if (sync === undefined || connection === undefined) return null;

  const toSettings = (
    <Button variant="primary" onClick={() => navigate({ name: 'settings', section: 'connection' })}>
      Connection settings
    </Button>
  );
  const syncNow = (
    <Button variant="primary" disabled={pending} disabledReason={readOnly} onClick={start}>
      Sync now
    </Button>
  );

  if (isPaused(sync)) {
    const action = (
      <Button variant="primary" disabled={pending} disabledReason={readOnly} onClick={resume}>
        Resume
      </Button>
    );
    return (
      <EmptyState icon={<CirclePause />} title="No calls yet" action={action}>
        {pausedSentence}
      </EmptyState>
    );
  }
  if (isRunning(sync)) {
    const progress = progressOf(sync);
    return (
      <EmptyState icon={<RefreshCw />} title="The first calls are on their way">
        <p>{syncHeadline(sync)}</p>
        <p>{sync.waiting ?? '\u00a0'}</p>
        <ProgressBar
          className="mt-2 w-72"
          label="Sync"
          done={progress?.done ?? 0}
          total={progress?.total ?? null}
          valueText={syncHeadline(sync)}
        />
      </EmptyState>
    );
  }
  if (connection.workspace === 'own' && connection.keyStored === 'none') {
    return (
      <EmptyState icon={<Phone />} title="Not connected" action={toSettings}>
        No key is known for this workspace, and no calls have been copied to this computer yet.
      </EmptyState>
    );
  }
  if (sync.lastRun?.outcome === 'unauthorized') {
    return (
      <EmptyState icon={<Phone />} title="Voicy refused the key" action={toSettings}>
        {sync.lastRun.message ?? 'Enter another key in the connection settings.'}
      </EmptyState>
    );
  }
  if (sync.offlineSinceMs !== null) {
    return (
      <EmptyState icon={<Phone />} title="Offline" action={syncNow}>
        {workspaceLabel(connection)} has not answered since {formatTime(sync.offlineSinceMs, undefined, Date.now())},
        and no calls have been copied to this computer yet.
      </EmptyState>
    );
  }
  if (sync.lastRun !== null && sync.lastRun.outcome !== 'done') {
    return (
      <EmptyState icon={<Phone />} title="No calls yet" action={syncNow}>
        {sync.lastRun.message ?? 'The last sync did not get to any calls.'}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Phone />} title="No calls yet" action={syncNow}>
      {sync.lastRun === null
        ? 'Nothing has been synced so far.'
        : `${workspaceLabel(connection)} has no calls for this key. They appear here after the next sync.`}
    </EmptyState>
  );
}
