import { type ChartRow, RowChart } from './row-chart.tsx';

/** A difference with its interval; null = not to be had. */
export interface DifferenceRow extends Omit<ChartRow, 'draw'> {
  value: number | null;
  low: number | null;
  high: number | null;
  /** Classes for dot and interval: what the difference means, when it is clear of zero. */
  tone: string;
}

/** A row per difference: its interval as a line around zero, its value as a dot. */
export function DifferenceRows({
  label,
  width,
  rows,
  unit,
  tickText,
  figureHeads,
  hint,
}: {
  label: string;
  width: number;
  rows: readonly DifferenceRow[];
  unit: string;
  tickText: (value: number) => string;
  figureHeads: readonly string[];
  hint: string;
}) {
  const reach = Math.max(
    1,
    ...rows.flatMap(({ value, low, high }) => [value, low, high].map((each) => Math.abs(each ?? 0))),
  );
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
      domain={[-reach, reach]}
      unit={unit}
      tickText={tickText}
      figureHeads={figureHeads}
      hint={hint}
    />
  );
}
