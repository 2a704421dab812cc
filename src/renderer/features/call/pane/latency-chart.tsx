import { absent, formatLatency, latencyLevel } from '#shared/logic/format.ts';
import { type LatencyGeometry, latencyTicks } from '#shared/logic/latency.ts';
import type { Settings } from '#shared/model/settings.ts';
import { cx } from '../../../ui/cx.ts';
import { levelText } from '../latency-badge.tsx';
import { stageLooks } from './stages.ts';

const columns = 'grid grid-cols-[8rem_minmax(0,1fr)_4.5rem] items-center gap-x-2';

/**
 * The reported stages as bars on one axis that starts where the caller stopped speaking, with the total as a bracket of
 * its own. It is the table of the same numbers too: each row names its stage and its figure.
 */
export function LatencyChart({
  geometry,
  measuredMs,
  thresholds,
}: {
  geometry: LatencyGeometry;
  measuredMs: number | null;
  thresholds: Pick<Settings, 'slowLatencyMs' | 'badLatencyMs'>;
}) {
  const end = geometry.axisEndMs * 1.04;
  const percent = (ms: number) => `${(ms / end) * 100}%`;
  const { totalMs } = geometry;
  const ticks = latencyTicks(geometry.axisEndMs, 4);
  const tone = totalMs === null ? 'text-text-3' : levelText[latencyLevel(totalMs, thresholds)];
  return (
    <table className="block w-full">
      <caption className="sr-only">Reported latency of this turn, in milliseconds</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Stage</th>
          <th scope="col">Place on the time axis</th>
          <th scope="col">Reported</th>
        </tr>
      </thead>
      <tbody className="block">
        <tr className={cx(columns, 'h-7')}>
          <th scope="row" className="text-left font-strong">
            Reported total
          </th>
          <td className={cx('relative h-full', tone)}>
            <Grid ticks={ticks} percent={percent} />
            {totalMs === null ? null : (
              <span
                aria-hidden
                className="absolute top-2 bottom-2 left-0 border-2 border-current border-b-0"
                style={{ width: percent(totalMs) }}
              />
            )}
          </td>
          <td className={cx('text-right font-strong', tone)}>{formatLatency(totalMs)}</td>
        </tr>
        {measuredMs === null ? null : (
          <tr className={cx(columns, 'h-6')}>
            <th scope="row" className="text-left font-normal text-measured">
              Measured gap
            </th>
            <td className="relative h-full text-measured">
              <Grid ticks={ticks} percent={percent} />
              <span
                aria-hidden
                className="absolute inset-y-2.5 left-0 bg-measured"
                style={{ width: percent(Math.max(0, measuredMs)) }}
              />
            </td>
            <td className="text-right text-measured">{formatLatency(measuredMs)}</td>
          </tr>
        )}
        {geometry.bars.map((bar) => {
          const looks = stageLooks[bar.stage];
          return (
            <tr key={bar.stage} className={cx(columns, 'h-6')} title={looks.hint}>
              <th scope="row" className="truncate text-left font-normal text-text-2">
                {looks.name}
              </th>
              <td className="relative h-full">
                <Grid ticks={ticks} percent={percent} />
                {totalMs === null ? null : (
                  <span
                    aria-hidden
                    className={cx('absolute inset-y-0 w-0 border-current border-l border-dashed', tone)}
                    style={{ left: percent(totalMs) }}
                  />
                )}
                {bar.startMs === null || bar.endMs === null ? (
                  <span className="absolute inset-y-0 left-1 text-meta leading-6 text-text-3">
                    {bar.valueMs === null ? 'not reported' : 'negative: not drawn'}
                  </span>
                ) : (
                  <span
                    aria-hidden
                    className={cx('absolute inset-y-1.5 min-w-0.5 rounded-[1px]', looks.bar)}
                    style={{ left: percent(bar.startMs), width: percent(bar.endMs - bar.startMs) }}
                  />
                )}
              </td>
              <td className={cx('text-right', bar.valueMs === null && 'text-text-3')}>
                {bar.valueMs === null ? absent : formatLatency(bar.valueMs)}
              </td>
            </tr>
          );
        })}
        <tr aria-hidden className={cx(columns, 'h-5 text-meta text-text-3')}>
          <td>caller stops at 0</td>
          <td className="relative h-full">
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
          <td />
        </tr>
      </tbody>
    </table>
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
