import type { ReactNode } from 'react';
import { absent, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { type LatencyGeometry, latencyTicks } from '#shared/logic/latency.ts';
import { stageNames } from '#shared/logic/stage-names.ts';
import type { DefinitionId } from '#shared/model/finding.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { MeasuredGap } from '#shared/model/timing.ts';
import { cx } from '../../../ui/cx.ts';
import { levelText } from '../latency-badge.tsx';
import { stageBars } from './stages.ts';
import { Term } from './term.tsx';

/** In a narrow pane the axis gets the whole width, under the label and the figure: beside them it could not be read. */
const columns =
  'grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-2 @sm:grid-cols-[8.5rem_minmax(0,1fr)_4.5rem]';
const labelCell = 'col-start-1 row-start-1 flex min-w-0 text-left';
const axisCell =
  'relative col-span-2 col-start-1 row-start-2 h-2.5 @sm:col-span-1 @sm:col-start-2 @sm:row-start-1 @sm:h-full';
const figureCell = 'col-start-2 row-start-1 text-right @sm:col-start-3';

/**
 * The reported stages and the gap measured in the sound as bars on one axis that starts where the caller stopped
 * speaking, with the total as a bracket of its own. It is the table of the same numbers too: each row names its figure.
 */
export function LatencyChart({
  geometry,
  measured,
  noGap,
  thresholds,
}: {
  geometry: LatencyGeometry;
  measured: MeasuredGap | null;
  /** Why nothing was measured. */
  noGap: string | null;
  thresholds: Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>;
}) {
  const end = geometry.axisEndMs * 1.04;
  const percent = (ms: number) => `${(ms / end) * 100}%`;
  const { totalMs } = geometry;
  const ticks = latencyTicks(geometry.axisEndMs, 4);
  const tone = totalMs === null ? 'text-text-3' : levelText[latencyLevel(totalMs, thresholds)];
  return (
    <div className="@container">
      <table className="block w-full">
        <caption className="sr-only">Reported stages and measured gap of this turn on one time axis</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Place on the time axis</th>
            <th scope="col">Length</th>
          </tr>
        </thead>
        <tbody className="block">
          <Row of="total_perceived_ms" name="Reported total" strong tone={tone} figure={formatLatency(totalMs)}>
            <Grid ticks={ticks} percent={percent} />
            {totalMs === null ? null : (
              <span
                aria-hidden
                className="absolute top-0.5 bottom-0 left-0 border-2 border-current border-b-0 @sm:top-2 @sm:bottom-2"
                style={{ width: percent(totalMs) }}
              />
            )}
          </Row>
          <Row
            of="measured_gap"
            name="Measured gap"
            strong
            tone={measured === null ? 'text-text-3' : 'text-measured'}
            figure={measured === null ? absent : formatLatency(measured.ms)}
            {...(noGap === null ? {} : { why: noGap })}
          >
            <Grid ticks={ticks} percent={percent} />
            {measured === null ? null : (
              <span
                aria-hidden
                className={cx(
                  'absolute inset-y-0.5 left-0 min-w-0.5 border border-current @sm:inset-y-2',
                  measured.confidence === 'high' ? 'bg-measured' : 'ink-hatch border-dashed',
                )}
                style={{ width: percent(Math.max(0, measured.ms)) }}
              />
            )}
          </Row>
          {geometry.bars.map((bar) => (
            <Row
              key={bar.stage}
              of={bar.stage}
              name={stageNames[bar.stage]}
              tone={bar.valueMs === null ? 'text-text-3' : ''}
              figure={formatLatency(bar.valueMs)}
              {...(bar.valueMs === null ? { why: 'Not reported' } : {})}
            >
              <Grid ticks={ticks} percent={percent} />
              <Marks geometry={geometry} measuredMs={measured?.ms ?? null} percent={percent} tone={tone} />
              {bar.startMs === null || bar.endMs === null ? (
                <span className="absolute inset-y-0 left-1 text-meta text-text-3 leading-2.5 @sm:leading-6">
                  {bar.valueMs === null ? 'not reported' : 'negative: not drawn'}
                </span>
              ) : (
                <span
                  aria-hidden
                  className={cx('absolute inset-y-0.5 min-w-0.5 rounded-[1px] @sm:inset-y-1.5', stageBars[bar.stage])}
                  style={{ left: percent(bar.startMs), width: percent(bar.endMs - bar.startMs) }}
                />
              )}
            </Row>
          ))}
          <tr aria-hidden className={cx(columns, 'text-meta text-text-3')}>
            <td className={cx(labelCell, '@max-sm:row-start-2')}>caller stops at 0</td>
            <td className={cx(axisCell, 'h-5 @max-sm:row-start-1')}>
              {ticks.map((tick) => (
                <span
                  key={tick}
                  className={cx('absolute top-0.5 whitespace-nowrap', tick > 0 && '-translate-x-1/2')}
                  style={{ left: percent(tick) }}
                >
                  {tick >= 1000 ? `${tick / 1000} s` : tick}
                </span>
              ))}
            </td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function Row({
  of,
  name,
  strong = false,
  tone,
  figure,
  why,
  children,
}: {
  of: DefinitionId;
  name: string;
  strong?: boolean;
  tone: string;
  figure: string;
  /** Why there is no figure. */
  why?: string;
  children: ReactNode;
}) {
  return (
    <tr className={cx(columns, '@sm:h-6')}>
      <th scope="row" className={cx(labelCell, strong ? 'font-strong' : 'font-normal text-text-2')}>
        <Term of={of}>{name}</Term>
      </th>
      <td className={cx(axisCell, tone)}>{children}</td>
      <td className={cx(figureCell, tone, strong && 'font-strong')} title={why}>
        {figure}
        {why === undefined ? null : <span className="sr-only">, {why}</span>}
      </td>
    </tr>
  );
}

/** Where total and measured gap end, through the rows of the stages. */
function Marks({
  geometry,
  measuredMs,
  percent,
  tone,
}: {
  geometry: LatencyGeometry;
  measuredMs: number | null;
  percent: (ms: number) => string;
  tone: string;
}) {
  return (
    <>
      {geometry.totalMs === null ? null : (
        <span
          aria-hidden
          className={cx('absolute inset-y-0 w-0 border-current border-l border-dashed', tone)}
          style={{ left: percent(geometry.totalMs) }}
        />
      )}
      {measuredMs === null || measuredMs < 0 ? null : (
        <span aria-hidden className="absolute inset-y-0 w-px bg-measured" style={{ left: percent(measuredMs) }} />
      )}
    </>
  );
}

function Grid({ ticks, percent }: { ticks: readonly number[]; percent: (ms: number) => string }) {
  return ticks.map((tick) => (
    <span
      key={tick}
      aria-hidden
      className={cx('absolute inset-y-0 w-px', tick === 0 ? 'bg-line-strong' : 'bg-line')}
      style={{ left: percent(tick) }}
    />
  ));
}
