import { formatCount } from '#shared/logic/format.ts';
import { ChartFrame, type FigureFrame } from '../charts/chart-frame.tsx';
import { tableOf } from '../charts/table-data.ts';
import { Trend } from '../charts/trend.tsx';
import { msTick } from './estimate.ts';
import { type GroupLine, groupColumns, groupWords } from './group-figure.tsx';

/** Median and a higher percentile over steps of time, with how many turns each step rests on. */
export function TrendFigure({
  name,
  unit,
  lines,
  tailName,
  ...frame
}: FigureFrame & {
  /** What a step is: `Day`. */
  name: string;
  unit: string;
  lines: readonly GroupLine[];
  /** The higher quantile that is drawn. */
  tailName: 'p90' | 'p95';
}) {
  return (
    <ChartFrame {...frame} table={tableOf(groupColumns(name), lines)}>
      {(width) => (
        <Trend
          label={frame.title}
          width={width}
          points={lines.map((line) => ({
            id: line.id,
            label: line.label,
            middle: line.median?.value ?? null,
            low: line.median?.low ?? null,
            high: line.median?.high ?? null,
            tail: tailName === 'p95' ? (line.p95?.value ?? null) : line.p90,
            n: line.turns,
            says: groupWords(line),
            onOpen: line.turns === 0 ? null : line.onOpen,
          }))}
          names={{ steps: name.toLowerCase() }}
          unit={unit}
          tickText={msTick}
          hint={`Dot: p50 with its interval; dash: ${tailName}; below: turns, at most ${formatCount(Math.max(0, ...lines.map(({ turns }) => turns)))}. Press a step for its turns.`}
        />
      )}
    </ChartFrame>
  );
}
