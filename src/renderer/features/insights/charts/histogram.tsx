import { Fragment } from 'react';
import { formatCount } from '#shared/logic/format.ts';
import { cx } from '../../../ui/cx.ts';
import { ChartSvg, Mark } from './marks.tsx';
import { linearScale, spreadLabels, tickRoom } from './scale.ts';
import { textWidth } from './text-width.ts';

/** Values from `from` up to, not including, `to`. */
export interface Bin {
  from: number;
  /** Null = and above. */
  to: number | null;
  n: number;
}

/** A value marked on the axis, such as a quantile or a threshold. */
export interface AxisMark {
  label: string;
  value: number;
  /** Text colour class. */
  tone: string;
  dashed?: boolean;
}

const PLOT = 150;
const LABELS = 18;
const AXIS = 36;
const LEFT = 52;
const RIGHT = 24;

/** How often values occur, or, `cumulative`, which share lies below each. Quantiles and thresholds stand above it. */
export function Histogram({
  label,
  width,
  bins,
  marks,
  cumulative,
  unit,
  valueText,
  tickText,
  fillOf,
  hint,
  onOpen,
}: {
  label: string;
  width: number;
  bins: readonly Bin[];
  marks: readonly AxisMark[];
  cumulative: boolean;
  unit: string;
  valueText: (value: number) => string;
  /** On the axis, without the unit. */
  tickText: (value: number) => string;
  /** Fill class of a bar. */
  fillOf: (bin: Bin) => string;
  hint: string;
  onOpen: ((bin: Bin) => void) | null;
}) {
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  const first = bins[0]?.from ?? 0;
  const step = bins.find(({ to }) => to !== null);
  const binWidth = step?.to == null ? 1 : step.to - step.from;
  const lastTo = bins.reduce((end, { from, to }) => Math.max(end, to ?? from + binWidth), first + 1);
  const x = linearScale([first, lastTo], [LEFT, width - RIGHT], tickRoom(width - LEFT));
  const tallest = cumulative ? 1 : Math.max(1, ...bins.map(({ n }) => n));
  const top = LABELS * 2 + 2;
  const bottom = top + PLOT;
  const y = linearScale([0, tallest], [bottom, top], 4);
  const yText = (value: number): string => (cumulative ? `${Math.round(value * 100)} %` : formatCount(value));
  const wholeTicks = cumulative ? y.ticks : y.ticks.filter((tick) => Number.isInteger(tick));

  const inside = marks.filter(({ value }) => value >= x.from && value <= x.to).sort((a, b) => a.value - b.value);
  const lanes = [inside.filter(({ dashed }) => dashed !== true), inside.filter(({ dashed }) => dashed === true)];
  let below = 0;
  return (
    <ChartSvg
      label={label}
      width={width}
      height={bottom + AXIS}
      firstMark={bins.length > 0 ? 'bin-0' : null}
      hint={hint}
    >
      {wholeTicks.map((tick) => (
        <Fragment key={tick}>
          <line
            x1={LEFT}
            x2={width - RIGHT}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end" className="fill-text-3">
            {yText(tick)}
          </text>
        </Fragment>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} x={x(tick)} y={bottom + 15} textAnchor="middle" className="fill-text-3">
          {tickText(tick)}
        </text>
      ))}
      <text x={(LEFT + width - RIGHT) / 2} y={bottom + 31} textAnchor="middle" className="fill-text-2">
        {unit}
      </text>
      {bins.map((bin, i) => {
        below += bin.n;
        const share = total === 0 ? 0 : below / total;
        const from = x(bin.from);
        const barWidth = Math.max(1, x(bin.to ?? lastTo) - from - 1);
        const barTop = y(cumulative ? share : bin.n);
        const range =
          bin.to === null ? `${valueText(bin.from)} and above` : `${valueText(bin.from)} to ${valueText(bin.to)}`;
        const says = `${range}: ${formatCount(bin.n)} of ${formatCount(total)}; ${(share * 100).toFixed(1)} % are below ${bin.to === null ? 'the end' : valueText(bin.to)}`;
        return (
          <Mark
            key={bin.from}
            id={`bin-${i}`}
            label={says}
            onOpen={onOpen === null || bin.n === 0 ? null : () => onOpen(bin)}
          >
            <rect x={from} y={top} width={barWidth + 1} height={PLOT} className="fill-transparent" />
            <rect
              x={from}
              y={barTop}
              width={barWidth}
              height={Math.max(bin.n > 0 || cumulative ? 1 : 0, bottom - barTop)}
              className={cx(
                cumulative ? 'fill-text-3/45' : fillOf(bin),
                'group-hover:fill-accent group-focus-visible:fill-accent',
              )}
            />
          </Mark>
        );
      })}
      {lanes.map((lane, laneAt) => {
        const widths = lane.map((mark) => textWidth(`${mark.label} ${valueText(mark.value)}`));
        const wanted = lane.map((mark) => x(mark.value) + 3);
        const places = spreadLabels(wanted, widths, 10, width);
        return lane.map((mark, i) => (
          <g key={`${mark.label}${mark.value}`} className={mark.tone}>
            <line
              x1={x(mark.value)}
              x2={x(mark.value)}
              y1={laneAt === 0 && lanes[1]?.length === 0 ? LABELS : top}
              y2={bottom}
              stroke="currentColor"
              {...(mark.dashed === true ? { strokeDasharray: '3 3' } : {})}
            />
            <text x={places[i] ?? 0} y={laneAt * LABELS + 13} fill="currentColor">
              {mark.label} {valueText(mark.value)}
            </text>
          </g>
        ));
      })}
    </ChartSvg>
  );
}
