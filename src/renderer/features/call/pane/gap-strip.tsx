import { type MouseEvent, memo, useEffect, useRef } from 'react';
import { absent, formatCount, formatLatency } from '#shared/logic/format.ts';
import { type GapPair, longerGapMs } from '#shared/logic/gap-pairs.ts';
import { cx } from '../../../ui/cx.ts';
import { LatencyFigure, levelText } from '../latency-badge.tsx';
import { useSession } from '../session.ts';
import { stripPaths } from './strip-paths.ts';
import { Term } from './term.tsx';

const HEIGHT = 64;
const SLOT_PX = 6;
const MAX_SLOT_PX = 25;

/** Few gaps do not spread over the whole width: a bar stays a bar. */
function slotWidth(count: number): string {
  return `min(${100 / count}%, ${MAX_SLOT_PX}px)`;
}

/** All gaps of the call in order, reported and measured, on one scale with the thresholds; a click goes to the turn. */
export function GapStrip({ pairs, current }: { pairs: readonly GapPair[]; current: number }) {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const count = pairs.length;
  const at = pairs.findIndex((gap) => gap.position === current);
  useEffect(() => {
    const scroller = scrollerRef.current;
    if (scroller === null || at < 0 || count * SLOT_PX <= scroller.clientWidth) return;
    scroller.scrollLeft = at * SLOT_PX - scroller.clientWidth / 2;
  }, [at, count]);
  if (count === 0) return null;
  return (
    <div ref={scrollerRef} className="overflow-x-auto">
      <div className="relative pb-1.5" style={{ minWidth: count * SLOT_PX }}>
        <Bars pairs={pairs} />
        {at < 0 ? null : (
          <span
            className="absolute bottom-0.5 h-1 bg-accent"
            style={{ left: `calc(${at} * ${slotWidth(count)})`, width: slotWidth(count) }}
          />
        )}
      </div>
    </div>
  );
}

function describe({ position, reportedMs, measuredMs }: GapPair, sure: boolean): string {
  const measured = measuredMs === null ? '' : `, measured ${formatLatency(measuredMs)}${sure ? '' : ' (uncertain)'}`;
  return `Turn ${position + 1}: reported ${formatLatency(reportedMs)}${measured}`;
}

/** The bars themselves, one path per level: a call can have a thousand, and none of them changes while it plays. */
const Bars = memo(function Bars({ pairs }: { pairs: readonly GapPair[] }) {
  const { timing, settings, actions } = useSession();
  const count = pairs.length;
  const worstMs = pairs.reduce((worst, pair) => Math.max(worst, longerGapMs(pair)), 0);
  const scaleMs = Math.max(settings.badLatencyMs * 1.25, worstMs, 1);
  const isSure = (position: number) => timing?.turns[position]?.gap?.confidence === 'high';
  const paths = stripPaths(pairs, isSure, { heightPx: HEIGHT, scaleMs }, settings);
  const gapAt = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return pairs[Math.floor(((event.clientX - box.left) / Math.max(1, box.width)) * count)];
  };
  return (
    <div className="relative border-line-strong border-b" style={{ height: HEIGHT }}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list of the slowest turns and the N key are the keyboard's way */}
      <svg
        role="img"
        aria-label={`Gaps of ${formatCount(count)} turns in order; worst ${formatLatency(worstMs)}`}
        viewBox={`0 0 ${count} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="absolute inset-y-0 left-0 h-full"
        style={{ width: `calc(${count} * ${slotWidth(count)})` }}
        onClick={(event) => {
          const gap = gapAt(event);
          if (gap !== undefined) actions.goToTurn(gap.position);
        }}
        onMouseMove={(event) => {
          const gap = gapAt(event);
          const parent = event.currentTarget.parentElement;
          if (gap !== undefined && parent !== null) parent.title = describe(gap, isSure(gap.position));
        }}
      >
        {(['ok', 'slow', 'bad'] as const).map((level) => (
          <path key={level} d={paths.reported[level]} className={cx('fill-current', levelText[level])} />
        ))}
        {/* Outlined in the ground's colour, so that it is seen on a bar of any level. */}
        <path
          d={paths.measured}
          className="fill-measured stroke-surface-1 stroke-1 [paint-order:stroke]"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      {(['slow', 'bad'] as const).map((level) => (
        <span
          key={level}
          className={cx(
            'pointer-events-none absolute inset-x-0 border-current border-t border-dashed opacity-70',
            levelText[level],
          )}
          style={{
            top:
              (1 - Math.min(1, (level === 'slow' ? settings.slowLatencyMs : settings.badLatencyMs) / scaleMs)) * HEIGHT,
          }}
        />
      ))}
    </div>
  );
});

/** What the strip's signs mean. */
export function StripKey() {
  const { settings, measuredGaps } = useSession();
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-meta text-text-3">
      <span className="flex items-center gap-1.5">
        <span aria-hidden className="h-2.5 w-1.5 bg-text-3" />
        reported
      </span>
      {measuredGaps.gaps.length === 0 ? null : (
        <>
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="h-0.5 w-3 bg-measured" />
            measured
          </span>
          <span className="flex items-center gap-1.5">
            <span aria-hidden className="h-0.5 w-3 border-measured border-x-4" />
            uncertain
          </span>
        </>
      )}
      <span>
        lines at {formatLatency(settings.slowLatencyMs)} (slow) and {formatLatency(settings.badLatencyMs)} (bad)
      </span>
    </p>
  );
}

/** Median, 90th percentile and worst gap of the call, of what was reported beside what was measured. */
export const GapFigures = memo(function GapFigures() {
  const { gaps, measuredGaps } = useSession();
  const rows = [
    { of: 'median', name: 'Median', reported: gaps.medianMs, measured: measuredGaps.medianMs },
    { of: 'p90', name: '90th percentile', reported: gaps.p90Ms, measured: measuredGaps.p90Ms },
    { of: 'worst', name: 'Worst', reported: gaps.worst?.gapMs ?? null, measured: measuredGaps.worst?.gapMs ?? null },
  ] as const;
  return (
    <table className="w-full">
      <caption className="sr-only">What the gaps of this call come to</caption>
      <thead className="text-meta text-text-3">
        <tr>
          <td />
          <th scope="col" className="w-[35%] text-right font-normal">
            <Term of="reported_gap">Reported</Term> ({formatCount(gaps.gaps.length)})
          </th>
          <th scope="col" className="w-[35%] text-right font-normal">
            <Term of="measured_gap">Measured</Term> ({formatCount(measuredGaps.gaps.length)})
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ of, name, reported, measured }) => (
          <tr key={of}>
            <th scope="row" className="text-left font-normal">
              <Term of={of}>{name}</Term>
            </th>
            <Figure ms={reported} />
            <Figure ms={measured} />
          </tr>
        ))}
      </tbody>
    </table>
  );
});

function Figure({ ms }: { ms: number | null }) {
  const { settings } = useSession();
  return (
    <td className="text-right">
      {ms === null ? <span className="text-text-3">{absent}</span> : <LatencyFigure ms={ms} thresholds={settings} />}
    </td>
  );
}
