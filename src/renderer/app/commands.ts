import { useQuery } from '@tanstack/react-query';
import type { Settings } from '#shared/model/settings.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import { failedOf } from '../features/sync/queue-words.ts';
import { isPaused, isRunning } from '../features/sync/sync-words.ts';
import { type SyncActions, useOpenWorkspace, useReadOnlyReason, useSyncActions } from '../lib/actions.ts';
import { setDownloadDialog } from '../lib/download-dialog.ts';
import { useKeyScopes } from '../lib/keys.ts';
import { navigate } from '../lib/router.ts';
import { orpc } from '../lib/rpc.ts';
import { useSettings, useUpdateSettings } from '../lib/settings.ts';

export interface AppCommand {
  id: string;
  label: string;
  keys: string | null;
  run: () => void;
}

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

/** What can be done from anywhere. */
export function useAppCommands(): AppCommand[] {
  const sync = useQuery(orpc.sync.status.queryOptions()).data;
  const info = useQuery(orpc.app.info.queryOptions()).data;
  const connection = useQuery(orpc.connection.get.queryOptions()).data;
  const settings = useSettings();
  const update = useUpdateSettings();
  const actions = useSyncActions();
  const writable = useReadOnlyReason() === null;
  const openWorkspace = useOpenWorkspace();

  const commands: AppCommand[] = [
    { id: 'go-calls', label: 'Go to Calls', keys: 'Alt+1', run: () => navigate({ name: 'calls' }) },
    { id: 'go-sync', label: 'Go to Sync', keys: 'Alt+2', run: () => navigate({ name: 'sync' }) },
    {
      id: 'go-settings',
      label: 'Go to Settings',
      keys: 'Ctrl+,',
      run: () => navigate({ name: 'settings', section: null }),
    },
    {
      id: 'go-connection',
      label: 'Change the connection or the key',
      keys: null,
      run: () => navigate({ name: 'settings', section: 'connection' }),
    },
  ];
  commands.push({
    id: 'download-matching',
    label: 'Download all matching recordings',
    keys: null,
    run: () => setDownloadDialog(true),
  });
  if (sync !== undefined && writable) commands.push(...syncCommands(sync, actions));
  for (const theme of themes) {
    if (theme === settings.theme || !writable) continue;
    const label = theme === 'system' ? 'Theme: follow the system' : `Theme: ${theme}`;
    commands.push({ id: `theme-${theme}`, label, keys: null, run: () => update({ theme }) });
  }
  if (info?.capabilities.demo === true && connection !== undefined) {
    const other = connection.workspace === 'demo' ? 'own' : 'demo';
    const label = other === 'demo' ? 'Open the demo workspace' : 'Open my own workspace';
    commands.push({ id: 'workspace', label, keys: null, run: () => openWorkspace.mutate({ kind: other }) });
  }
  return commands;
}

function syncCommands(sync: SyncStatus, actions: SyncActions): AppCommand[] {
  const command = (id: string, label: string, run: () => void): AppCommand => ({ id, label, keys: null, run });
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

/** The keys of the view one is in, as commands. */
export function useViewCommands(): AppCommand[] {
  return useKeyScopes()
    .filter((scope) => scope.title !== 'Everywhere')
    .flatMap((scope) =>
      scope.bindings
        .filter((binding) => binding.enabled !== false && binding.hidden !== true && binding.inPalette !== false)
        .map((binding) => ({
          id: `${scope.title} ${binding.label}`,
          label: binding.label,
          keys: typeof binding.keys === 'string' ? binding.keys : (binding.keys[0] ?? null),
          run: () => binding.run(new KeyboardEvent('keydown')),
        })),
    );
}
