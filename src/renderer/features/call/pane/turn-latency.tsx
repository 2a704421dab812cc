import type { ReactNode } from 'react';
import { absent, formatClock, formatLatency } from '#shared/logic/format.ts';
import { type LatencyGeometry, layoutLatency } from '#shared/logic/latency.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import { type Reconciled, reconcileTurn } from '#shared/logic/timing/reconcile.ts';
import { gapDoubtWords, noGapReason } from '#shared/logic/timing-words.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import type { MeasuredGap } from '#shared/model/timing.ts';
import type { Turn } from '#shared/model/turn.ts';
import { LatencyFigure } from '../latency-badge.tsx';
import { useSession } from '../session.ts';
import { LatencyChart } from './latency-chart.tsx';
import { Term } from './term.tsx';

/** One agent turn: its three numbers, its stages and the measured gap on one axis, and what they say in words. */
export function TurnLatency({ turn, position, title }: { turn: Turn; position: number; title: string }) {
  const { settings, timing } = useSession();
  const heard = timing?.turns[position] ?? null;
  const reconciled = reconcileTurn(turn, heard, settings.latencyToleranceMs);
  const measured = heard?.gap ?? null;
  const noGap = noGapReason(timing, position);
  const geometry = layoutLatency(turn.latency, measured?.ms ?? null);
  const nothing = geometry.missing.length === geometry.bars.length && geometry.totalMs === null;
  return (
    <section aria-labelledby="turn-latency" className="flex flex-col gap-2">
      <h2 id="turn-latency" className="flex items-baseline justify-between gap-2 whitespace-nowrap font-strong">
        {title}
        <span className="font-normal text-text-3">
          Turn {position + 1} · {formatClock(turn.startMs)}
        </span>
      </h2>
      <ThreeNumbers reconciled={reconciled} noGap={noGap} />
      {/* The chart keeps its place when a turn reports nothing: what is below must not jump from turn to turn. */}
      <LatencyChart geometry={geometry} measured={measured} noGap={noGap} thresholds={settings} />
      <ul className="flex min-h-16 flex-col gap-1 text-text-2">
        <li>
          <Heard measured={measured} noGap={noGap} />
        </li>
        {nothing ? <li>The vendor reported no latency for this turn.</li> : <Reading geometry={geometry} />}
      </ul>
    </section>
  );
}

/** Reported, summed and measured side by side, and what lies between reported and measured. */
function ThreeNumbers({
  reconciled: { reportedMs, stagesMs, measuredMs, residualMs, agrees },
  noGap,
}: {
  reconciled: Reconciled;
  noGap: string | null;
}) {
  const { settings } = useSession();
  const unreported = 'The vendor reported none for this turn.';
  return (
    <dl className="flex flex-wrap gap-x-4 gap-y-1">
      <NamedFigure of="reported_gap" name="Reported" why={unreported}>
        {reportedMs === null ? null : <LatencyFigure ms={reportedMs} thresholds={settings} />}
      </NamedFigure>
      <NamedFigure of="stage_sum" name="Sum" why={unreported}>
        {stagesMs === null ? null : formatLatency(stagesMs)}
      </NamedFigure>
      <NamedFigure of="measured_gap" name="Measured" why={noGap ?? ''}>
        {measuredMs === null ? null : <span className="text-measured">{formatLatency(measuredMs)}</span>}
      </NamedFigure>
      <NamedFigure of="residual" name="Difference" why={noGap ?? unreported}>
        {residualMs === null ? null : (
          <span className={agrees === false ? 'font-strong text-slow' : undefined}>
            {residualMs > 0 ? '+' : ''}
            {formatLatency(residualMs)}
          </span>
        )}
      </NamedFigure>
    </dl>
  );
}

function NamedFigure({
  of,
  name,
  why,
  children,
}: {
  of: DefinitionId;
  name: string;
  why: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt className="text-meta text-text-3">
        <Term of={of}>{name}</Term>
      </dt>
      <dd title={children === null ? why : undefined}>
        {children ?? (
          <span className="text-text-3">
            {absent}
            <span className="sr-only">, {why}</span>
          </span>
        )}
      </dd>
    </div>
  );
}

/** What was heard before this turn, how surely, or why nothing was. */
function Heard({ measured, noGap }: { measured: MeasuredGap | null; noGap: string | null }) {
  if (measured === null) return <>No measured gap. {noGap}</>;
  const where = `from ${formatClock(measured.fromMs)} to ${formatClock(measured.toMs)}`;
  const doubts = measured.doubts.map((doubt) => gapDoubtWords[doubt]).join('; ');
  if (measured.confidence === 'high') {
    return (
      <>
        Measured {where}, with high confidence
        {doubts === '' ? '.' : <>, though {doubts}.</>}
      </>
    );
  }
  return (
    <>
      Measured {where}, with low confidence{doubts === '' ? '.' : `: ${doubts}.`}
    </>
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
    const names = longer.map((bar) => stageNames[bar.stage]).join(', ');
    lines.push(<span className="text-slow">Longer than the total itself: {names}. One of the figures is wrong.</span>);
  }
  if (negative.length > 0) {
    lines.push(
      <span className="text-slow">Reported below zero, which cannot be: {negative.map(nameOf).join(', ')}.</span>,
    );
  }
  if (missing.length > 0 && missing.length < bars.length) {
    lines.push(<>Not reported: {missing.map((stage) => stageNames[stage]).join(', ')}.</>);
  }
  if (missing.length === bars.length) lines.push(<>Only the total was reported, not its stages.</>);
  // biome-ignore lint/suspicious/noArrayIndexKey: the sentences have no state and no other name
  return lines.map((line, i) => <li key={i}>{line}</li>);
}

function nameOf(field: LatencyGeometry['negative'][number]): string {
  return field === 'total_perceived_ms' ? 'the total' : stageNames[field];
}
