import { type MouseEvent, memo, useEffect, useRef } from 'react';
import { formatCount, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { cx } from '../../../ui/cx.ts';
import { LatencyFigure, levelText } from '../latency-badge.tsx';
import { useSession } from '../session.ts';

const HEIGHT = 64;
const SLOT_PX = 6;
const MAX_SLOT_PX = 25;

/** Few gaps do not spread over the whole width: a bar stays a bar. */
function slotWidth(count: number): string {
  return `min(${100 / count}%, ${MAX_SLOT_PX}px)`;
}

/** All gaps of the call in order, on one scale with the thresholds; a click goes to the turn. */
export function GapStrip({ current }: { current: number }) {
  const { gaps } = useSession();
  const scrollerRef = useRef<HTMLDivElement>(null);
  const count = gaps.gaps.length;
  const at = gaps.gaps.findIndex((gap) => gap.position === current);
  useEffect(() => {
    const scroller = scrollerRef.current;
    if (scroller === null || at < 0 || count * SLOT_PX <= scroller.clientWidth) return;
    scroller.scrollLeft = at * SLOT_PX - scroller.clientWidth / 2;
  }, [at, count]);
  if (count === 0) return null;
  return (
    <div ref={scrollerRef} className="overflow-x-auto">
      <div className="relative pb-1.5" style={{ minWidth: count * SLOT_PX }}>
        <Bars />
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

/** The bars themselves, one path per level: a call can have a thousand, and none of them changes while it plays. */
const Bars = memo(function Bars() {
  const { gaps, settings, actions } = useSession();
  const count = gaps.gaps.length;
  const scaleMs = Math.max(settings.badLatencyMs * 1.25, gaps.worst?.gapMs ?? 0, 1);
  const paths = { ok: '', slow: '', bad: '' };
  gaps.gaps.forEach(({ gapMs }, i) => {
    const height = Math.max(1, Math.min(1, gapMs / scaleMs) * HEIGHT);
    paths[latencyLevel(gapMs, settings)] += `M${i} ${HEIGHT}v${-height.toFixed(1)}h.84V${HEIGHT}z`;
  });
  const gapAt = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return gaps.gaps[Math.floor(((event.clientX - box.left) / Math.max(1, box.width)) * count)];
  };
  return (
    <div className="relative border-line-strong border-b" style={{ height: HEIGHT }}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list of the slowest turns and the N key are the keyboard's way */}
      <svg
        role="img"
        aria-label={`${formatCount(count)} gaps in order; worst ${formatLatency(gaps.worst?.gapMs ?? null)}`}
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
          if (gap !== undefined && parent !== null) {
            parent.title = `Turn ${gap.position + 1}: ${formatLatency(gap.gapMs)}`;
          }
        }}
      >
        {(['ok', 'slow', 'bad'] as const).map((level) => (
          <path key={level} d={paths[level]} className={cx('fill-current', levelText[level])} />
        ))}
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

/** Median, 90th percentile and worst gap of the call. */
export const GapFigures = memo(function GapFigures() {
  const { gaps, settings } = useSession();
  const figures = [
    { name: 'Median', ms: gaps.medianMs, hint: 'Half of the gaps are shorter' },
    { name: '90th percentile', ms: gaps.p90Ms, hint: 'Nine of ten gaps are no longer' },
    { name: 'Worst', ms: gaps.worst?.gapMs ?? null, hint: 'The longest gap of the call' },
  ];
  return (
    <dl className="flex gap-6">
      {figures.map(({ name, ms, hint }) => (
        <div key={name} title={hint}>
          <dt className="text-meta text-text-3">{name}</dt>
          <dd>
            {ms === null ? <span className="text-text-3">–</span> : <LatencyFigure ms={ms} thresholds={settings} />}
          </dd>
        </div>
      ))}
    </dl>
  );
});
