import type { ChartRow, Guide } from './row-chart.tsx';
import { RowChart } from './row-chart.tsx';
import type { Scale } from './scale.ts';

/** The quantiles of one group; null = not to be had. */
export interface QuantileRow {
  id: string;
  label: string;
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  /** Interval of the median. */
  low: number | null;
  high: number | null;
  figures: readonly string[];
  says: string;
  faint: boolean;
  onOpen: (() => void) | null;
}

/** A row per group: a dot for the median with its interval, a line on to the 95th percentile, ticks for the 90th and 99th. */
export function QuantileRows({
  label,
  width,
  rows,
  guides,
  unit,
  tickText,
  figureHeads,
  hint,
}: {
  label: string;
  width: number;
  rows: readonly QuantileRow[];
  guides: readonly Guide[];
  unit: string;
  tickText: (value: number) => string;
  figureHeads: readonly string[];
  hint: string;
}) {
  return (
    <RowChart
      label={label}
      width={width}
      rows={rows.map(
        (row): ChartRow => ({ ...row, draw: (x, middle) => <Quantiles row={row} x={x} middle={middle} /> }),
      )}
      domain={[0, ...rows.flatMap((row) => [row.p50, row.p95, row.p99, row.low, row.high])]}
      unit={unit}
      tickText={tickText}
      figureHeads={figureHeads}
      guides={guides}
      hint={hint}
    />
  );
}

function Quantiles({
  row: { p50, p90, p95, p99, low, high },
  x,
  middle,
}: {
  row: QuantileRow;
  x: Scale;
  middle: number;
}) {
  return (
    <>
      {p50 === null || p95 === null ? null : (
        <line x1={x(p50)} x2={x(p95)} y1={middle} y2={middle} strokeWidth={1.5} className="stroke-text-2" />
      )}
      {p90 === null ? null : (
        <line x1={x(p90)} x2={x(p90)} y1={middle - 4} y2={middle + 4} strokeWidth={1.5} className="stroke-text-2" />
      )}
      {p95 === null ? null : (
        <line x1={x(p95)} x2={x(p95)} y1={middle - 7} y2={middle + 7} strokeWidth={2} className="stroke-text-1" />
      )}
      {p99 === null ? null : (
        <line x1={x(p99)} x2={x(p99)} y1={middle - 4} y2={middle + 4} strokeWidth={1.5} className="stroke-text-3" />
      )}
      {low === null || high === null ? null : (
        <line
          x1={x(low)}
          x2={x(high)}
          y1={middle}
          y2={middle}
          strokeWidth={7}
          strokeOpacity={0.4}
          className="stroke-accent"
        />
      )}
      {p50 === null ? null : <circle cx={x(p50)} cy={middle} r={4} className="fill-text-1 stroke-surface-1" />}
    </>
  );
}
