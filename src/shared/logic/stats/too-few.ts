import { type Clusters, figureOf, type Statistic } from './clusters.ts';

/**
 * When there are too few calls to tell. The limits come from `bench/intervals.ts` (see `docs/statistics.md`): beyond them 95 % intervals
 * hold less often than they say. All but the share above a limit depends on numbers of calls and turns alone, never on how the values
 * turned out: a rule that looks at those would let through just the samples that look steadier than they are.
 */
export const TOO_FEW = {
  /** Calls on each side of a difference of quantiles, of another difference, and of a figure that stands alone. */
  callsOfQuantiles: 6,
  callsOfDifference: 15,
  callsAlone: 14,
  /** Calls of a figure whose interval is not resampled but computed (`logic/insights/cluster-intervals.ts`), and turns beyond a quantile of it. */
  callsInClosedForm: 20,
  turnsInClosedForm: 1,
  /** And so many calls' worth beyond the quantile: 20 calls for p90, 40 for p95, 200 for p99. */
  callsBeyond: 2,
  /** Calls of a share with such an interval. */
  callsOfShare: 10,
  /** Effective values on the thinner side of a quantile, and of a limit, where their number is itself a matter of luck. */
  behindQuantile: 2,
  behindLimit: 4,
  /** How skew the figure may be among samples: percentile intervals are off by its size. */
  skewness: 0.2,
} as const;

/** Correlation within calls that is reckoned with: that of "slow or not" where half of the variance of waits is between calls. */
const CORRELATION = 1 / 3;
/** Means and ratios are reckoned to be as skew as shares of about one fifth. */
const MEAN_SKEWNESS = 1.4;
/** A share that stands alone is reckoned to be as skew as one tenth: its own would let through samples that happen to show more. */
const RECKONED_SHARE = 0.1;

/** What one side has to say, in independent values, and the share of them above the quantile or limit. */
interface Side {
  readonly calls: number;
  readonly effective: number;
  readonly share: number | null;
}

/** Whether a figure that stands alone has too few calls for an interval. */
export function tooFewAlone(clusters: Clusters, statistic: Statistic): boolean {
  const side = sideOf(clusters, statistic);
  if (side.calls < TOO_FEW.callsAlone || isThin(side, statistic)) return true;
  const share = statistic.is === 'share-above' ? RECKONED_SHARE : side.share;
  return skewnessOf(share) / Math.sqrt(side.effective) > TOO_FEW.skewness;
}

/**
 * Whether a difference has. The skewness of equally large sides cancels in it, so that it needs fewer calls; of a small side beside a
 * large one it stays.
 */
export function tooFewForDifference(a: Clusters, b: Clusters, statistic: Statistic): boolean {
  const first = sideOf(a, statistic);
  const second = sideOf(b, statistic);
  const share =
    first.share === null || second.share === null
      ? null
      : (first.share * a.values.length + second.share * b.values.length) / (a.values.length + b.values.length);
  for (const side of [first, second]) {
    if (side.calls < callsForDifference(statistic) || isThin({ ...side, share }, statistic)) return true;
  }
  // Third cumulant over the variance to the power of 3/2, both of a difference of two shares.
  const [m, n] = [first.effective, second.effective];
  const skewness = (skewnessOf(share) * Math.abs(1 / m ** 2 - 1 / n ** 2)) / (1 / m + 1 / n) ** 1.5;
  return skewness > TOO_FEW.skewness;
}

/** How many calls a difference needs on each side at least. */
export function callsForDifference({ is }: Statistic): number {
  return is === 'quantile' ? TOO_FEW.callsOfQuantiles : TOO_FEW.callsOfDifference;
}

/** Each call counts as as many independent values as its turns are worth: m / (1 + (m − 1)·ρ) (Kish 1965). */
function sideOf(clusters: Clusters, statistic: Statistic): Side {
  const { calls, call } = clusters;
  if (statistic.is === 'mean' || statistic.is === 'ratio') return { calls, effective: calls, share: null };
  const turns = new Uint32Array(calls);
  for (const number of call) turns[number] = (turns[number] ?? 0) + 1;
  let effective = 0;
  for (const m of turns) effective += m / (1 + (m - 1) * CORRELATION);
  const share = statistic.is === 'quantile' ? 1 - statistic.p : (figureOf(clusters, statistic) ?? 0);
  return { calls, effective, share };
}

function isThin({ effective, share }: Side, { is }: Statistic): boolean {
  const least = is === 'quantile' ? TOO_FEW.behindQuantile : TOO_FEW.behindLimit;
  return share !== null && effective * Math.min(share, 1 - share) < least;
}

/** Of one yes or no. */
function skewnessOf(share: number | null): number {
  return share === null ? MEAN_SKEWNESS : Math.abs(1 - 2 * share) / Math.sqrt(share * (1 - share));
}
