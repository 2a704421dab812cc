import { stageNames } from '#shared/logic/stage-names.ts';
import { type LatencyStage, latencyStages } from '#shared/model/turn.ts';
import { stageFills, useStagePatterns } from './patterns.tsx';
import { type ChartRow, RowChart } from './row-chart.tsx';

/** What each stage takes in one group; a stage that is absent or null was not reported. */
export interface StageRow extends Omit<ChartRow, 'draw'> {
  stages: Partial<Record<LatencyStage, number | null>>;
}

/** A row per group with its stages end to end, in pipeline order. They overlap in truth: the whole is an upper limit, no wait. */
export function StageRows({
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
  rows: readonly StageRow[];
  unit: string;
  tickText: (value: number) => string;
  figureHeads: readonly string[];
  hint: string;
}) {
  const { defs, urlOf } = useStagePatterns();
  const sums = rows.map(({ stages }) => latencyStages.reduce((sum, stage) => sum + Math.max(0, stages[stage] ?? 0), 0));
  const legend = latencyStages.map((stage) => ({
    label: stageNames[stage],
    swatch: (
      <>
        <rect width={14} height={10} className={stageFills[stage]} />
        <rect width={14} height={10} fill={urlOf(stage)} />
      </>
    ),
  }));
  return (
    <RowChart
      label={label}
      width={width}
      rows={rows.map((row): ChartRow => {
        const { stages } = row;
        return {
          ...row,
          draw: (x, middle) => {
            let at = 0;
            return latencyStages.map((stage) => {
              const value = Math.max(0, stages[stage] ?? 0);
              const from = x(at);
              at += value;
              const box = { x: from, y: middle - 8, width: Math.max(0, x(at) - from), height: 16 };
              return value === 0 ? null : (
                <g key={stage}>
                  <rect {...box} className={stageFills[stage]} />
                  <rect {...box} fill={urlOf(stage)} strokeWidth={1} className="stroke-surface-1" />
                </g>
              );
            });
          },
        };
      })}
      domain={[0, ...sums]}
      unit={unit}
      tickText={tickText}
      figureHeads={figureHeads}
      hint={hint}
      defs={defs}
      legend={legend}
    />
  );
}
