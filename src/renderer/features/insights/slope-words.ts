import { formatLatency } from '#shared/logic/format.ts';
import { DAYS_FOR_INTERVAL, theilSen } from '#shared/logic/stats/trend.ts';
import type { LatencyAnswer, TrendPoint } from '#shared/model/insights/latency.ts';

const DAY_MS = 86_400_000;

/**
 * Where the medians of a trend go, in words: the median of the slopes between all pairs of steps, which one bad day hardly moves, with its 95 %
 * interval (docs/statistics.md). Empty with fewer than two steps.
 */
export function slopeWords(points: readonly TrendPoint[], step: LatencyAnswer['trendStep']): string {
  const { days, perDay, interval } = theilSen(
    points.flatMap(({ fromMs, p50 }) => (p50 === null ? [] : [{ day: placeOf(fromMs, step), value: p50.value }])),
  );
  if (perDay === null) return '';
  const each = `a ${step}`;
  if (interval.why === 'no-spread') return perDay === 0 ? 'p50 stays the same' : `p50 ${moves(perDay)} ${each}`;
  if (interval.why !== null) return `too few ${step}s for a slope (${days}, from ${DAYS_FOR_INTERVAL} on)`;
  const range = `95 %: ${signed(interval.low)} to ${signed(interval.high)}, ${days} ${step}s`;
  return interval.low > 0 || interval.high < 0
    ? `p50 ${moves(perDay)} ${each} (${range})`
    : `no slope shown (${signed(perDay)} ${each}; ${range})`;
}

const moves = (ms: number): string => `${ms > 0 ? 'rises' : 'falls'} by ${formatLatency(Math.abs(ms))}`;
const signed = (ms: number): string => `${ms > 0 ? '+' : ''}${formatLatency(ms)}`;

/** Steps counted from anywhere, evenly though days of a change of the clock are not. */
function placeOf(fromMs: number, step: LatencyAnswer['trendStep']): number {
  const at = new Date(fromMs);
  if (step === 'month') return at.getFullYear() * 12 + at.getMonth();
  const day = Math.round((fromMs - at.getTimezoneOffset() * 60_000) / DAY_MS);
  return step === 'week' ? Math.round(day / 7) : day;
}
