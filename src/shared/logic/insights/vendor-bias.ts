import { type ClusterFigure, clusterInterval } from '../stats/cluster-interval.ts';
import type { DefinedValues } from './compare-versions.ts';

/** A version's turns with both gaps: `values` are measured minus reported, ms (definition `residual`). */
export interface VersionResiduals extends DefinedValues {
  readonly version: string;
}

/** How far off the vendor's figures are for one version. */
export interface VendorBias {
  readonly version: string;
  readonly definition: string;
  /** Median of measured minus reported, ms: above 0, the caller waits longer than reported. */
  readonly median: ClusterFigure;
  /** Share of the turns whose two gaps lie further apart than the tolerance. */
  readonly apart: ClusterFigure;
  /** `as-reported` = the interval of the median does not lie beyond the tolerance as a whole: not shown to be off. */
  readonly verdict: 'waits-longer' | 'waits-less' | 'as-reported' | 'too-few';
}

/** Differences up to this are the way to the recorder and the ends of speech being dated by other means, ms. */
export const RESIDUAL_TOLERANCE_MS = 200;

/**
 * Measured minus reported by version, furthest off first, those with too few calls last. Of several entries of one version each
 * definition is a row of its own. A version is called off only when its whole interval lies beyond the tolerance.
 */
export function vendorBias(
  versions: readonly VersionResiduals[],
  toleranceMs: number = RESIDUAL_TOLERANCE_MS,
): VendorBias[] {
  return versions
    .map((entry): VendorBias => {
      const median = clusterInterval(entry, { is: 'quantile', p: 0.5 });
      const distances = Float64Array.from(entry.values, Math.abs);
      const apart = clusterInterval(
        { values: distances, calls: entry.calls },
        { is: 'share-above', above: toleranceMs },
      );
      return {
        version: entry.version,
        definition: entry.definition,
        median,
        apart,
        verdict: verdictOf(median, toleranceMs),
      };
    })
    .sort((a, b) => rank(b) - rank(a));
}

function verdictOf({ value, interval }: ClusterFigure, toleranceMs: number): VendorBias['verdict'] {
  if (value === null || interval.why === 'too-few' || interval.why === 'nothing') return 'too-few';
  const [low, high] = interval.why === null ? [interval.low, interval.high] : [value, value];
  if (low > toleranceMs) return 'waits-longer';
  return high < -toleranceMs ? 'waits-less' : 'as-reported';
}

function rank({ median, verdict }: VendorBias): number {
  return verdict === 'too-few' ? -1 : Math.abs(median.value ?? 0);
}
