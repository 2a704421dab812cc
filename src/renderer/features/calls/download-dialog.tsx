import { useMutation, useQuery } from '@tanstack/react-query';
import { absent, formatBytes, formatCount } from '#shared/logic/format.ts';
import { useReadOnlyReason, useSyncStatus } from '../../lib/actions.ts';
import { setDownloadDialog, useDownloadDialog } from '../../lib/download-dialog.ts';
import { useListQuestion, useListState } from '../../lib/list-state.ts';
import { navigate } from '../../lib/router.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { isPaused } from '../sync/sync-words.ts';
import {
  downloadLabel,
  filterSentence,
  type MatchingPlan,
  planWarnings,
  queuedSentence,
  sizeWords,
} from './download-words.ts';

const close = (): void => setDownloadDialog(false);

/** "Download all matching": says how much it is before anything is fetched. Mounted once; opened from list and palette. */
export function DownloadDialog() {
  const open = useDownloadDialog((state) => state.open);
  return open ? <OpenDownload /> : null;
}

function OpenDownload() {
  const { filter } = useListQuestion();
  const plan = useQuery(
    orpc.recordings.planMatching.queryOptions({ input: { filter }, staleTime: 0, gcTime: 0, refetchOnMount: 'always' }),
  );
  const fetching = useMutation(orpc.recordings.fetchMatching.mutationOptions());
  const readOnly = useReadOnlyReason();
  const sync = useSyncStatus();

  if (fetching.data !== undefined) {
    const state = { paused: sync !== undefined && isPaused(sync), offline: sync?.offlineSinceMs != null };
    return (
      <Dialog
        open
        onOpenChange={close}
        title="Download all matching"
        footer={
          <>
            <Button
              onClick={() => {
                close();
                navigate({ name: 'sync' });
              }}
            >
              Go to Sync
            </Button>
            <Button variant="primary" data-autofocus onClick={close}>
              Done
            </Button>
          </>
        }
      >
        <p role="status" className="p-4">
          {queuedSentence(fetching.data.queued, state)}
        </p>
      </Dialog>
    );
  }
  const { data } = plan;
  return (
    <Dialog
      open
      onOpenChange={close}
      title="Download all matching"
      footer={
        <>
          <Button data-autofocus onClick={close}>
            Cancel
          </Button>
          <Button
            variant="primary"
            disabled={data === undefined || data.missing === 0 || fetching.isPending}
            disabledReason={readOnly}
            onClick={() => fetching.mutate({ filter })}
          >
            {data === undefined || data.missing === 0 ? 'Download' : downloadLabel(data)}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 p-4">
        <Which />
        {data !== undefined ? (
          <Size plan={data} />
        ) : plan.error !== null ? (
          <p className="text-bad">{problemOf(plan.error).message}</p>
        ) : (
          <Skeleton className="h-36" />
        )}
        {fetching.error === null ? null : (
          <p role="alert" className="text-bad">
            {problemOf(fetching.error).message}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function Which() {
  const filter = useListState((state) => state.filter);
  const facets = useQuery(orpc.calls.facets.queryOptions()).data;
  const sentence = filterSentence(filter, facets);
  return (
    <p className="text-text-2">
      {sentence === null ? (
        'No filter is set: these are all calls of this workspace. '
      ) : (
        <>
          The calls that match the list’s filters (<span className="text-text-1">{sentence}</span>).{' '}
        </>
      )}
      What is downloaded can be heard without the network.
    </p>
  );
}

function Size({ plan }: { plan: MatchingPlan }) {
  const cache = useQuery(orpc.recordings.cache.queryOptions()).data;
  const without = Math.max(0, plan.calls - plan.here - plan.missing);
  const rows: readonly (readonly [string, string, (string | undefined)?])[] = [
    ['Calls that match', formatCount(plan.calls)],
    ['Recordings already here', formatCount(plan.here)],
    ['Without a recording', formatCount(without), 'Voicy has none, has deleted it or has not finished it'],
    ['Still to download', formatCount(plan.missing)],
    ['Size of these', sizeWords(plan)],
    [
      'Free on this disk',
      formatBytes(plan.freeBytes),
      plan.freeBytes === null ? 'This system does not say how much is free' : undefined,
    ],
  ];
  return (
    <>
      <dl className="grid grid-cols-[180px_1fr]">
        {rows.map(([label, value, hint]) => (
          <div key={label} className="contents">
            <dt className="py-0.5 text-text-2" title={hint}>
              {label}
            </dt>
            <dd className="py-0.5">
              {value}
              {value === absent ? <span className="sr-only">{hint}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      {planWarnings(plan, cache).map((warning) => (
        <p key={warning} className="flex gap-2">
          <StatusShape shape="triangle" tone="slow" className="mt-1" />
          <span className="min-w-0 flex-1">{warning}</span>
        </p>
      ))}
    </>
  );
}
