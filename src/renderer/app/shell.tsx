import { lazy, Suspense, useEffect, useState } from 'react';
import { CallsView } from '../features/calls/calls-view.tsx';
import { DownloadDialog } from '../features/calls/download-dialog.tsx';
import { useTrayOfWorkspace } from '../features/compare/tray.ts';
import { ExportDialog } from '../features/exchange/export-dialog.tsx';
import { ImportDialog } from '../features/exchange/import-dialog.tsx';
import { NotesView } from '../features/notes/notes-view.tsx';
import { ReviewView } from '../features/review/review-view.tsx';
import { SettingsView } from '../features/settings/settings-view.tsx';
import { ConflictsView } from '../features/sharing/conflicts-view.tsx';
import { ReceiveDialog } from '../features/sharing/receive-dialog.tsx';
import { ShareDialog } from '../features/sharing/share-dialog.tsx';
import { useSharingKeys } from '../features/sharing/use-sharing-keys.ts';
import { ShellNotices } from '../features/sync/notices.tsx';
import { SyncView } from '../features/sync/sync-view.tsx';
import { useHostLink } from '../lib/events.ts';
import { useKeys } from '../lib/keys.ts';
import { useListState } from '../lib/list-state.ts';
import { navigate, type Route, useRoute } from '../lib/router.ts';
import { StatusShape } from '../ui/badge.tsx';
import { CommandPalette } from './command-palette.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { KeySheet } from './key-sheet.tsx';
import { Rail } from './rail.tsx';
import { StatusLine } from './status-line.tsx';

const loadCallView = () => import('../features/call/index.tsx');
const CallView = lazy(async () => ({ default: (await loadCallView()).CallView }));

const AgreementView = lazy(async () => ({
  default: (await import('../features/agreement/agreement-view.tsx')).AgreementView,
}));
const BlindView = lazy(async () => ({
  default: (await import('../features/compare/listen/blind-view.tsx')).BlindView,
}));
const CompareView = lazy(async () => ({
  default: (await import('../features/compare/compare-view.tsx')).CompareView,
}));
const FamiliesView = lazy(async () => ({
  default: (await import('../features/families/families-view.tsx')).FamiliesView,
}));
const ScorecardsView = lazy(async () => ({
  default: (await import('../features/scorecards/scorecards-view.tsx')).ScorecardsView,
}));

const InsightsView = lazy(async () => ({
  default: (await import('../features/insights/insights-view.tsx')).InsightsView,
}));

const titles: Record<Route['name'], string> = {
  calls: 'Calls',
  call: 'Call',
  scorecards: 'Scorecards',
  notes: 'Notes',
  compare: 'Compare',
  families: 'Families',
  review: 'Review',
  sync: 'Sync',
  agreement: 'Agreement',
  blind: 'Blind listening',
  conflicts: 'Conflicts',
  insights: 'Insights',
  settings: 'Settings',
};

export function Shell() {
  const route = useRoute();
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  const close = (): void => setOverlay(null);

  useKeys('everywhere', [
    { action: 'palette', run: () => setOverlay('palette') },
    { action: 'keys', run: () => setOverlay('keys') },
    { action: 'calls', run: () => navigate({ name: 'calls' }) },
    { action: 'review', run: () => navigate({ name: 'review' }) },
    { action: 'notes', run: () => navigate({ name: 'notes' }) },
    { action: 'compare', run: () => navigate({ name: 'compare', refs: [], base: 0 }) },
    { action: 'families', run: () => navigate({ name: 'families', id: null }) },
    { action: 'sync', run: () => navigate({ name: 'sync' }) },
    { action: 'insights', run: () => navigate({ name: 'insights', search: '' }) },
    { action: 'settings', run: () => navigate({ name: 'settings', section: null }) },
  ]);

  useTrayOfWorkspace();
  useSharingKeys(route.name === 'call' ? route.id : null);

  // Whatever call was open last is the one the list comes back to.
  const openId = route.name === 'call' ? route.id : null;
  useEffect(() => {
    if (openId !== null) useListState.setState({ activeId: openId });
  }, [openId]);

  // Fetched while nothing else is to do: the first call opened would wait for it, and React's pause before a fallback too.
  useEffect(() => {
    const idle = requestIdleCallback(() => {
      // If it cannot be had now, opening a call asks again, and says so then.
      loadCallView().catch(() => undefined);
    });
    return () => cancelIdleCallback(idle);
  }, []);

  useEffect(() => {
    document.title = `${titles[route.name]} – Earmark`;
  }, [route.name]);

  return (
    <div className="flex h-full flex-col">
      <HostBanner />
      <ShellNotices />
      <div className="flex min-h-0 flex-1">
        <Rail route={route} />
        <main className="min-h-0 min-w-0 flex-1">
          <ErrorBoundary resetKey={route.name}>
            <Suspense fallback={null}>
              <View route={route} />
            </Suspense>
          </ErrorBoundary>
        </main>
      </div>
      <StatusLine onShowKeys={() => setOverlay('keys')} onShowPalette={() => setOverlay('palette')} />
      <CommandPalette open={overlay === 'palette'} onClose={close} onShowKeys={() => setOverlay('keys')} />
      <DownloadDialog />
      <ExportDialog />
      <ImportDialog />
      <ShareDialog />
      <ReceiveDialog />
      <KeySheet open={overlay === 'keys'} onClose={close} />
    </div>
  );
}

function View({ route }: { route: Route }) {
  switch (route.name) {
    case 'calls':
      return <CallsView />;
    case 'call':
      return <CallView callId={route.id} />;
    case 'review':
      return <ReviewView />;
    case 'blind':
      return <BlindView />;
    case 'agreement':
      return <AgreementView source={route.source} />;
    case 'notes':
      return <NotesView />;
    case 'compare':
      return <CompareView refs={route.refs} base={route.base} />;
    case 'families':
      return <FamiliesView id={route.id} />;
    case 'scorecards':
      return <ScorecardsView id={route.id} />;
    case 'sync':
      return <SyncView />;
    case 'conflicts':
      return <ConflictsView />;
    case 'insights':
      return <InsightsView search={route.search} />;
    case 'settings':
      return <SettingsView section={route.section} />;
  }
}

function HostBanner() {
  const down = useHostLink((link) => link.state === 'down');
  return (
    <div role="alert">
      {down ? (
        <p className="flex items-center gap-2 border-b border-line bg-surface-2 px-3 py-1">
          <StatusShape shape="triangle" tone="bad" />
          Earmark’s background process does not answer. Trying again; if this stays, start Earmark again.
        </p>
      ) : null}
    </div>
  );
}
