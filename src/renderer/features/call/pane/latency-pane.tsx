import { Timer } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { formatClock, formatCount, formatLatency } from '#shared/logic/format.ts';
import { type LatencyGeometry, layoutLatency } from '#shared/logic/latency.ts';
import { findLatencyTurn } from '#shared/logic/transcript.ts';
import type { Turn } from '#shared/model/turn.ts';
import { EmptyState } from '../../../ui/feedback.tsx';
import { LatencyFigure } from '../latency-badge.tsx';
import { useCurrentTurn, useSession } from '../session.ts';
import { GapFigures, GapStrip } from './gap-strip.tsx';
import { LatencyChart } from './latency-chart.tsx';
import { stageLooks } from './stages.ts';

/** The reported latency of the agent turn the reader is at, and all gaps of the call. */
export function LatencyPane() {
  const { detail, gaps } = useSession();
  const current = useCurrentTurn();
  const position = findLatencyTurn(detail.turns, current);
  const turn = position === undefined ? undefined : detail.turns[position];
  if (position === undefined || turn === undefined) {
    return (
      <EmptyState icon={<Timer />} title="No agent turn, no latency">
        {detail.transcriptKind === 'text'
          ? 'Latency is given per agent turn, and this transcript came as one text.'
          : 'Latency is the wait before an agent answers. This call has no agent turn.'}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-5 p-4">
      <TurnLatency turn={turn} position={position} title={titleOf(position, current)} />
      <section aria-labelledby="call-gaps" className="flex flex-col gap-2 border-line border-t pt-4">
        <h2 id="call-gaps" className="flex items-baseline justify-between gap-2 whitespace-nowrap font-strong">
          Gaps in this call
          <span className="font-normal text-text-3">
            {formatCount(gaps.gaps.length)} of {formatCount(gaps.agentTurns)} agent turns
          </span>
        </h2>
        {gaps.gaps.length === 0 ? (
          <p className="text-text-2">
            {detail.turns.some((turn) => turn.latency !== null)
              ? 'No agent turn of this call reports its total, so there is no gap to compare.'
              : 'The vendor reported no latency in this call. Since June 2026 it leaves it out for API keys.'}
          </p>
        ) : (
          <>
            <GapStrip current={position} />
            <GapFigures />
            <SlowestTurns />
          </>
        )}
      </section>
      <p className="text-meta text-text-3">
        The lengths of the stages are as reported. When a stage started is not reported: where its bar stands is
        inferred from the order of the pipeline.
      </p>
    </div>
  );
}

function titleOf(position: number, current: number): string {
  if (position === current) return 'This turn';
  if (current < 0) return 'First agent turn';
  return position > current ? 'The answer to this turn' : 'The agent’s last turn';
}

function TurnLatency({ turn, position, title }: { turn: Turn; position: number; title: string }) {
  const { settings } = useSession();
  const geometry = layoutLatency(turn.latency, turn.measuredGapMs);
  const nothing = geometry.missing.length === geometry.bars.length && geometry.totalMs === null;
  return (
    <section aria-labelledby="turn-latency" className="flex flex-col gap-2">
      <h2 id="turn-latency" className="flex items-baseline justify-between gap-2 whitespace-nowrap font-strong">
        {title}
        <span className="font-normal text-text-3">
          Turn {position + 1} · {formatClock(turn.startMs)}
        </span>
      </h2>
      {/* The chart keeps its place when a turn reports nothing: what is below must not jump from turn to turn. */}
      <LatencyChart geometry={geometry} measuredMs={turn.measuredGapMs} thresholds={settings} />
      <ul className="flex min-h-16 flex-col gap-1 text-text-2">
        {nothing ? <li>The vendor reported no latency for this turn.</li> : <Reading geometry={geometry} />}
      </ul>
    </section>
  );
}

/** What the numbers say and what they do not, in sentences. */
function Reading({ geometry }: { geometry: LatencyGeometry }) {
  const { totalMs, sumMs, overlapMs, unaccountedMs, missing, negative, bars } = geometry;
  const lines: ReactNode[] = [];
  const longer = bars.filter((bar) => bar.exceedsTotal);
  if (overlapMs !== null && overlapMs > 0) {
    lines.push(
      <>
        The stages add up to {formatLatency(sumMs)}, {formatLatency(overlapMs)} more than the total
        {longer.length > 0 ? '.' : ': they stream into each other and ran at the same time for that long.'}
      </>,
    );
  }
  if (unaccountedMs !== null && unaccountedMs > 0) {
    lines.push(<>{formatLatency(unaccountedMs)} of the total belong to no reported stage.</>);
  }
  if (totalMs === null && sumMs !== null) {
    lines.push(
      <>No total was reported. One after the other the stages would take {formatLatency(sumMs)}; they may overlap.</>,
    );
  }
  if (longer.length > 0) {
    const names = longer.map((bar) => stageLooks[bar.stage].name).join(', ');
    lines.push(<span className="text-slow">Longer than the total itself: {names}. One of the figures is wrong.</span>);
  }
  if (negative.length > 0) {
    lines.push(
      <span className="text-slow">Reported below zero, which cannot be: {negative.map(nameOf).join(', ')}.</span>,
    );
  }
  if (missing.length > 0 && missing.length < bars.length) {
    lines.push(<>Not reported: {missing.map((stage) => stageLooks[stage].name).join(', ')}.</>);
  }
  if (missing.length === bars.length) lines.push(<>Only the total was reported, not its stages.</>);
  // biome-ignore lint/suspicious/noArrayIndexKey: the sentences have no state and no other name
  return lines.map((line, i) => <li key={i}>{line}</li>);
}

function nameOf(field: LatencyGeometry['negative'][number]): string {
  return field === 'total_perceived_ms' ? 'the total' : stageLooks[field].name;
}

const SlowestTurns = memo(function SlowestTurns() {
  const { gaps, settings, actions } = useSession();
  const slowest = gaps.gaps.toSorted((a, b) => b.gapMs - a.gapMs).slice(0, 5);
  return (
    <div>
      <h3 className="text-meta text-text-3">Slowest turns</h3>
      <ol>
        {slowest.map(({ position, gapMs }) => (
          <li key={position}>
            <SlowTurn position={position} gapMs={gapMs} thresholds={settings} onGo={() => actions.goToTurn(position)} />
          </li>
        ))}
      </ol>
    </div>
  );
});

function SlowTurn({
  position,
  gapMs,
  thresholds,
  onGo,
}: {
  position: number;
  gapMs: number;
  thresholds: { slowLatencyMs: number; badLatencyMs: number };
  onGo: () => void;
}) {
  const { detail } = useSession();
  const turn = detail.turns[position];
  return (
    <button
      type="button"
      onClick={onGo}
      className="grid h-7 w-full grid-cols-[4rem_minmax(0,1fr)_auto] items-center gap-2 rounded-sm px-1 text-left hover:bg-surface-3"
    >
      <span className="text-right text-text-3">{formatClock(turn?.startMs ?? null)}</span>
      <span dir="auto" className="truncate text-start">
        {turn?.content.slice(0, 120)}
      </span>
      <LatencyFigure ms={gapMs} thresholds={thresholds} />
    </button>
  );
}
