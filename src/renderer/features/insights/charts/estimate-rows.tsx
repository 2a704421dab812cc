import { type ChartRow, RowChart } from './row-chart.tsx';

/** A figure with its interval; null = not to be had. */
export interface EstimateRow extends Omit<ChartRow, 'draw'> {
  value: number | null;
  low: number | null;
  high: number | null;
  /** Text colour class of dot and interval. */
  tone: string;
}

/** A row per figure: its interval as a line, its value as a dot; differences `around` zero in the middle. */
export function EstimateRows({
  label,
  width,
  rows,
  around,
  unit,
  tickText,
  figureHeads,
  hint,
}: {
  label: string;
  width: number;
  rows: readonly EstimateRow[];
  around: boolean;
  unit: string;
  tickText: (value: number) => string;
  figureHeads: readonly string[];
  hint: string;
}) {
  const all = rows.flatMap(({ value, low, high }) => [value, low, high]);
  const most = Math.max(...all.map((each) => Math.abs(each ?? 0)));
  const reach = most === 0 ? 1 : most;
  return (
    <RowChart
      label={label}
      width={width}
      rows={rows.map((row): ChartRow => {
        const { value, low, high, tone } = row;
        return {
          ...row,
          draw: (x, middle) => (
            <g className={tone}>
              {low === null || high === null ? null : (
                <>
                  <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} strokeWidth={2} stroke="currentColor" />
                  <line x1={x(low)} x2={x(low)} y1={middle - 5} y2={middle + 5} strokeWidth={2} stroke="currentColor" />
                  <line
                    x1={x(high)}
                    x2={x(high)}
                    y1={middle - 5}
                    y2={middle + 5}
                    strokeWidth={2}
                    stroke="currentColor"
                  />
                </>
              )}
              {value === null ? null : (
                <circle cx={x(value)} cy={middle} r={4} fill="currentColor" className="stroke-surface-1" />
              )}
            </g>
          ),
        };
      })}
      domain={around ? [-reach, reach] : [0, most === 0 ? 1 : null, ...all]}
      unit={unit}
      tickText={tickText}
      figureHeads={figureHeads}
      hint={hint}
    />
  );
}
