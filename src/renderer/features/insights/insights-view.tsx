import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumnIncreasing } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { definitions } from '#shared/logic/definitions.ts';
import { formatCount } from '#shared/logic/format.ts';
import { insightDefinitions } from '#shared/logic/insight-definitions.ts';
import type { Overview } from '#shared/model/insights/calls.ts';
import { isFiltered } from '../../lib/call-filter.ts';
import { useKeys } from '../../lib/keys.ts';
import { clearFilter, useListQuestion, useListState } from '../../lib/list-state.ts';
import { navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Skeleton } from '../../ui/feedback.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { DefinitionPanel } from '../call/pane/definition-panel.tsx';
import { FilterBar } from '../calls/filter-bar.tsx';
import { BehindPanel } from './behind-panel.tsx';
import { Gathering } from './gathering.tsx';
import type { Behind } from './insights-address.ts';
import { OverviewPage } from './overview-page.tsx';
import { type InsightsPage, PageProvider } from './page-context.ts';
import { usePlace } from './use-place.ts';
import { VersionsPage } from './versions-page.tsx';
import { counted } from './words.ts';

const shownDefinitions = [...insightDefinitions, ...definitions];

/** Where the time goes: figures over the filtered calls, two versions against each other, and the turns behind any figure. */
export function InsightsView({ search }: { search: string }) {
  const [place, change] = usePlace(search);
  const { filter } = useListQuestion();
  const facets = useQuery(orpc.calls.facets.queryOptions()).data;
  const overview = useQuery({
    ...orpc.insights.overview.queryOptions({ input: { filter } }),
    placeholderData: keepPreviousData,
  });
  const opener = useRef<Element | null>(null);
  const open = (behind: Behind): void => {
    opener.current = document.activeElement;
    change({ behind });
  };
  const close = (): void => {
    change({ behind: null });
    const from = opener.current;
    if ((from instanceof HTMLElement || from instanceof SVGElement) && from.isConnected) from.focus();
  };
  // Two versions are held against each other whatever agents the filter names.
  const ofVersions = useMemo(() => {
    const { agents: _passedOver, ...rest } = filter;
    return rest;
  }, [filter]);
  const shownFilter = place.view === 'versions' ? ofVersions : filter;
  const page: InsightsPage = { place, filter: shownFilter, change, open };

  useKeys('insights', [
    { action: 'overview', run: () => change({ view: 'overview', behind: null }) },
    { action: 'versions', run: () => change({ view: 'versions', behind: null }) },
    { action: 'back', run: () => navigate({ name: 'calls' }) },
  ]);

  const body = (
    <Scroller resetKey={place.view}>
      {overview.error !== null ? (
        <EmptyState
          icon={<ChartNoAxesColumnIncreasing />}
          title="The figures could not be computed"
          action={<Button onClick={() => void overview.refetch()}>Try again</Button>}
        >
          {problemOf(overview.error).message}
        </EmptyState>
      ) : (
        <Body overview={overview.data} view={place.view} />
      )}
    </Scroller>
  );
  return (
    <PageProvider value={page}>
      <div className="flex h-full min-w-0 flex-col">
        <h1 className="sr-only">Insights</h1>
        <div className="flex shrink-0 flex-wrap items-start gap-x-3 gap-y-1.5 border-line border-b px-3 py-2">
          <FilterBar facets={facets} />
          <div className="ml-auto flex min-h-7 items-center gap-3 text-text-2">
            <Matching overview={overview.data} />
            <ViewSwitch view={place.view} onChange={(view) => change({ view, behind: null })} />
          </div>
        </div>
        <Gathering overview={overview.data} />
        <SplitPane
          id="insights-behind"
          label="List of turns"
          direction="row"
          sized="second"
          initialPx={480}
          minPx={340}
          otherMinPx={420}
          className="flex-1"
          first={<div className="flex h-full flex-col">{body}</div>}
          second={
            place.behind === null ? null : (
              <BehindPanel
                key={JSON.stringify([place.behind, shownFilter])}
                behind={place.behind}
                filter={shownFilter}
                onClose={close}
              />
            )
          }
        />
      </div>
      <DefinitionPanel list={shownDefinitions} />
    </PageProvider>
  );
}

function Scroller({ resetKey, children }: { resetKey: string; children: React.ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view begins at its top
  useEffect(() => {
    // Not returned: newer engines answer with a promise, which is no way to clean up.
    ref.current?.scrollTo({ top: 0 });
  }, [resetKey]);
  return (
    <div ref={ref} data-insights-scroller className="@container relative min-h-0 flex-1 overflow-auto">
      <div className="mx-auto flex max-w-[1560px] flex-col gap-6 px-4 pt-3 pb-10">{children}</div>
    </div>
  );
}

function Matching({ overview }: { overview: Overview | undefined }) {
  if (overview === undefined) return <Skeleton className="h-4 w-36" />;
  return (
    <span className="whitespace-nowrap">
      {counted(overview.calls, 'call')}, {counted(overview.turns, 'agent turn')}
    </span>
  );
}

const views = [
  ['overview', 'All figures'],
  ['versions', 'Two versions'],
] as const;

function ViewSwitch({ view, onChange }: { view: string; onChange: (view: 'overview' | 'versions') => void }) {
  return (
    <fieldset aria-label="View" className="flex">
      {views.map(([each, label]) => (
        <Button
          key={each}
          aria-pressed={view === each}
          onClick={() => onChange(each)}
          className="first:rounded-r-none last:rounded-l-none last:border-l-0 aria-pressed:bg-surface-3 aria-pressed:font-strong"
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

function Body({ overview, view }: { overview: Overview | undefined; view: 'overview' | 'versions' }) {
  const filtered = useListState((state) => isFiltered(state.filter));
  if (view === 'versions') return <VersionsPage />;
  if (overview?.calls === 0) {
    return filtered ? (
      <EmptyState
        icon={<ChartNoAxesColumnIncreasing />}
        title="No call matches"
        action={<Button onClick={clearFilter}>Clear all filters</Button>}
      >
        There is nothing to compute of no calls.
      </EmptyState>
    ) : (
      <EmptyState
        icon={<ChartNoAxesColumnIncreasing />}
        title="No calls yet"
        action={<Button onClick={() => navigate({ name: 'sync' })}>Go to Sync</Button>}
      >
        Figures appear when calls have been synced.
      </EmptyState>
    );
  }
  if (overview !== undefined && overview.turns === 0 && overview.indexed === overview.detailed) {
    return (
      <EmptyState icon={<ChartNoAxesColumnIncreasing />} title="Nothing was measured">
        {formatCount(overview.calls)} calls match, but none has a turn of the agent: without a transcript there is no
        latency.
      </EmptyState>
    );
  }
  return <OverviewPage />;
}
