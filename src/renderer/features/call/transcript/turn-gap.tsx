import { absent, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { gapOf } from '#shared/logic/latency.ts';
import { reconcileTurn } from '#shared/logic/timing/reconcile.ts';
import type { Turn } from '#shared/model/turn.ts';
import { cx } from '../../../ui/cx.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { LatencyFigure, levelText } from '../latency-badge.tsx';
import { useSession } from '../session.ts';

/** The wait before an agent turn: as reported, with a mark where the sound says something else; else as measured. */
export function TurnLatency({ turn, position }: { turn: Turn; position: number }) {
  const { settings, timing } = useSession();
  const gapMs = gapOf(turn);
  const heard = timing?.turns[position] ?? null;
  const { measuredMs, agrees, confidence } = reconcileTurn(turn, heard, settings.latencyToleranceMs);
  const about = confidence === 'low' ? 'about ' : '';
  if (gapMs !== null && agrees === false) {
    const apart = (measuredMs ?? 0) - gapMs;
    const words = `Reported ${formatLatency(gapMs)}, measured ${about}${formatLatency(measuredMs)}: ${formatLatency(Math.abs(apart))} ${apart > 0 ? 'more' : 'less'} than reported`;
    return (
      <Tooltip content={words}>
        <span>
          <LatencyFigure ms={gapMs} thresholds={settings} />
          <span aria-hidden className="pl-1 font-strong text-measured">
            ≠
          </span>
          <span className="sr-only">. {words}</span>
        </span>
      </Tooltip>
    );
  }
  if (gapMs !== null) return <LatencyFigure ms={gapMs} thresholds={settings} />;
  const unreported =
    turn.reportedGapMs === null
      ? 'The vendor reported no latency for this turn'
      : `The vendor reported ${formatLatency(turn.reportedGapMs)}, which cannot be a wait`;
  const words = measuredMs === null ? unreported : `${unreported}; measured in the sound`;
  const shown = measuredMs ?? turn.reportedGapMs;
  return (
    <Tooltip content={words}>
      <span className={cx('px-1', measuredMs === null ? 'text-text-3' : 'text-measured')}>
        {measuredMs !== null && confidence === 'low' ? '≈ ' : ''}
        {shown === null ? absent : formatLatency(shown)}
        <span className="sr-only">. {words}</span>
      </span>
    </Tooltip>
  );
}

/** The wait before an agent turn as a length, all on one scale in a call: reported hatched, measured as a line to its end. */
export function GapLine({ turn, position, scaleMs }: { turn: Turn; position: number; scaleMs: number }) {
  const { settings, timing } = useSession();
  const reportedMs = gapOf(turn) ?? 0;
  const measuredMs = timing?.turns[position]?.gap?.ms ?? 0;
  if (reportedMs <= 0 && measuredMs <= 0) return null;
  const share = (ms: number) => `${Math.min(1, ms / scaleMs) * 100}%`;
  return (
    <div aria-hidden className="relative col-start-3 row-start-1 flex h-2 items-end">
      {reportedMs > 0 ? (
        <span
          className={cx('ink-hatch block h-1.5 border-current border-x', levelText[latencyLevel(reportedMs, settings)])}
          style={{ width: share(reportedMs) }}
        />
      ) : null}
      {measuredMs > 0 ? (
        <span
          className="absolute bottom-0 left-0 h-1.5 border-measured border-r-2 border-b"
          style={{ width: share(measuredMs) }}
        />
      ) : null}
    </div>
  );
}
