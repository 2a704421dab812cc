import { cx } from '../../../ui/cx.ts';
import { type ChartRow, RowChart } from './row-chart.tsx';

/** A share of each group, 0 to 1, with its interval; null = nothing to take a share of. */
export interface ShareRow extends Omit<ChartRow, 'draw'> {
  share: number | null;
  low: number | null;
  high: number | null;
  /** Fill class of the bar. */
  fill: string;
}

/** A bar per row: which share, with its interval. */
export function ShareRows({
  label,
  width,
  rows,
  unit,
  figureHeads,
  hint,
  whole = false,
}: {
  label: string;
  width: number;
  rows: readonly ShareRow[];
  unit: string;
  figureHeads: readonly string[];
  hint: string;
  /** The axis goes to 100 % whatever the shares are. */
  whole?: boolean;
}) {
  return (
    <RowChart
      label={label}
      width={width}
      rows={rows.map((row): ChartRow => {
        const { share, low, high, fill } = row;
        return {
          ...row,
          draw: (x, middle) =>
            share === null ? null : (
              <>
                <rect
                  x={x(0)}
                  y={middle - 6}
                  width={Math.max(share > 0 ? 1 : 0, x(share) - x(0))}
                  height={12}
                  className={cx(fill, 'group-hover:fill-accent')}
                />
                {low === null || high === null ? null : (
                  <g className="stroke-text-1">
                    <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} strokeWidth={1.5} />
                    <line x1={x(low)} x2={x(low)} y1={middle - 4} y2={middle + 4} strokeWidth={1.5} />
                    <line x1={x(high)} x2={x(high)} y1={middle - 4} y2={middle + 4} strokeWidth={1.5} />
                  </g>
                )}
              </>
            ),
        };
      })}
      domain={[0, whole ? 1 : 0.01, ...rows.flatMap(({ share, high }) => [share, high])]}
      unit={unit}
      tickText={(value) => `${Math.round(value * 1000) / 10} %`}
      figureHeads={figureHeads}
      hint={hint}
    />
  );
}
