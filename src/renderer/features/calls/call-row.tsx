// biome-ignore-all lint/a11y/useSemanticElements: drawn rows of a virtual grid cannot be a <table>; this is the ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row by aria-activedescendant
import { memo, type ReactNode } from 'react';
import {
  absent,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPhone,
  latencyLevel,
} from '#shared/logic/format.ts';
import type { CallRow } from '#shared/model/call.ts';
import type { Settings } from '#shared/model/settings.ts';
import { directionLabel, statusGroupWords, statusLabel, versionLabel } from '../../lib/call-words.ts';
import { recordingWording } from '../../lib/recording-words.ts';
import { reviewStateWords } from '../../lib/review-words.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { rowPx } from './columns.ts';

export const rowId = (index: number): string => `call-row-${index}`;

type Thresholds = Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>;

export interface CallRowProps {
  row: CallRow | undefined;
  index: number;
  topPx: number;
  active: boolean;
  nowMs: number;
  thresholds: Thresholds;
  /** A reviewer's name by the id. */
  nameOf: (id: string | null) => string;
}

/** One line of the list. Memoised on values that stay the same objects: an arrow key draws two rows, not forty. */
export const CallRowLine = memo(function CallRowLine({
  row,
  index,
  topPx,
  active,
  nowMs,
  thresholds,
  nameOf,
}: CallRowProps) {
  return (
    <div
      role="row"
      id={rowId(index)}
      aria-rowindex={index + 2}
      aria-selected={active}
      data-index={index}
      className={cx(
        'absolute inset-x-0 grid grid-cols-(--columns) items-center border-b border-line/60 px-2 hover:bg-surface-2',
        active && 'call-row-active',
      )}
      style={{ height: rowPx, top: topPx }}
    >
      {row === undefined ? <Placeholder /> : <Cells row={row} nowMs={nowMs} thresholds={thresholds} nameOf={nameOf} />}
    </div>
  );
});

function Placeholder() {
  return (
    <div role="gridcell" className="col-span-full" aria-label="Loading">
      <span aria-hidden="true" className="block h-2 w-2/3 rounded-sm bg-surface-3" />
    </div>
  );
}

function Cells({
  row,
  nowMs,
  thresholds,
  nameOf,
}: Pick<CallRowProps, 'nowMs' | 'thresholds' | 'nameOf'> & { row: CallRow }) {
  const status = statusGroupWords[row.statusGroup];
  const recording = recordingWording(row);
  const review = reviewStateWords[row.review.state];
  return (
    <>
      <Cell
        plain={row.startMs !== null}
        title={row.startMs === null ? 'Voicy gave no start time' : new Date(row.startMs).toLocaleString()}
      >
        {formatDateTime(row.startMs, undefined, nowMs)}
      </Cell>
      <Cell title={agentTitle(row)} className="flex gap-1.5">
        <span className={cx('truncate', row.agentName === null && 'text-text-3')}>{agentLabel(row)}</span>
        <span className="max-w-[40%] shrink-0 truncate text-text-3">
          {row.agentVersion === null ? '' : versionLabel(row.agentVersion)}
        </span>
      </Cell>
      <Cell title={`${status.label}: ${status.hint}`} className="flex items-center gap-1.5">
        <StatusShape shape={status.shape} tone={status.tone} />
        <span className={cx('truncate', row.statusGroup === 'completed' && 'text-text-2')}>
          {statusLabel(row.status)}
        </span>
      </Cell>
      <Cell plain className="text-text-2" title={directionLabel(row.direction)}>
        {row.direction === null ? absent : row.direction === 'incoming' ? 'In' : 'Out'}
      </Cell>
      <Cell {...(row.callerNumber === null ? { title: 'Voicy gave no number' } : { title: row.callerNumber })}>
        {formatPhone(row.callerNumber)}
      </Cell>
      <Cell plain className="text-right" {...(row.durationMs === null ? { title: durationReason(row) } : {})}>
        {formatDuration(row.durationMs)}
      </Cell>
      <LatencyCell ms={row.worstLatencyMs} row={row} thresholds={thresholds} />
      <LatencyCell ms={row.medianLatencyMs} row={row} thresholds={thresholds} />
      <Cell
        plain
        className={cx('flex items-center gap-1.5', row.review.state === 'new' && 'text-text-3')}
        title={row.review.state === 'new' ? review.hint : `${review.hint}: ${nameOf(row.review.reviewer)}`}
      >
        <StatusShape shape={review.shape} tone={review.tone} />
        {review.label}
      </Cell>
      <Cell plain className="flex justify-center" title={`${recording.label}: ${recording.hint}`}>
        <StatusShape shape={recording.shape} tone={recording.tone} />
        <span className="sr-only">{recording.label}</span>
      </Cell>
    </>
  );
}

interface CellProps {
  title?: string;
  className?: string;
  /** What cannot be too long needs no clip; clips are what painting a row costs. */
  plain?: boolean;
  children: ReactNode;
}

function Cell({ title, className, plain = false, children }: CellProps) {
  return (
    <div role="gridcell" title={title} className={cx('px-1.5', plain ? 'whitespace-nowrap' : 'truncate', className)}>
      {children}
    </div>
  );
}

const barColors = { ok: 'var(--ok)', slow: 'var(--slow)', bad: 'var(--bad)' };

/** The number, and a bar on a scale that is the same in every row: twice the "bad" threshold, marked in the middle. */
function LatencyCell({ ms, row, thresholds }: { ms: number | null; row: CallRow; thresholds: Thresholds }) {
  if (ms === null) {
    return (
      <Cell plain className="pr-[50px] text-right text-text-3" title={latencyReason(row)}>
        {absent}
      </Cell>
    );
  }
  const level = latencyLevel(ms, thresholds);
  const share = Math.min(1, Math.max(0, ms) / Math.max(1, 2 * thresholds.badLatencyMs));
  return (
    <div
      role="gridcell"
      className={cx('latency-bar px-1.5 text-right whitespace-nowrap', level === 'bad' && 'font-strong')}
      title={`${formatLatency(ms)}: ${level}`}
      style={{ '--share': `${Math.round(share * 100)}%`, '--bar': barColors[level] }}
    >
      {formatLatency(ms)}
    </div>
  );
}

function agentLabel(row: CallRow): string {
  return row.agentName ?? row.agentId ?? 'Unnamed agent';
}

function agentTitle(row: CallRow): string {
  return [row.agentName, row.agentVersion === null ? null : versionLabel(row.agentVersion), row.id]
    .filter((part) => part !== null)
    .join(' · ');
}

function durationReason(row: CallRow): string {
  return row.statusGroup === 'in-progress' ? 'The call is not over yet' : 'Voicy gave no duration';
}

function latencyReason(row: CallRow): string {
  if (row.detailState === 'listed') return 'The details of this call have not been read yet';
  if (row.detailState === 'ready') return 'Voicy reported no latency for this call';
  return 'The details of this call could not be read';
}
