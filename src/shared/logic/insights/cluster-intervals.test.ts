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

  it('of high quantiles ask for more calls, whatever the values', () => {
    const calls = (n: number) => {
      const values = Array.from({ length: n * 8 }, (_, i) => i);
      return { values, calls: values.map((i) => Math.floor(i / 8)) };
    };
    const has = (n: number, p: number) => quantileEstimate(calls(n).values, calls(n), p)?.low !== null;
    expect([has(19, 0.5), has(20, 0.5), has(19, 0.9), has(20, 0.9)]).toEqual([false, true, false, true]);
    expect([has(39, 0.95), has(40, 0.95), has(199, 0.99), has(200, 0.99)]).toEqual([false, true, false, true]);
  });

  it('of a share rest on its calls, more so where the values hang together', () => {
    const random = seededRandom(3);
    // Half of the calls are slow throughout; of the few turns above the limit each happens to be of a call of its own.
    const values = Array.from({ length: 400 }, (_, i) => 500 + 400 * (Math.floor(i / 10) % 2) + 100 * random());
    for (let call = 1; call < 40; call += 8) values[call * 10] = 2000;
    const of = values.map((_, i) => Math.floor(i / 10));
    const slow = (at: number) => (values[at] ?? 0) > 1500;
    expect(widthOf(shareEstimate({ values, calls: of }, slow))).toBeGreaterThan(
      1.2 * widthOf(shareEstimate({ calls: of }, slow)),
    );
    expect(shareEstimate({ calls: of.map((call) => Math.min(call, 8)) }, slow)).toMatchObject({ k: 5, low: null });
  });

  it('of turns that are all alike do not shrink to nothing', () => {
    const data = library(6);
    expect(shareEstimate(data, () => false)).toMatchObject({ k: 0, share: 0, low: 0, high: callShare(0, 40).high });
  });
});
