import { useQuery } from '@tanstack/react-query';
import type { Settings } from '#shared/model/settings.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { failedOf } from '../features/sync/queue-words.ts';
import { isPaused, isRunning } from '../features/sync/sync-words.ts';
import { type SyncActions, useOpenWorkspace, useReadOnlyReason, useSyncActions } from '../lib/actions.ts';
import { setDownloadDialog } from '../lib/download-dialog.ts';
import { getAction, type KeyActionId } from '../lib/key-catalogue.ts';
import { useKeyScopes } from '../lib/keys.ts';
import { navigate } from '../lib/router.ts';
import { orpc } from '../lib/rpc.ts';
import { useSetting, useUpdateSettings } from '../lib/settings.ts';

export interface AppCommand {
  id: string;
  label: string;
  /** The action of the key catalogue that does the same. */
  action: KeyActionId | null;
  run: () => void;
}

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** What can be done from anywhere. */
export function useAppCommands(): AppCommand[] {
  const sync = useQuery(orpc.sync.status.queryOptions()).data;
  const info = useQuery(orpc.app.info.queryOptions()).data;
  const connection = useQuery(orpc.connection.get.queryOptions()).data;
  const currentTheme = useSetting('theme');
  const update = useUpdateSettings();
  const actions = useSyncActions();
  const writable = useReadOnlyReason() === null;
  const openWorkspace = useOpenWorkspace();

  const commands: AppCommand[] = [
    { id: 'go-calls', label: 'Go to Calls', action: 'everywhere.calls', run: () => navigate({ name: 'calls' }) },
    { id: 'go-review', label: 'Go to Review', action: 'everywhere.review', run: () => navigate({ name: 'review' }) },
    {
      id: 'go-agreement',
      label: 'Go to Agreement: how far reviewers agree',
      action: null,
      run: () => navigate({ name: 'agreement', source: null }),
    },
    {
      id: 'go-blind',
      label: 'Go to Blind listening: votes and what they come to',
      action: null,
      run: () => navigate({ name: 'blind' }),
    },
    { id: 'go-notes', label: 'Go to Notes', action: 'everywhere.notes', run: () => navigate({ name: 'notes' }) },
    {
      id: 'go-compare',
      label: 'Go to Compare',
      action: 'everywhere.compare',
      run: () => navigate({ name: 'compare', refs: [], base: 0 }),
    },
    {
      id: 'go-families',
      label: 'Go to Families: recurring agent turns',
      action: 'everywhere.families',
      run: () => navigate({ name: 'families', id: null }),
    },
    { id: 'go-tags', label: 'Change tags', action: null, run: () => navigate({ name: 'settings', section: 'notes' }) },
    {
      id: 'go-scorecards',
      label: 'Go to Scorecards',
      action: null,
      run: () => navigate({ name: 'scorecards', id: null }),
    },
    {
      id: 'go-insights',
      label: 'Go to Insights: where the time goes',
      action: 'everywhere.insights',
      run: () => navigate({ name: 'insights', search: '' }),
    },
    {
      id: 'go-versions',
      label: 'Compare two versions of an agent',
      action: null,
      run: () => navigate({ name: 'insights', search: 'view=versions' }),
    },
    { id: 'go-sync', label: 'Go to Sync', action: 'everywhere.sync', run: () => navigate({ name: 'sync' }) },
    {
      id: 'go-settings',
      label: 'Go to Settings',
      action: 'everywhere.settings',
      run: () => navigate({ name: 'settings', section: null }),
    },
    {
      id: 'go-connection',
      label: 'Change the connection or the key',
      action: null,
      run: () => navigate({ name: 'settings', section: 'connection' }),
    },
    { id: 'go-keys', label: 'Change keys', action: null, run: () => navigate({ name: 'settings', section: 'keys' }) },
  ];
  commands.push({
    id: 'download-matching',
    label: 'Download all matching recordings',
    action: null,
    run: () => setDownloadDialog(true),
  });
  if (sync !== undefined && writable) commands.push(...syncCommands(sync, actions));
  for (const theme of themes) {
    if (theme === currentTheme || !writable) continue;
    const label = theme === 'system' ? 'Theme: follow the system' : `Theme: ${theme}`;
    commands.push({ id: `theme-${theme}`, label, action: null, run: () => update({ theme }) });
  }
  if (info?.capabilities.demo === true && connection !== undefined) {
    const other = connection.workspace === 'demo' ? 'own' : 'demo';
    const label = other === 'demo' ? 'Open the demo workspace' : 'Open my own workspace';
    commands.push({ id: 'workspace', label, action: null, run: () => openWorkspace.mutate({ kind: other }) });
  }
  return commands;
}

function syncCommands(sync: SyncStatus, actions: SyncActions): AppCommand[] {
  const command = (id: string, label: string, run: () => void): AppCommand => ({ id, label, action: null, run });
  if (isPaused(sync)) return [command('sync-resume', 'Resume sync', actions.resume)];
  const commands = [
    isRunning(sync)
      ? command('sync-cancel', 'Cancel the sync', actions.cancel)
      : command('sync-start', 'Sync now', actions.start),
    command('sync-pause', 'Pause sync', actions.pause),
  ];
  if (failedOf(sync.queue) > 0) commands.push(command('sync-retry', 'Retry failed', actions.retryFailed));
  return commands;
}

/** What can be done in the view one is in: all of its keys that make sense without one. */
export function useViewCommands(): AppCommand[] {
  return useKeyScopes()
    .filter(({ scope }) => scope !== 'everywhere')
    .flatMap(({ bindings }) =>
      bindings
        .filter((binding) => binding.enabled === true && getAction(binding.id).inPalette !== false)
        .map(({ id, label, run }) => ({ id, label, action: id, run })),
    );
}
