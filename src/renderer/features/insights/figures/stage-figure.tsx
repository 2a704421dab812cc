import { formatLatency } from '#shared/logic/format.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import { type LatencyStage, latencyStages } from '#shared/model/turn.ts';
import { ChartFrame, type FigureFrame } from '../charts/chart-frame.tsx';
import { StageRows } from '../charts/stage-rows.tsx';
import { tableOf } from '../charts/table-data.ts';
import { msTick } from './estimate.ts';

/** The stages of one group; a stage that is null was not reported. */
export interface StageLine {
  id: string;
  label: string;
  stages: Record<LatencyStage, number | null>;
  figures: readonly string[];
  basis: string;
  onOpen: (() => void) | null;
}

/** Stages of groups end to end, each as long as its median. */
export function StageFigure({
  name,
  unit,
  lines,
  figureHeads,
  hint,
  ...frame
}: FigureFrame & {
  name: string;
  unit: string;
  lines: readonly StageLine[];
  figureHeads: readonly string[];
  hint: string;
}) {
  return (
    <ChartFrame
      {...frame}
      table={tableOf<StageLine>(
        [
          { head: name, value: ({ label }) => label },
          { head: 'Rests on', value: ({ basis }) => basis },
          ...latencyStages.map((stage) => ({
            head: `${stageNames[stage]}, ms`,
            value: ({ stages }: StageLine) => stages[stage],
            text: ({ stages }: StageLine) => formatLatency(stages[stage]),
            number: true,
          })),
        ],
        lines,
      )}
    >
      {(width) => (
        <StageRows
          label={frame.title}
          width={width}
          rows={lines.map((line) => ({
            ...line,
            says: `${line.label} · ${latencyStages.map((stage) => `${stageNames[stage]} ${formatLatency(line.stages[stage])}`).join(', ')} · ${line.basis}`,
          }))}
          unit={unit}
          tickText={msTick}
          figureHeads={figureHeads}
          hint={hint}
        />
      )}
    </ChartFrame>
  );
}
