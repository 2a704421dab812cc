import { useQuery } from '@tanstack/react-query';
import { Download, Send, Share } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { isFiltered } from '../../lib/call-filter.ts';
import { setDownloadDialog } from '../../lib/download-dialog.ts';
import { useListQuestion, useListState } from '../../lib/list-state.ts';
import { orpc, problemOf } from '../../lib/rpc.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, LiveRegion } from '../../ui/feedback.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { openExport } from '../exchange/open-exchange.ts';
import { openShare } from '../sharing/open-sharing.ts';
import { counted } from '../sync/sync-words.ts';
import { UnreadableNote } from '../sync/unreadable.tsx';
import { CallGrid } from './call-grid.tsx';
import { ColumnMenu } from './column-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { ListSkeleton } from './list-skeleton.tsx';
import { NoCalls, NothingMatches } from './no-calls.tsx';
import { useShownQuestion } from './use-call-pages.ts';
import { useShownColumns } from './use-shown-columns.ts';

/** The list of calls with its filters. */
export function CallsView() {
  const asked = useListQuestion();
  const filtered = useListState((state) => isFiltered(state.filter));
  const { question, total, error, retry, busy } = useShownQuestion(asked);
  const listRef = useRef<HTMLDivElement>(null);
  const columns = useShownColumns(listRef);
  const facets = useQuery(orpc.calls.facets.queryOptions()).data;

  return (
    <div className="flex h-full min-w-0 flex-col">
      <h1 className="sr-only">Calls</h1>
      <div className="flex shrink-0 items-start gap-3 border-b border-line px-3 py-2 max-[860px]:flex-wrap max-[860px]:gap-y-1.5">
        <FilterBar facets={facets} />
        <div className="ml-auto flex min-h-7 shrink-0 items-center gap-3 text-text-2">
          {facets === undefined || total === null ? null : (
            <>
              {facets.unreadable === 0 ? null : (
                <UnreadableNote label={`could not be read (${formatCount(facets.unreadable)})`} />
              )}
              <span className="whitespace-nowrap">
                {filtered ? `${formatCount(total)} of ${counted(facets.total, 'call')}` : counted(total, 'call')}
              </span>
              <ColumnMenu shown={columns} />
              <IconButton
                label="Export all matching calls"
                action="list.export"
                side="bottom"
                icon={<Share />}
                disabled={total === 0}
                onClick={() => openExport('matching')}
              />
              <IconButton
                label="Share these calls with a colleague"
                action="sharing.share"
                side="bottom"
                icon={<Send />}
                disabled={total === 0}
                onClick={() => openShare({ kind: 'matching' })}
              />
              <Button icon={<Download aria-hidden />} disabled={total === 0} onClick={() => setDownloadDialog(true)}>
                Download all matching
              </Button>
            </>
          )}
        </div>
      </div>
      <LiveRegion>{total === null || busy ? '' : counted(total, 'call')}</LiveRegion>
      <List
        listRef={listRef}
        content={
          error !== null ? (
            <EmptyState
              title="The list could not be read"
              action={<Button onClick={() => void retry()}>Try again</Button>}
            >
              {problemOf(error).message}
            </EmptyState>
          ) : total === null ? (
            <ListSkeleton />
          ) : total > 0 ? (
            <CallGrid question={question} total={total} busy={busy} columns={columns} />
          ) : filtered ? (
            <NothingMatches />
          ) : (
            <NoCalls />
          )
        }
      />
    </div>
  );
}

function List({ listRef, content }: { listRef: RefObject<HTMLDivElement | null>; content: ReactNode }) {
  return (
    <div ref={listRef} className="flex min-h-0 flex-1 flex-col">
      {content}
    </div>
  );
}
