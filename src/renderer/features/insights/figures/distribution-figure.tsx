import { useState } from 'react';
import { formatCount, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import type { Settings } from '#shared/model/settings.ts';
import { Button } from '../../../ui/button.tsx';
import { ChartFrame, type FigureFrame } from '../charts/chart-frame.tsx';
import { type AxisMark, type Bin, Histogram } from '../charts/histogram.tsx';
import { tableOf } from '../charts/table-data.ts';
import { msTick, percent } from './estimate.ts';

export type Thresholds = Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>;

const levelFill = { ok: 'fill-text-3', slow: 'fill-slow', bad: 'fill-bad' } as const;

/** How a latency is spread: how often it occurs or which share lies below, with quantiles and the reader's thresholds. */
export function DistributionFigure({
  unit,
  bins,
  quantiles,
  thresholds,
  onOpen,
  ...frame
}: Omit<FigureFrame, 'controls'> & {
  unit: string;
  bins: readonly Bin[];
  quantiles: readonly { name: string; ms: number | null }[];
  /** Null where the thresholds mean nothing, such as for one stage. */
  thresholds: Thresholds | null;
  onOpen: (bin: Bin) => void;
}) {
  const [cumulative, setCumulative] = useState(false);
  const marks: AxisMark[] = quantiles.flatMap(({ name, ms }) =>
    ms === null ? [] : [{ label: name, value: ms, tone: 'text-text-1' }],
  );
  if (thresholds !== null) {
    marks.push(
      { label: 'slow from', value: thresholds.slowLatencyMs, tone: 'text-slow', dashed: true },
      { label: 'bad from', value: thresholds.badLatencyMs, tone: 'text-bad', dashed: true },
    );
  }
  const total = bins.reduce((sum, { n }) => sum + n, 0);
  let below = 0;
  const rows = bins.map((bin) => {
    below += bin.n;
    return { ...bin, share: total === 0 ? null : below / total };
  });
  return (
    <ChartFrame
      {...frame}
      controls={
        <Button
          size="sm"
          aria-pressed={cumulative}
          onClick={() => setCumulative((before) => !before)}
          className="aria-pressed:border-accent"
        >
          Share below
        </Button>
      }
      table={tableOf(
        [
          { head: 'From, ms', value: (row) => row.from, text: (row) => formatLatency(row.from), number: true },
          {
            head: 'To, ms',
            value: (row) => row.to,
            text: (row) => (row.to === null ? 'and above' : formatLatency(row.to)),
            number: true,
          },
          { head: 'Turns', value: (row) => row.n, text: (row) => formatCount(row.n), number: true },
          { head: 'Share below the end', value: (row) => row.share, text: (row) => percent(row.share), number: true },
        ],
        rows,
      )}
    >
      {(width) => (
        <Histogram
          label={frame.title}
          width={width}
          bins={bins}
          marks={marks}
          cumulative={cumulative}
          unit={unit}
          valueText={formatLatency}
          tickText={msTick}
          fillOf={({ from }) => (thresholds === null ? levelFill.ok : levelFill[latencyLevel(from, thresholds)])}
          hint="Press a bar for its turns."
          onOpen={onOpen}
        />
      )}
    </ChartFrame>
  );
}
