import { describe, expect, it } from 'vitest';
import { clusterInterval } from '../stats/cluster-interval.ts';
import { seededRandom } from '../stats/random.ts';
import { callShare, meanDifference, meanEstimate, quantileEstimate, shareEstimate } from './cluster-intervals.ts';

/** Forty calls of eight turns whose waits hang together. */
function library(seed: number): { values: number[]; calls: number[] } {
  const random = seededRandom(seed);
  const values: number[] = [];
  const calls: number[] = [];
  for (let call = 0; call < 40; call += 1) {
    const own = random() * 600;
    for (let turn = 0; turn < 8; turn += 1) {
      values.push(500 + own + random() * 600);
      calls.push(call);
    }
  }
  return { values, calls };
}

const widthOf = ({ low, high }: { low: number | null; high: number | null }) => (high ?? 0) - (low ?? 0);

describe('intervals in closed form', () => {
  it('are about as wide as those of resampling calls', () => {
    for (const seed of [1, 2, 3]) {
      const data = library(seed);
      const median = quantileEstimate(
        data.values.toSorted((a, b) => a - b),
        data,
        0.5,
      );
      const resampled = clusterInterval(data, { is: 'quantile', p: 0.5 });
      expect(median?.value).toBe(resampled.value);
      expect(widthOf(median ?? { low: null, high: null }) / widthOf(resampled.interval)).toBeGreaterThan(0.75);
      expect(widthOf(median ?? { low: null, high: null }) / widthOf(resampled.interval)).toBeLessThan(1.35);
      const share = shareEstimate(data, (at) => (data.values[at] ?? 0) > 1100);
      const drawn = clusterInterval(data, { is: 'share-above', above: 1100 }, { anyNumber: true });
      expect(share.share).toBe(drawn.value);
      expect(widthOf(share) / widthOf(drawn.interval)).toBeGreaterThan(0.75);
      expect(widthOf(share) / widthOf(drawn.interval)).toBeLessThan(1.35);
    }
  });

  it('of one turn a call are those of independent values', () => {
    const calls = Array.from({ length: 50 }, (_, i) => i);
    const share = shareEstimate({ values: calls, calls }, (at) => at < 10);
    const alone = callShare(10, 50);
    expect(share.share).toBe(alone.share);
    // The variance of a sample has n - 1 below it.
    expect(share.low).toBeCloseTo(alone.low ?? 0, 2);
    // 1 to 50: mean 25.5, sd 14.577, t(49) = 2.0096.
    const mean = meanEstimate(calls.map((i) => i + 1));
    expect(mean?.value).toBe(25.5);
    expect(mean?.high).toBeCloseTo(25.5 + (2.0096 * 14.5774) / Math.sqrt(50), 2);
  });

  it('have no end where there are too few calls or nothing beyond', () => {
    const few = { values: [1, 2, 3], calls: [1, 1, 2] };
    expect(quantileEstimate([1, 2, 3], few, 0.5)).toEqual({ value: 2, low: null, high: null });
    expect(meanDifference(few, (at) => at === 2)).toEqual({ value: 1.5, low: null, high: null });
    expect(meanDifference(few, () => true)).toBeNull();
    expect(quantileEstimate([], { values: [], calls: [] }, 0.5)).toBeNull();
    expect(callShare(0, 0)).toEqual({ k: 0, n: 0, share: null, low: null, high: null });
    const data = library(5);
    expect(
      quantileEstimate(
        data.values.toSorted((a, b) => a - b),
        data,
        0.999,
      )?.high,
    ).toBeNull();
  });

  it('of turns that are all alike do not shrink to nothing', () => {
    const data = library(6);
    expect(shareEstimate(data, () => false)).toMatchObject({ k: 0, share: 0, low: 0, high: callShare(0, 40).high });
  });
});
