import { memo } from 'react';
import { absent, formatClock, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { gapOf } from '#shared/logic/latency.ts';
import { neutraliseText } from '#shared/logic/plain-text.ts';
import { speakerLetter } from '#shared/logic/transcript.ts';
import type { Turn } from '#shared/model/turn.ts';
import { cx } from '../../../ui/cx.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { LatencyFigure, levelText } from '../latency-badge.tsx';
import { useSession } from '../session.ts';

const speakerText = { agent: 'text-agent', caller: 'text-caller', other: 'text-text-2' } as const;
const speakerBar = { agent: 'bg-agent', caller: 'bg-caller', other: 'bg-text-2' } as const;
const speakerName = { agent: 'Agent', caller: 'Caller' } as const;

/** One turn of the transcript; a click goes to where it is spoken. */
export const TurnRow = memo(function TurnRow({
  turn,
  position,
  current,
  gapScaleMs,
}: {
  turn: Turn;
  position: number;
  current: boolean;
  gapScaleMs: number;
}) {
  const { actions, durationMs, playable } = useSession();
  const name = turn.role === 'other' ? turn.rawRole || 'Unknown role' : speakerName[turn.role];
  const beyond = playable && turn.startMs !== null && turn.startMs >= durationMs;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: see below
    // biome-ignore lint/a11y/useKeyWithClickEvents: the time is the button for the keyboard; the row is a larger target
    <div
      aria-current={current ? 'true' : undefined}
      onClick={() => {
        // A click that ends a selection of words is no click on the turn.
        if (window.getSelection()?.isCollapsed !== false) actions.goToTurn(position);
      }}
      className={cx(
        'relative grid grid-cols-[4.5rem_1.75rem_minmax(0,calc(var(--read)*42))_6.5rem] pr-3 pl-3',
        current && 'bg-surface-2',
      )}
    >
      {current ? <span aria-hidden className={cx('absolute inset-y-0 left-0 w-[3px]', speakerBar[turn.role])} /> : null}
      {turn.role === 'agent' ? <GapLine turn={turn} scaleMs={gapScaleMs} /> : null}
      <button
        type="button"
        aria-label={`Go to turn ${position + 1}, ${name}, ${turn.startMs === null ? 'without a time' : formatClock(turn.startMs)}`}
        title={timeHint(turn, beyond)}
        onClick={(event) => {
          event.stopPropagation();
          actions.goToTurn(position);
        }}
        className={cx(
          'col-start-1 row-start-2 mt-1 h-6 self-start rounded-sm pr-2 text-right text-body text-text-3 hover:text-text-1',
          beyond && 'line-through',
        )}
      >
        {formatClock(turn.startMs)}
      </button>
      <span
        title={name}
        className={cx('col-start-2 row-start-2 mt-1 h-6 font-strong leading-6', speakerText[turn.role])}
      >
        <span aria-hidden>{speakerLetter(turn)}</span>
        <span className="sr-only">{name}</span>
      </span>
      <div className="col-start-3 row-start-2 py-1">
        {turn.role === 'other' ? <div className="text-meta text-text-3">{turn.rawRole || 'no role given'}</div> : null}
        <p
          dir="auto"
          className="min-h-6 whitespace-pre-wrap text-start text-(length:--read) leading-[1.6] [overflow-wrap:anywhere] [unicode-bidi:plaintext]"
        >
          {turn.content === '' ? (
            <span className="text-text-3">(nothing was transcribed)</span>
          ) : (
            neutraliseText(turn.content)
          )}
        </p>
      </div>
      <div className="col-start-4 row-start-2 pt-1 text-right leading-6">
        {turn.role === 'agent' ? <TurnLatency turn={turn} /> : null}
      </div>
    </div>
  );
});

function timeHint(turn: Turn, beyond: boolean): string | undefined {
  if (turn.startMs === null) return 'The vendor gave no time for this turn';
  return beyond ? 'This turn starts after the end of the recording' : undefined;
}

function TurnLatency({ turn }: { turn: Turn }) {
  const { settings } = useSession();
  const gapMs = gapOf(turn);
  if (gapMs !== null) return <LatencyFigure ms={gapMs} thresholds={settings} />;
  const reason =
    turn.reportedGapMs === null
      ? 'The vendor reported no latency for this turn'
      : `The vendor reported ${formatLatency(turn.reportedGapMs)}, which cannot be a wait`;
  return (
    <Tooltip content={reason}>
      <span className="px-1 text-text-3">
        {turn.reportedGapMs === null ? absent : formatLatency(turn.reportedGapMs)}
        <span className="sr-only">{reason}</span>
      </span>
    </Tooltip>
  );
}

/** The wait before an agent turn as a length, all on one scale in a call. */
function GapLine({ turn, scaleMs }: { turn: Turn; scaleMs: number }) {
  const { settings } = useSession();
  const gapMs = gapOf(turn);
  if (gapMs === null || gapMs === 0) return null;
  const share = Math.min(1, gapMs / scaleMs);
  return (
    <div aria-hidden className="col-start-3 row-start-1 flex h-2 items-end">
      <span
        className={cx('ink-hatch block h-1.5 border-current border-x', levelText[latencyLevel(gapMs, settings)])}
        style={{ width: `${share * 100}%` }}
      />
    </div>
  );
}
