import { ArrowLeft, ChevronDown, ChevronUp, Printer, Send, Share, Table2 } from 'lucide-react';
import { absent, formatCount, formatDateTime, formatDuration, formatPhone } from '#shared/logic/format.ts';
import type { CallRow } from '#shared/model/call.ts';
import type { CallDetail } from '#shared/model/detail.ts';
import { useAppInfo } from '../../lib/actions.ts';
import { statusGroupWords, statusLabel } from '../../lib/call-words.ts';
import { hrefOf } from '../../lib/router.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { Skeleton } from '../../ui/feedback.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { openExport } from '../exchange/open-exchange.ts';
import { ConflictBadge } from '../sharing/conflict-badge.tsx';
import { openShare } from '../sharing/open-sharing.ts';
import { saveReport } from '../sharing/save-report.ts';
import { PinButton } from './pin-button.tsx';
import { ReviewControls } from './review/review-controls.tsx';
import { setCallTableOpen } from './table/open-table.ts';
import type { Neighbours } from './use-neighbours.ts';

/** Which call this is, and the way to the list and to its neighbours. `detail` is null while it is being read. */
export function CallHeader({
  detail,
  loading,
  neighbours,
}: {
  detail: CallDetail | null;
  loading: boolean;
  neighbours: Neighbours;
}) {
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line px-2 max-[860px]:h-auto max-[860px]:min-h-11 max-[860px]:flex-wrap max-[860px]:gap-y-1 max-[860px]:py-1">
      <Tooltip content="Back to the list" action="between.back" side="bottom">
        <a
          href={hrefOf({ name: 'calls' })}
          className="flex h-7 shrink-0 items-center gap-1.5 rounded-md px-2 text-text-2 hover:bg-surface-3 hover:text-text-1"
        >
          <ArrowLeft aria-hidden className="size-4" /> Calls
        </a>
      </Tooltip>
      {detail === null ? <h1 className="sr-only">Call</h1> : <Identity row={detail.row} />}
      {detail === null && loading ? <Skeleton className="h-4 w-72" /> : null}
      <span className="flex-1" />
      {detail === null ? null : <ConflictBadge callId={detail.row.id} />}
      {detail === null ? null : (
        <>
          <IconButton
            label="Call as a table"
            action="call.table"
            side="bottom"
            icon={<Table2 />}
            onClick={() => setCallTableOpen(true)}
          />
          <IconButton
            label="Export this call"
            action="exchange.export"
            side="bottom"
            icon={<Share />}
            onClick={() => openExport({ callId: detail.row.id })}
          />
          <IconButton
            label="Share this call with a colleague"
            action="sharing.share"
            side="bottom"
            icon={<Send />}
            onClick={() => openShare({ kind: 'call', callId: detail.row.id })}
          />
          <ReportButton callId={detail.row.id} />
          <PinButton detail={detail} />
          <ReviewControls callId={detail.row.id} />
        </>
      )}
      <span className="flex shrink-0 items-center gap-1">
        {neighbours.total > 0 && neighbours.position !== null ? (
          <span className="mr-1 text-meta text-text-3 max-[860px]:hidden">
            {formatCount(neighbours.position)} of {formatCount(neighbours.total)}
          </span>
        ) : null}
        <IconButton
          label="Call before in the list"
          action="between.before"
          side="bottom"
          icon={<ChevronUp />}
          disabled={neighbours.previous === null}
          onClick={() => neighbours.go(-1)}
        />
        <IconButton
          label="Call after in the list"
          action="between.after"
          side="bottom"
          icon={<ChevronDown />}
          disabled={neighbours.next === null}
          onClick={() => neighbours.go(1)}
        />
      </span>
    </header>
  );
}

function ReportButton({ callId }: { callId: string }) {
  const pdf = useAppInfo()?.capabilities.pdf === true;
  return (
    <IconButton
      label="Save the call report"
      action="sharing.report"
      side="bottom"
      icon={<Printer />}
      onClick={() => void saveReport(callId, pdf)}
    />
  );
}

function Identity({ row }: { row: CallRow }) {
  const looks = statusGroupWords[row.statusGroup];
  const direction = row.direction === 'incoming' ? 'incoming' : row.direction === 'outgoing' ? 'outgoing' : null;
  const party = row.callerNumber === null ? null : formatPhone(row.callerNumber);
  return (
    <>
      <h1 className="flex min-w-40 items-baseline gap-2 text-title max-[860px]:min-w-16">
        <span className="min-w-16 truncate font-strong">{row.agentName ?? row.agentId ?? 'Unknown agent'}</span>
        {row.agentVersion === null ? null : (
          <span
            title={`version ${row.agentVersion}`}
            className="min-w-0 max-w-40 truncate text-body text-text-2 max-[860px]:hidden"
          >
            version {row.agentVersion}
          </span>
        )}
      </h1>
      <span title={statusLabel(row.status)} className="flex shrink-0 items-center gap-1.5 text-text-2">
        <StatusShape shape={looks.shape} tone={looks.tone} />
        <span className="max-[860px]:sr-only">{statusLabel(row.status)}</span>
      </span>
      <span title={row.callerNumber ?? undefined} className="min-w-24 truncate text-text-2 max-[1340px]:hidden">
        {direction ?? (
          <span title="The vendor gave no direction" className="text-text-3">
            {absent}
          </span>
        )}
        {party === null ? null : (
          <>
            {' '}
            {row.direction === 'outgoing' ? 'to' : 'from'} <span className="whitespace-nowrap">{party}</span>
          </>
        )}
      </span>
      <span
        className="shrink-0 text-text-2"
        title={row.durationMs === null ? 'No duration yet: the call runs, or the vendor gave none' : 'Duration'}
      >
        {formatDuration(row.durationMs)}
      </span>
      <time
        className="shrink-0 text-text-2"
        {...(row.startMs === null ? {} : { dateTime: new Date(row.startMs).toISOString() })}
        title={row.startMs === null ? 'The vendor gave no start time' : new Date(row.startMs).toLocaleString()}
      >
        {formatDateTime(row.startMs, undefined, Date.now())}
      </time>
    </>
  );
}
