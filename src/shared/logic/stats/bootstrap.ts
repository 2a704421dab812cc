import { type Interval, noInterval } from './interval.ts';
import { quantile } from './quantile.ts';
import { seededRandom } from './random.ts';

export interface BootstrapOptions {
  readonly resamples?: number;
  readonly seed?: number;
  /** Below this many units there is no interval. */
  readonly minUnits?: number;
}

const RESAMPLES = 1000;
const SEED = 20_111;
/** Of the resamples, how many may have no figure before the interval is not believed. */
const MAX_WITHOUT = 0.05;

/** Below this many calls an interval would claim to hold more often than it does (see `coverage.test.ts`). */
export const UNITS_FOR_INTERVAL = 20;

/**
 * 95 % interval by resampling units with replacement, percentile method (Efron & Tibshirani 1993, ch. 13; for alpha Zapf et al. 2016).
 * The same input gives the same interval.
 * @param statistic the figure when unit u counts `times(u)` times; null when it has none then
 */
export function bootstrapInterval(
  units: number,
  statistic: (times: (unit: number) => number) => number | null,
  { resamples = RESAMPLES, seed = SEED, minUnits = UNITS_FOR_INTERVAL }: BootstrapOptions = {},
): Interval {
  if (units < Math.max(2, minUnits)) return noInterval('too-few');
  const random = seededRandom(seed);
  const drawn = new Uint32Array(units);
  const times = (unit: number) => drawn[unit] ?? 0;
  const values: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    drawn.fill(0);
    for (let i = 0; i < units; i += 1) {
      const unit = Math.floor(random() * units);
      drawn[unit] = (drawn[unit] ?? 0) + 1;
    }
    const value = statistic(times);
    if (value !== null) values.push(value);
  }
  if (values.length < (1 - MAX_WITHOUT) * resamples) return noInterval('unstable');
  values.sort((a, b) => a - b);
  const low = quantile(values, 0.025);
  const high = quantile(values, 0.975);
  if (low === null || high === null || high - low < 1e-9) return noInterval('no-spread');
  return { low, high, why: null };
}
