import { Fragment, type ReactNode } from 'react';
import { cx } from '../../../ui/cx.ts';
import { ChartSvg, Mark } from './marks.tsx';
import { extentOf, linearScale, type Scale, spreadLabels, tickRoom } from './scale.ts';
import { fitText, textWidth } from './text-width.ts';

/** One line of a chart: what it is of, its drawing, and its figure in words. */
export interface ChartRow {
  id: string;
  label: string;
  /** Everything the line says, for the line below the chart and for screen readers. */
  says: string;
  /** At the right edge, in the order of `figureHeads`. */
  figures: readonly string[];
  /** Set for what is too little to go by: drawn fainter. */
  faint?: boolean;
  onOpen: (() => void) | null;
  draw: (x: Scale, middlePx: number) => ReactNode;
}

/** A colour or pattern with what it means. */
export interface LegendItem {
  label: string;
  /** Drawn in a box of 14 x 10 px. */
  swatch: ReactNode;
}

/** A line through all rows, such as a threshold. */
export interface Guide {
  value: number;
  label: string;
  className: string;
}

const ROW = 26;
const AXIS = 36;
const HEAD = 20;
const MAX_LABEL = 190;
const GAP = 12;
const LINE = 18;
const SWATCH = 19;

/** Lines of one kind below each other over one axis: intervals, stacked bars, shares, differences. */
export function RowChart({
  label,
  width,
  rows,
  domain,
  unit,
  tickText,
  figureHeads,
  guides = [],
  hint,
  defs,
  legend = [],
}: {
  label: string;
  width: number;
  rows: readonly ChartRow[];
  /** Values that must be on the axis. */
  domain: readonly (number | null)[];
  /** Under the axis: what it counts, and in which unit. */
  unit: string;
  tickText: (value: number) => string;
  figureHeads: readonly string[];
  guides?: readonly Guide[];
  hint: string;
  defs?: ReactNode;
  /** What colours and patterns mean; stands above the rows. */
  legend?: readonly LegendItem[];
}) {
  const labelPx = Math.min(
    MAX_LABEL,
    width * 0.34,
    Math.max(...rows.map((row) => Math.ceil(textWidth(row.label))), 24) + 2,
  );
  const figurePx = figureHeads.map(
    (head, i) => Math.ceil(Math.max(textWidth(head), ...rows.map(({ figures }) => textWidth(figures[i] ?? '')))) + GAP,
  );
  const start = labelPx + GAP;
  const end = Math.max(start + 60, width - figurePx.reduce((sum, each) => sum + each, 0) - GAP);
  const x = linearScale(extentOf(domain) ?? [0, 1], [start, end], tickRoom(end - start));
  const key = flow(legend, width);
  const head = key.heightPx + HEAD;
  const bottom = head + rows.length * ROW;
  const height = bottom + AXIS;
  const figureEnd = (i: number): number =>
    end + GAP + figurePx.slice(0, i + 1).reduce((sum, each) => sum + each, 0) - GAP / 2;
  const shownGuides = guides
    .filter(({ value }) => value >= x.from && value <= x.to)
    .sort((one, other) => one.value - other.value);
  const guidePx = shownGuides.map((guide) => textWidth(guide.label));
  const guideLabels = spreadLabels(
    shownGuides.map(({ value }, i) => x(value) - (guidePx[i] ?? 0) / 2),
    guidePx,
    6,
    end,
  );
  return (
    <ChartSvg label={label} width={width} height={height} firstMark={rows[0]?.id ?? null} hint={hint}>
      {defs}
      {key.items.map(({ item, left, top }) => (
        <g key={item.label} transform={`translate(${left} ${top})`}>
          {item.swatch}
          <text x={SWATCH} y={10} className="fill-text-2">
            {item.label}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <Fragment key={tick}>
          <line
            x1={x(tick)}
            x2={x(tick)}
            y1={head}
            y2={bottom}
            className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={x(tick)} y={bottom + 15} textAnchor="middle" className="fill-text-3">
            {tickText(tick)}
          </text>
        </Fragment>
      ))}
      {shownGuides.map((guide, i) => (
        <g key={guide.label} className={guide.className}>
          <line
            x1={x(guide.value)}
            x2={x(guide.value)}
            y1={head}
            y2={bottom}
            strokeDasharray="3 3"
            stroke="currentColor"
          />
          <text x={guideLabels[i] ?? 0} y={head - 6} fill="currentColor">
            {guide.label}
          </text>
        </g>
      ))}
      <text x={(start + end) / 2} y={bottom + 31} textAnchor="middle" className="fill-text-2">
        {unit}
      </text>
      {figureHeads.map((words, i) => (
        <text key={words} x={figureEnd(i)} y={head - 6} textAnchor="end" className="fill-text-3">
          {words}
        </text>
      ))}
      {rows.map((row, i) => {
        const top = head + i * ROW;
        const middle = top + ROW / 2;
        return (
          <Mark key={row.id} id={row.id} label={row.says} onOpen={row.onOpen}>
            <rect
              x={0}
              y={top}
              width={width}
              height={ROW}
              className="fill-transparent group-hover:fill-surface-3"
              fillOpacity={0.6}
            />
            <text x={0} y={middle + 4} className={row.faint === true ? 'fill-text-3' : 'fill-text-1'}>
              {fitText(row.label, labelPx)}
            </text>
            <g className={cx(row.faint === true && 'opacity-60')}>{row.draw(x, middle)}</g>
            {row.figures.map((figure, at) => (
              <text
                // biome-ignore lint/suspicious/noArrayIndexKey: figures are columns, known by their place
                key={at}
                x={figureEnd(at)}
                y={middle + 4}
                textAnchor="end"
                className={at === 0 ? 'fill-text-1' : 'fill-text-2'}
              >
                {figure}
              </text>
            ))}
          </Mark>
        );
      })}
    </ChartSvg>
  );
}

/** Places the legend's items in lines. */
function flow(items: readonly LegendItem[], width: number) {
  let left = 0;
  let top = 0;
  const placed = items.map((item) => {
    const wide = SWATCH + Math.ceil(textWidth(item.label)) + GAP;
    if (left > 0 && left + wide - GAP > width) {
      left = 0;
      top += LINE;
    }
    const at = { item, left, top };
    left += wide;
    return at;
  });
  return { items: placed, heightPx: items.length === 0 ? 0 : top + LINE + 4 };
}
