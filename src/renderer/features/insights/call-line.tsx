import { absent, formatDateTime, formatDuration, formatLatency } from '#shared/logic/format.ts';
import type { CallRow } from '#shared/model/call.ts';
import type { CallPick } from '#shared/model/insights/behind.ts';
import { directionLabel, statusLabel, versionLabel } from '../../lib/call-words.ts';
import { moneyText } from './sections/cost.tsx';
import { soundText } from './sections/sound.tsx';

/** The number that a call is listed for. */
function valueText(value: number | null, pick: CallPick): string {
  if (value === null) return '';
  switch (pick.kind) {
    case 'sound':
      return soundText(pick.figure).value(value);
    case 'cost':
      return `${moneyText(value)}${pick.currency === null ? '' : ` ${pick.currency}`}`;
    case 'tool':
      return formatLatency(value);
    default:
      return String(value);
  }
}

/** One call of the list: who, when, how it ended, and the number it is listed for. */
export function CallLine({
  row,
  value,
  pick,
  nowMs,
  onOpen,
}: {
  row: CallRow;
  value: number | null;
  pick: CallPick;
  nowMs: number;
  onOpen: () => void;
}) {
  return (
    <div className="flex h-full flex-col justify-center">
      <div className="flex gap-2">
        <button
          type="button"
          tabIndex={-1}
          onClick={onOpen}
          className="min-w-0 flex-1 truncate rounded-sm text-left hover:underline"
        >
          <bdi>{row.agentName ?? 'No agent'}</bdi> {row.agentVersion === null ? '' : versionLabel(row.agentVersion)}
        </button>
        <span className="shrink-0 font-strong">{valueText(value, pick)}</span>
      </div>
      <div className="truncate text-meta text-text-3">
        {formatDateTime(row.startMs, undefined, nowMs)} · {directionLabel(row.direction)} ·{' '}
        {row.durationMs === null ? absent : formatDuration(row.durationMs)} · {statusLabel(row.status)}
      </div>
    </div>
  );
}
