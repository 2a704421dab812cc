import {
  absent,
  formatDateTime,
  formatDuration,
  formatLatency,
  formatPhone,
  latencyLevel,
} from '#shared/logic/format.ts';
import type { CallRow } from '#shared/model/call.ts';
import type { CallSortKey } from '#shared/model/list.ts';
import type { Settings } from '#shared/model/settings.ts';
import { directionLabel, statusGroupWords, statusLabel, versionLabel } from '../../lib/call-words.ts';
import { recordingWording } from '../../lib/recording-words.ts';
import { reviewStateWords } from '../../lib/review-words.ts';
import { StatusShape } from '../../ui/badge.tsx';
import { cx } from '../../ui/cx.ts';
import { AbsentCell, BarCell, Cell, type CellLevel } from './cell.tsx';
import { NoteCount } from './note-counts.tsx';
import {
  deadAirWords,
  differenceWords,
  durationReason,
  findingWords,
  overlapWords,
  reportedReason,
  unknownReason,
} from './row-words.ts';

export type Thresholds = Pick<Settings, 'slowLatencyMs' | 'badLatencyMs' | 'latencyToleranceMs'>;

interface CellOf {
  row: CallRow;
  nowMs: number;
  thresholds: Thresholds;
  /** How many annotations the call has. */
  notes: number;
  /** A reviewer's name by the id. */
  nameOf: (id: string | null) => string;
}

/** What a column shows of a call. */
export function CallCell({ column, row, nowMs, thresholds, notes, nameOf }: CellOf & { column: CallSortKey }) {
  switch (column) {
    case 'start':
      return (
        <Cell
          plain={row.startMs !== null}
          title={row.startMs === null ? 'Voicy gave no start time' : new Date(row.startMs).toLocaleString()}
        >
          {formatDateTime(row.startMs, undefined, nowMs)}
        </Cell>
      );
    case 'agent':
      return <AgentCell row={row} notes={notes} />;
    case 'status':
      return <StatusCell row={row} />;
    case 'direction':
      return (
        <Cell plain className="text-text-2" title={directionLabel(row.direction)}>
          {row.direction === null ? absent : row.direction === 'incoming' ? 'In' : 'Out'}
        </Cell>
      );
    case 'caller':
      return <Cell title={row.callerNumber ?? 'Voicy gave no number'}>{formatPhone(row.callerNumber)}</Cell>;
    case 'duration':
      return (
        <Cell plain className="text-right" title={row.durationMs === null ? durationReason(row) : undefined}>
          {formatDuration(row.durationMs)}
        </Cell>
      );
    case 'worst':
      return <GapCell ms={row.worstLatencyMs} why={reportedReason(row)} thresholds={thresholds} />;
    case 'median':
      return <GapCell ms={row.medianLatencyMs} why={reportedReason(row)} thresholds={thresholds} />;
    case 'measured-worst':
      return <GapCell ms={row.measures?.measuredWorstMs} why={unknownReason(row, 'gap')} thresholds={thresholds} />;
    case 'measured-median':
      return <GapCell ms={row.measures?.measuredMedianMs} why={unknownReason(row, 'gap')} thresholds={thresholds} />;
    case 'difference':
      return <DifferenceCell row={row} thresholds={thresholds} />;
    case 'findings':
      return <FindingsCell row={row} />;
    case 'overlaps':
      return <CountCell value={row.measures?.overlaps} words={overlapWords(row)} why={unknownReason(row, 'parties')} />;
    case 'dead-air':
      return <DeadAirCell row={row} />;
    case 'review':
      return <ReviewCell review={row.review} nameOf={nameOf} />;
    case 'recording':
      return <RecordingCell row={row} />;
  }
}

function AgentCell({ row, notes }: { row: CallRow; notes: number }) {
  const version = row.agentVersion === null ? null : versionLabel(row.agentVersion);
  return (
    <Cell title={[row.agentName, version, row.id].filter((part) => part !== null).join(' · ')} className="flex gap-1.5">
      <span className={cx('truncate', row.agentName === null && 'text-text-3')}>
        {row.agentName ?? row.agentId ?? 'Unnamed agent'}
      </span>
      <span className="max-w-[40%] shrink-0 truncate text-text-3">{version ?? ''}</span>
      <NoteCount notes={notes} />
    </Cell>
  );
}

