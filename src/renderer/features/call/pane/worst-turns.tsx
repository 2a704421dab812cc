import { memo } from 'react';
import { absent, formatClock, formatLatency } from '#shared/logic/format.ts';
import { type GapPair, longerGapMs } from '#shared/logic/gap-pairs.ts';
import { AddWorstButton } from '../../compare/add-buttons.tsx';
import { LatencyFigure } from '../latency-badge.tsx';
import { useSession } from '../session.ts';

const shown = 5;
/** In a narrow pane the words are worth more than the time. */
const columns =
  'grid grid-cols-[minmax(0,1fr)_5rem_4.5rem] items-center gap-x-2 @xs:grid-cols-[3.5rem_minmax(0,1fr)_5rem_4.5rem]';

/** The turns that were waited for longest, by the longer of the reported and the measured gap; each goes to its turn. */
export const WorstTurns = memo(function WorstTurns({ pairs }: { pairs: readonly GapPair[] }) {
  const { detail } = useSession();
  const worst = pairs.toSorted((a, b) => longerGapMs(b) - longerGapMs(a)).slice(0, shown);
  return (
    <div className="@container">
      <div className={`${columns} text-meta text-text-3`}>
        <h3 className="@xs:col-span-2">Slowest turns</h3>
        <span aria-hidden className="text-right">
          reported
        </span>
        <span aria-hidden className="text-right">
          measured
        </span>
      </div>
      <ol>
        {worst.map((pair) => (
          <li key={pair.position}>
            <WorstTurn {...pair} />
          </li>
        ))}
      </ol>
      <AddWorstButton
        refs={worst.map(({ position }) => ({
          callId: detail.row.id,
          index: detail.turns[position]?.index ?? position,
        }))}
      />
    </div>
  );
});

function WorstTurn({ position, reportedMs, measuredMs }: GapPair) {
  const { actions, settings, turns } = useSession();
  const turn = turns[position];
  return (
    <button
      type="button"
      onClick={() => actions.goToTurn(position)}
      className={`${columns} h-7 w-full rounded-sm text-left hover:bg-surface-3`}
    >
      <span className="hidden text-right text-text-3 @xs:block">{formatClock(turn?.startMs ?? null)}</span>
      <span dir="auto" className="truncate text-start">
        {turn?.content.slice(0, 120)}
      </span>
      <span className="text-right">
        <span className="sr-only">reported </span>
        {reportedMs === null ? (
          <span className="text-text-3">{absent}</span>
        ) : (
          <LatencyFigure ms={reportedMs} thresholds={settings} />
        )}
      </span>
      <span className="text-right text-measured">
        <span className="sr-only">measured </span>
        {measuredMs === null ? <span className="text-text-3">{absent}</span> : formatLatency(measuredMs)}
      </span>
    </button>
  );
}
