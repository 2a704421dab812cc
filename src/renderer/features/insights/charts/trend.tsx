import { Fragment } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { ChartSvg, Mark } from './marks.tsx';
import { extentOf, linearScale } from './scale.ts';
import { textWidth } from './text-width.ts';

/** One step of time or of the day; a value that is null was not measured and is not drawn. */
export interface TrendPoint {
  id: string;
  /** Short, under the axis. */
  label: string;
  middle: number | null;
  low: number | null;
  high: number | null;
  /** Higher quantile, drawn as a mark of its own. */
  tail: number | null;
  n: number;
  says: string;
  onOpen: (() => void) | null;
}

const PLOT = 150;
const COUNTS = 34;
const AXIS = 36;
const TOP = 10;
const LEFT = 60;
const RIGHT = 14;

/** A figure over steps: its middle with the interval, a higher quantile as a mark, and how much each step rests on below. */
export function Trend({
  label,
  width,
  points,
  names,
  unit,
  tickText,
  hint,
}: {
  label: string;
  width: number;
  points: readonly TrendPoint[];
  names: { steps: string };
  unit: string;
  tickText: (value: number) => string;
  hint: string;
}) {
  const values = points.flatMap((point) => [point.middle, point.low, point.high, point.tail]);
  const extent = extentOf(values) ?? [0, 1];
  const bottom = TOP + PLOT;
  const y = linearScale([Math.min(0, extent[0]), extent[1]], [bottom, TOP], 4);
  const stepPx = (width - LEFT - RIGHT) / Math.max(1, points.length);
  const xOf = (i: number): number => LEFT + (i + 0.5) * stepPx;
  const widest = Math.max(1, ...points.map((point) => textWidth(point.label))) + 10;
  const every = Math.max(1, Math.ceil(widest / stepPx));
  const mostN = Math.max(1, ...points.map(({ n }) => n));
  const countTop = bottom + 10;
  const countBottom = countTop + COUNTS;
  const barPx = Math.max(2, Math.min(26, stepPx - 4));
  return (
    <ChartSvg label={label} width={width} height={countBottom + AXIS} firstMark={points[0]?.id ?? null} hint={hint}>
      {y.ticks.map((tick) => (
        <Fragment key={tick}>
          <line
            x1={LEFT}
            x2={width - RIGHT}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className="fill-text-3">
            {tickText(tick)}
          </text>
        </Fragment>
      ))}
      <path
        d={pathOf(points.map(({ middle }, i) => (middle === null ? null : [xOf(i), y(middle)])))}
        strokeWidth={1.5}
        className="fill-none stroke-text-1"
      />
      <text x={LEFT - 6} y={countTop + 12} textAnchor="end" className="fill-text-3">
        n
      </text>
      <line x1={LEFT} x2={width - RIGHT} y1={countBottom} y2={countBottom} className="stroke-line" />
      {points.map((point, i) => {
        const x = xOf(i);
        const { middle, low, high, tail } = point;
        return (
          <Mark key={point.id} id={point.id} label={point.says} onOpen={point.onOpen}>
            <rect
              x={x - stepPx / 2}
              y={TOP}
              width={stepPx}
              height={countBottom - TOP}
              className="fill-transparent group-hover:fill-surface-3"
              fillOpacity={0.6}
            />
            {low === null || high === null ? null : (
              <line
                x1={x}
                x2={x}
                y1={y(low)}
                y2={y(high)}
                strokeWidth={4}
                strokeOpacity={0.45}
                className="stroke-text-3"
              />
            )}
            {tail === null ? null : (
              <line x1={x - 5} x2={x + 5} y1={y(tail)} y2={y(tail)} strokeWidth={2} className="stroke-text-2" />
            )}
            {middle === null ? null : <circle cx={x} cy={y(middle)} r={3.5} className="fill-text-1 stroke-surface-1" />}
            <rect
              x={x - barPx / 2}
              y={countBottom - (point.n / mostN) * COUNTS}
              width={barPx}
              height={(point.n / mostN) * COUNTS}
              className="fill-line-strong group-hover:fill-accent"
            />
            {i % every === 0 ? (
              <text x={x} y={countBottom + 15} textAnchor="middle" className="fill-text-3">
                {point.label}
              </text>
            ) : null}
          </Mark>
        );
      })}
      <text x={(LEFT + width - RIGHT) / 2} y={countBottom + 31} textAnchor="middle" className="fill-text-2">
        {`${unit}, by ${names.steps}; n at most ${formatCount(mostN)}`}
      </text>
    </ChartSvg>
  );
}

/** A line through the points that are there; it breaks where one is missing. */
export function pathOf(points: readonly (readonly [number, number] | null)[]): string {
  let open = false;
  let path = '';
  for (const point of points) {
    if (point === null) {
      open = false;
      continue;
    }
    path += `${open ? 'L' : 'M'}${point[0].toFixed(1)} ${point[1].toFixed(1)}`;
    open = true;
  }
  return path;
}
