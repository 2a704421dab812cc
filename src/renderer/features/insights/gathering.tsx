import { useQuery } from '@tanstack/react-query';
import { formatCount } from '#shared/logic/format.ts';
import type { Overview } from '#shared/model/insights/calls.ts';
import { orpc } from '../../lib/rpc.ts';
import { ProgressBar } from '../../ui/feedback.tsx';
import { Badges } from './answer.tsx';

const PROGRESS_MS = 1000;

const doingWords = {
  'reading-calls': 'Reading calls',
  'reading-turns': 'Reading agent turns',
  computing: 'Computing',
} as const;

/** What is still to come: calls whose turns are being read in, recordings that are being measured, and what is computed now. */
export function Gathering({ overview }: { overview: Overview | undefined }) {
  const left = overview === undefined ? 0 : overview.detailed - overview.indexed;
  const progress = useQuery({
    ...orpc.insights.progress.queryOptions(),
    refetchInterval: PROGRESS_MS,
    staleTime: 0,
  }).data;
  const shown = progress !== null && progress !== undefined && progress.total > 0 && progress.done < progress.total;
  if (overview === undefined || (left <= 0 && !shown && overview.badges.length === 0)) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-3 py-1 text-meta text-text-2">
      {left > 0 ? (
        <span className="inline-flex items-center gap-2">
          <ProgressBar
            label="Calls whose turns are read in"
            done={overview.indexed}
            total={overview.detailed}
            className="w-28"
          />
          Turns of {formatCount(overview.indexed)} of {formatCount(overview.detailed)} calls are read in; figures grow
          until all are.
        </span>
      ) : null}
      {shown ? (
        <span className="appear-late">
          {doingWords[progress.doing]}: {formatCount(progress.done)} of {formatCount(progress.total)}
        </span>
      ) : null}
      <Badges badges={overview.badges.filter(({ code }) => code !== 'not-indexed')} />
    </div>
  );
}
