import {
  ChartNoAxesColumnIncreasing,
  CirclePause,
  ClipboardCheck,
  Columns3,
  ListMusic,
  MessagesSquare,
  RefreshCw,
  Settings,
  StickyNote,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { TrayCount } from '../features/compare/tray-count.tsx';
import { isPaused } from '../features/sync/sync-words.ts';
import { useSyncStatus } from '../lib/actions.ts';
import type { KeyActionId } from '../lib/key-catalogue.ts';
import { hrefOf, type Route } from '../lib/router.ts';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/tooltip.tsx';

interface Place {
  route: Route;
  names: readonly Route['name'][];
  label: string;
  icon: ReactNode;
  action: KeyActionId;
  /** Read out instead of the label. */
  name?: string;
  hint?: string;
  /** A figure at the icon. */
  count?: ReactNode;
}

const pausedSync = {
  label: 'Paused',
  name: 'Sync, paused',
  hint: 'Sync is paused: go there to resume',
  icon: <CirclePause />,
};

const places: readonly Place[] = [
  {
    route: { name: 'calls' },
    names: ['calls', 'call'],
    label: 'Calls',
    icon: <ListMusic />,
    action: 'everywhere.calls',
  },
  {
    route: { name: 'review' },
    names: ['review', 'scorecards', 'agreement', 'conflicts'],
    label: 'Review',
    icon: <ClipboardCheck />,
    action: 'everywhere.review',
  },
  { route: { name: 'notes' }, names: ['notes'], label: 'Notes', icon: <StickyNote />, action: 'everywhere.notes' },
  {
    route: { name: 'compare', refs: [], base: 0 },
    names: ['compare', 'blind'],
    label: 'Compare',
    icon: <Columns3 />,
    action: 'everywhere.compare',
    count: <TrayCount />,
  },
  {
    route: { name: 'insights', search: '' },
    names: ['insights'],
    label: 'Insights',
    icon: <ChartNoAxesColumnIncreasing />,
    action: 'everywhere.insights',
  },
  {
    route: { name: 'families', id: null },
    names: ['families'],
    label: 'Families',
    icon: <MessagesSquare />,
    action: 'everywhere.families',
  },
  { route: { name: 'sync' }, names: ['sync'], label: 'Sync', icon: <RefreshCw />, action: 'everywhere.sync' },
  {
    route: { name: 'settings', section: null },
    names: ['settings'],
    label: 'Settings',
    icon: <Settings />,
    action: 'everywhere.settings',
  },
];

/** Where one can go; only what exists. */
export function Rail({ route }: { route: Route }) {
  const sync = useSyncStatus();
  const paused = sync !== undefined && isPaused(sync);
  return (
    <nav
      aria-label="Main"
      className="flex w-[72px] shrink-0 flex-col gap-1 overflow-y-auto border-r border-line bg-surface-0 p-1.5 [scrollbar-width:none]"
    >
      {places.map((fixed) => {
        const place = paused && fixed.route.name === 'sync' ? { ...fixed, ...pausedSync } : fixed;
        const here = place.names.includes(route.name);
        return (
          <Tooltip key={fixed.label} content={place.hint ?? `Go to ${place.label}`} action={place.action} side="right">
            <a
              href={hrefOf(place.route)}
              {...(place.name === undefined ? {} : { 'aria-label': place.name })}
              {...(here ? { 'aria-current': 'page' as const } : {})}
              className={cx(
                'relative flex shrink-0 flex-col items-center gap-0.5 rounded-md py-1.5 text-meta [&_svg]:size-[18px]',
                here ? 'bg-surface-3 font-strong text-text-1' : 'text-text-2 hover:bg-surface-3 hover:text-text-1',
              )}
            >
              {place.icon}
              {place.label}
              {place.count}
            </a>
          </Tooltip>
        );
      })}
    </nav>
  );
}
