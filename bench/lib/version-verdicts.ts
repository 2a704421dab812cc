import { compareVersions, type MetricValues } from '../../src/shared/logic/insights/compare-versions.ts';
import { versionMetrics } from '../../src/shared/logic/insights/metrics.ts';
import type { Verdict } from '../../src/shared/logic/insights/verdict-words.ts';
import { seededRandom } from '../../src/shared/logic/stats/random.ts';
import { clusteredWaits } from '../corpora/clustered-waits.ts';

export interface VerdictPlan {
  readonly calls: readonly [number, number];
  readonly icc: number;
  readonly runs: number;
  /** How much longer version B waits at the median, ms. */
  readonly shiftMs: number;
  /** How much more B's waits spread (of the logarithm), with the same median; 1 = the same. */
  readonly spreadTimes?: number;
}

/** Of the runs, in how many some metric was called different, the measured median was, and that was given up as too few. */
export interface Verdicts {
  readonly some: number;
  readonly median: number;
  readonly tooFew: number;
  readonly runs: number;
}

/**
 * The whole comparison on made calls: waits of the turns for the metrics of turns (reported = measured less some noise would add nothing,
 * so stages get waits of their own), yes or no and amounts for those of calls.
 */
export function verdictsOf({ calls, icc, runs, shiftMs, spreadTimes = 1 }: VerdictPlan): Verdicts {
  const random = seededRandom(31 * calls[0] + calls[1] + Math.round(icc * 100));
  const metrics = versionMetrics(2000, 'measured');
  let [some, median, tooFew] = [0, 0, 0];
  for (let run = 0; run < runs; run += 1) {
    const gapsA = clusteredWaits({ calls: calls[0], icc }, random);
    const gapsB = clusteredWaits({ calls: calls[1], icc, shiftMs, spread: 0.5 * spreadTimes }, random);
    const compared = metrics.map((metric): MetricValues => {
      if (metric.id.startsWith('measured')) return entry(metric, gapsA, gapsB);
      if (metric.measure !== null) {
        return entry(
          metric,
          clusteredWaits({ calls: calls[0], icc }, random),
          clusteredWaits({ calls: calls[1], icc }, random),
        );
      }
      return entry(
        metric,
        perCall(metric.unit === 'share', calls[0], random),
        perCall(metric.unit === 'share', calls[1], random),
      );
    });
    const { rows } = compareVersions(compared, { resamples: 400, seed: run + 1 });
    if (rows.some(({ verdict }) => isDifference(verdict))) some += 1;
    const row = rows.find(({ metric }) => metric.id === 'measured-p50');
    if (row !== undefined && isDifference(row.verdict)) median += 1;
    if (row?.verdict === 'too-few') tooFew += 1;
  }
  return { some, median, tooFew, runs };
}

const isDifference = (verdict: Verdict): boolean => ['faster', 'slower', 'lower', 'higher'].includes(verdict);

type Waits = ReturnType<typeof clusteredWaits>;

function entry(metric: MetricValues['metric'], a: Waits, b: Waits): MetricValues {
  return { metric, a: [{ ...a, definition: 'made' }], b: [{ ...b, definition: 'made' }] };
}

function perCall(share: boolean, calls: number, random: () => number): Waits {
  const amount = () => -Math.log(1 - random());
  return {
    values: Float64Array.from({ length: calls }, () => (share ? Number(random() < 0.2) : amount())),
    calls: Uint32Array.from({ length: calls }, (_, call) => call),
  };
}
