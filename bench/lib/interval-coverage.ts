import { meanEstimate, quantileEstimate, shareEstimate } from '../../src/shared/logic/insights/cluster-intervals.ts';
import { differenceInterval } from '../../src/shared/logic/stats/cluster-interval.ts';
import type { Statistic } from '../../src/shared/logic/stats/clusters.ts';
import type { Interval } from '../../src/shared/logic/stats/interval.ts';
import { normalCdf } from '../../src/shared/logic/stats/normal.ts';
import { sortedValues } from '../../src/shared/logic/stats/quantile.ts';
import { seededRandom } from '../../src/shared/logic/stats/random.ts';
import { clusteredWaits, MEDIAN_MS, SPREAD, trueQuantile } from '../corpora/clustered-waits.ts';

const above = (limit: number): number => 1 - normalCdf(Math.log(limit / MEDIAN_MS) / SPREAD);

type Waits = ReturnType<typeof clusteredWaits>;
/** What the pages of insights give in closed form. */
type Ends = { low: number | null; high: number | null } | null;

const quantileOf =
  (p: number) =>
  (waits: Waits): Ends =>
    quantileEstimate(sortedValues(waits.values), waits, p);
const shareOf =
  (limit: number) =>
  (waits: Waits): Ends =>
    shareEstimate(waits, (at) => (waits.values[at] ?? 0) > limit);

/** The figures looked at, with what is true of endless calls. A mean stands on a page where each call has one value. */
const figures: readonly { name: string; statistic: Statistic; page: (waits: Waits) => Ends; truth: number }[] = [
  { name: 'median', statistic: { is: 'quantile', p: 0.5 }, page: quantileOf(0.5), truth: trueQuantile(0.5) },
  { name: 'p90', statistic: { is: 'quantile', p: 0.9 }, page: quantileOf(0.9), truth: trueQuantile(0.9) },
  { name: 'p95', statistic: { is: 'quantile', p: 0.95 }, page: quantileOf(0.95), truth: trueQuantile(0.95) },
  {
    name: 'above 1500 ms (15 %)',
    statistic: { is: 'share-above', above: 1500 },
    page: shareOf(1500),
    truth: above(1500),
  },
  {
    name: 'above 2000 ms (5.5 %)',
    statistic: { is: 'share-above', above: 2000 },
    page: shareOf(2000),
    truth: above(2000),
  },
  {
    name: 'mean',
    statistic: { is: 'mean' },
    page: (waits) => meanEstimate(callMeans(waits)),
    truth: MEDIAN_MS * Math.exp(SPREAD ** 2 / 2),
  },
];

function callMeans({ values, calls }: Waits): number[] {
  const of = new Map<number, { sum: number; n: number }>();
  values.forEach((value, at) => {
    const call = calls[at] ?? 0;
    const { sum, n } = of.get(call) ?? { sum: 0, n: 0 };
    of.set(call, { sum: sum + value, n: n + 1 });
  });
  return [...of.values()].map(({ sum, n }) => sum / n);
}

export interface CoveragePlan {
  readonly icc: number;
  readonly calls: readonly [number, number];
  readonly runs: number;
  readonly resamples: number;
  /** Without the rule that there are too few calls. */
  readonly anyNumber?: boolean;
}

/** Of the runs, how many gave an interval, and of these how many held the truth. */
export interface Covered {
  readonly given: number;
  readonly held: number;
}

export interface CoverageLine {
  readonly icc: number;
  readonly calls: readonly [number, number];
  readonly figure: string;
  readonly runs: number;
  /** Of the first side's figure (resampled, and in the pages' closed form), and of the difference of the sides (truly 0). */
  readonly alone: Covered;
  readonly page: Covered;
  readonly difference: Covered;
}

/** How often intervals hold the truth, for two versions between which there is no difference. */
export function coverageOf({ icc, calls, runs, resamples, anyNumber = false }: CoveragePlan): CoverageLine[] {
  // Not the calls that the rule was fitted to (2026-11-25, without the first term).
  const random = seededRandom(20_261_126 + Math.round(icc * 1000) + 7 * calls[0] + 13 * calls[1]);
  const none = () => ({ given: 0, held: 0 });
  const tallies = figures.map(() => ({ alone: none(), page: none(), difference: none() }));
  for (let run = 0; run < runs; run += 1) {
    const a = clusteredWaits({ calls: calls[0], icc }, random);
    const b = clusteredWaits({ calls: calls[1], icc }, random);
    figures.forEach(({ statistic, page, truth }, at) => {
      const found = differenceInterval(a, b, statistic, { resamples, seed: run + 1, anyNumber });
      const tally = tallies[at];
      if (tally === undefined) return;
      count(tally.alone, found.a.interval, truth);
      const ends = page(a);
      if (ends !== null && ends.low !== null && ends.high !== null) {
        count(tally.page, { low: ends.low, high: ends.high, why: null }, truth);
      }
      count(tally.difference, found.interval, 0);
    });
  }
  return figures.map(({ name }, at) => ({
    icc,
    calls,
    figure: name,
    runs,
    ...(tallies[at] ?? { alone: none(), page: none(), difference: none() }),
  }));
}

function count(tally: { given: number; held: number }, interval: Interval, truth: number): void {
  if (interval.why !== null) return;
  tally.given += 1;
  if (interval.low <= truth && truth <= interval.high) tally.held += 1;
}