function StatusCell({ row }: { row: CallRow }) {
  const { label, hint, shape, tone } = statusGroupWords[row.statusGroup];
  return (
    <Cell title={`${label}: ${hint}`} className="flex items-center gap-1.5">
      <StatusShape shape={shape} tone={tone} />
      <span className={cx('truncate', row.statusGroup === 'completed' && 'text-text-2')}>
        {statusLabel(row.status)}
      </span>
    </Cell>
  );
}

function ReviewCell({ review, nameOf }: Pick<CellOf, 'nameOf'> & Pick<CallRow, 'review'>) {
  const { label, hint, shape, tone } = reviewStateWords[review.state];
  const isNew = review.state === 'new';
  return (
    <Cell
      plain
      className={cx('flex items-center gap-1.5', isNew && 'text-text-3')}
      title={isNew ? hint : `${hint}: ${nameOf(review.reviewer)}`}
    >
      <StatusShape shape={shape} tone={tone} />
      {label}
    </Cell>
  );
}

function RecordingCell({ row }: { row: CallRow }) {
  const { label, hint, shape, tone } = recordingWording(row);
  return (
    <Cell plain className="flex justify-center" title={`${label}: ${hint}`}>
      <StatusShape shape={shape} tone={tone} />
      <span className="sr-only">{label}</span>
    </Cell>
  );
}

/** Every gap stands on the same scale, reported or measured, in every row: twice the "bad" threshold. */
const shareOf = (ms: number, { badLatencyMs }: Thresholds): number =>
  Math.min(1, Math.max(0, ms) / Math.max(1, 2 * badLatencyMs));

function GapCell({ ms, why, thresholds }: { ms: number | null | undefined; why: string; thresholds: Thresholds }) {
  if (ms === null || ms === undefined) return <AbsentCell bar title={why} />;
  const level: CellLevel = latencyLevel(ms, thresholds);
  return (
    <BarCell level={level} share={shareOf(ms, thresholds)} title={`${formatLatency(ms)}: ${level}`}>
      {formatLatency(ms)}
    </BarCell>
  );
}

function DifferenceCell({ row, thresholds }: { row: CallRow; thresholds: Thresholds }) {
  const ms = row.measures?.differenceWorstMs;
  if (ms === null || ms === undefined) return <AbsentCell bar title={unknownReason(row, 'difference')} />;
  const level: CellLevel = ms > thresholds.latencyToleranceMs ? 'apart' : 'near';
  return (
    <BarCell level={level} share={shareOf(ms, thresholds)} title={differenceWords(row, thresholds)}>
      {formatLatency(ms)}
    </BarCell>
  );
}

function FindingsCell({ row }: { row: CallRow }) {
  const { measures } = row;
  if (measures === null) return <AbsentCell title={unknownReason(row, 'gap')} />;
  if (row.worstLatencyMs === null && measures.errors + measures.warnings === 0)
    return <AbsentCell title={`Nothing to check: ${reportedReason(row)}`} />;
  const { errors, warnings } = measures;
  const words = findingWords(errors, warnings);
  return (
    <Cell plain className="flex items-center gap-2.5" title={words}>
      {errors + warnings === 0 ? <span className="text-text-3">none</span> : null}
      {errors === 0 ? null : (
        <span className="flex items-center gap-1">
          <StatusShape shape="triangle" tone="bad" />
          {errors}
        </span>
      )}
      {warnings === 0 ? null : (
        <span className="flex items-center gap-1">
          <StatusShape shape="square" tone="slow" />
          {warnings}
        </span>
      )}
      {errors + warnings === 0 ? null : <span className="sr-only">{words}</span>}
    </Cell>
  );
}

function CountCell({ value, words, why }: { value: number | null | undefined; words: string; why: string }) {
  if (value === null || value === undefined) return <AbsentCell end title={why} />;
  return (
    <Cell plain className={cx('text-right', value === 0 && 'text-text-3')} title={words}>
      {value === 0 ? 'none' : value}
    </Cell>
  );
}

function DeadAirCell({ row }: { row: CallRow }) {
  const ms = row.measures?.deadAirLongestMs;
  if (ms === null || ms === undefined) return <AbsentCell end title={unknownReason(row, 'sound')} />;
  return (
    <Cell plain className={cx('text-right', ms === 0 && 'text-text-3')} title={deadAirWords(row)}>
      {ms === 0 ? 'none' : formatLatency(ms)}
    </Cell>
  );
}
