import { formatCount, formatLatency } from '#shared/logic/format.ts';
import type { Estimate, Share } from '#shared/model/insights/common.ts';
import { ChartFrame, type FigureFrame } from '../charts/chart-frame.tsx';
import { QuantileRows } from '../charts/quantile-rows.tsx';
import type { Guide } from '../charts/row-chart.tsx';
import { type Column, tableOf } from '../charts/table-data.ts';
import type { Thresholds } from './distribution-figure.tsx';
import { estimateWords, msTick, percent } from './estimate.ts';

/** The figures of one group, such as a version. */
export interface GroupLine {
  id: string;
  label: string;
  turns: number;
  calls: number;
  median: Estimate | null;
  p90: number | null;
  p95: Estimate | null;
  p99: number | null;
  /** Shares above the limits; null where limits mean nothing. */
  slow: Share | null;
  bad: Share | null;
  /** Why nothing is to be concluded from it, or what it mixes; null = nothing to say. */
  caution: string | null;
  onOpen: () => void;
}

export const groupColumns = (name: string): Column<GroupLine>[] => [
  { head: name, value: ({ label }) => label },
  { head: 'Turns', value: ({ turns }) => turns, text: ({ turns }) => formatCount(turns), number: true },
  { head: 'Calls', value: ({ calls }) => calls, text: ({ calls }) => formatCount(calls), number: true },
  {
    head: 'p50, ms',
    value: ({ median }) => median?.value ?? null,
    text: ({ median }) => formatLatency(median?.value ?? null),
    number: true,
  },
  {
    head: 'p50 from, ms',
    value: ({ median }) => median?.low ?? null,
    text: ({ median }) => formatLatency(median?.low ?? null),
    number: true,
  },
  {
    head: 'p50 to, ms',
    value: ({ median }) => median?.high ?? null,
    text: ({ median }) => formatLatency(median?.high ?? null),
    number: true,
  },
  { head: 'p90, ms', value: ({ p90 }) => p90, text: ({ p90 }) => formatLatency(p90), number: true },
  {
    head: 'p95, ms',
    value: ({ p95 }) => p95?.value ?? null,
    text: ({ p95 }) => formatLatency(p95?.value ?? null),
    number: true,
  },
  { head: 'p99, ms', value: ({ p99 }) => p99, text: ({ p99 }) => formatLatency(p99), number: true },
  {
    head: 'Slow',
    value: ({ slow }) => slow?.share ?? null,
    text: ({ slow }) => percent(slow?.share ?? null),
    number: true,
  },
  { head: 'Bad', value: ({ bad }) => bad?.share ?? null, text: ({ bad }) => percent(bad?.share ?? null), number: true },
  { head: 'Note', value: ({ caution }) => caution, text: ({ caution }) => caution ?? '' },
];

/** Reads out everything a group's line shows. */
export function groupWords(line: GroupLine): string {
  return [
    line.label,
    `${formatCount(line.turns)} turns of ${formatCount(line.calls)} calls`,
    estimateWords('p50', line.median, formatLatency),
    ...(line.p90 === null ? [] : [`p90 ${formatLatency(line.p90)}`]),
    estimateWords('p95', line.p95, formatLatency),
    ...(line.p99 === null ? [] : [`p99 ${formatLatency(line.p99)}`]),
    ...(line.slow === null ? [] : [`${percent(line.slow.share)} slow`]),
    ...(line.caution === null ? [] : [line.caution]),
  ].join(' · ');
}

/** Median with its interval, 90th, 95th and 99th percentile of every group, over one axis. */
export function GroupFigure({
  name,
  unit,
  lines,
  thresholds,
  ...frame
}: FigureFrame & {
  /** What a group is: `Version`. */
  name: string;
  unit: string;
  lines: readonly GroupLine[];
  thresholds: Thresholds | null;
}) {
  const guides: Guide[] =
    thresholds === null
      ? []
      : [
          { value: thresholds.slowLatencyMs, label: 'slow', className: 'text-slow' },
          { value: thresholds.badLatencyMs, label: 'bad', className: 'text-bad' },
        ];
  return (
    <ChartFrame {...frame} table={tableOf(groupColumns(name), lines)}>
      {(width) => (
        <QuantileRows
          label={frame.title}
          width={width}
          rows={lines.map((line) => ({
            id: line.id,
            label: line.label,
            p50: line.median?.value ?? null,
            low: line.median?.low ?? null,
            high: line.median?.high ?? null,
            p90: line.p90,
            p95: line.p95?.value ?? null,
            p99: line.p99,
            figures: [
              formatLatency(line.median?.value ?? null),
              formatLatency(line.p95?.value ?? null),
              ...(width < 520 ? [] : [percent(line.slow?.share ?? null)]),
              formatCount(line.turns),
            ],
            says: groupWords(line),
            faint: line.turns === 0,
            onOpen: line.onOpen,
          }))}
          guides={guides}
          unit={unit}
          tickText={msTick}
          figureHeads={['p50', 'p95', ...(width < 520 ? [] : ['Slow']), 'Turns']}
          hint="Dot: p50 with its interval; bars: p90, p95, p99. Press a line for its turns."
        />
      )}
    </ChartFrame>
  );
}
