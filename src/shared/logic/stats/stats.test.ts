import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeVotes } from './binomial.ts';
import { clusterInterval, differenceInterval } from './cluster-interval.ts';
import { clusterTest } from './cluster-test.ts';
import { type Statistic, toClusters, unitsOf } from './clusters.ts';
import { histogram, histogramEdges } from './histogram.ts';
import { quantile, sortedValues } from './quantile.ts';
import { seededRandom } from './random.ts';
import { replicates } from './replicates.ts';
import { theilSen } from './trend.ts';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });

describe('distributions', () => {
  it('every value is in one bar, whatever the values', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const sorted = sortedValues(values);
        const { edges, counts, below, above, n } = histogram(sorted);
        expect(counts.reduce((sum, count) => sum + count, below + above)).toBe(n);
        expect(counts.length).toBeLessThanOrEqual(62);
        edges.slice(1).forEach((edge, i) => {
          expect(edge).toBeGreaterThan(edges[i] ?? 0);
        });
      }),
    );
  });

  it('equal values are one bar; a long tail does not press the rest together', () => {
    expect(histogram([800, 800, 800])).toMatchObject({ counts: [3], below: 0, above: 0 });
    expect(histogram([0, 0]).counts).toEqual([2]);
    expect(histogram([-5e-324, 5e-324])).toMatchObject({ counts: [1], above: 1 });
    expect(histogramEdges([])).toEqual([]);
    const tail = sortedValues([...Array.from({ length: 2000 }, (_, i) => 500 + (i % 400)), 1e6]);
    const { counts, above } = histogram(tail);
    expect(above).toBe(1);
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(5);
  });
});

describe('resampling calls', () => {
  const data = (calls: number, seed: number) => {
    const random = seededRandom(seed);
    const values: number[] = [];
    const numbers: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      for (let turn = 0; turn <= random() * 20; turn += 1) {
        values.push(Math.round(1000 * random() ** 3));
        numbers.push(call * 17);
      }
    }
    return { values, calls: numbers };
  };

  it('a quantile of a resample is that of its values written out, near the quantile as well as far from it', () => {
    for (const calls of [3, 40, 900]) {
      const clusters = toClusters(data(calls, calls));
      const units = unitsOf(clusters.calls, 1000, 1);
      const found = replicates(clusters, { is: 'quantile', p: 0.9 }, units, { resamples: 5, seed: 9 });
      const random = seededRandom(9);
      const byCall = Array.from({ length: clusters.calls }, (): number[] => []);
      clusters.values.forEach((value, i) => {
        byCall[clusters.call[i] ?? 0]?.push(value);
      });
      for (const figure of found) {
        const drawn = Array.from({ length: clusters.calls }, () => byCall[Math.floor(random() * clusters.calls)] ?? []);
        expect(figure).toBeCloseTo(quantile(sortedValues(drawn.flat()), 0.9) ?? Number.NaN, 9);
      }
    }
  });

  it('groups of calls vary as calls do', () => {
    const clusters = toClusters(data(3000, 2));
    const spread = (limit: number) => {
      const units = unitsOf(clusters.calls, limit, 3);
      const sorted = replicates(clusters, { is: 'mean' }, units, { resamples: 800, seed: 4 }).sort();
      return (quantile(sorted, 0.84) ?? 0) - (quantile(sorted, 0.16) ?? 0);
    };
    expect(spread(500) / spread(3000)).toBeGreaterThan(0.85);
    expect(spread(500) / spread(3000)).toBeLessThan(1.15);
  });

  it('no input gives NaN, and no interval leaves out the order of its ends', () => {
    const odd = fc.array(
      fc.tuple(
        fc.oneof(fc.double(), fc.constant(800), fc.integer({ min: -9, max: 9 })),
        fc.integer({ min: 0, max: 30 }),
      ),
      { maxLength: 80 },
    );
    const statistics: Statistic[] = [
      { is: 'quantile', p: 0.5 },
      { is: 'quantile', p: 0.95 },
      { is: 'share-above', above: 5 },
      { is: 'mean' },
    ];
    fc.assert(
      fc.property(odd, odd, fc.constantFrom(...statistics), (first, second, statistic) => {
        const side = (pairs: [number, number][]) => ({
          // Numbers whose squares still are numbers.
          values: pairs.map(([value]) => (Math.abs(value) > 1e100 ? Number.NaN : value)),
          calls: pairs.map(([, call]) => call),
        });
        const found = differenceInterval(side(first), side(second), statistic, { resamples: 30, anyNumber: true });
        for (const { value, interval } of [found.a, found.b, { value: found.difference, interval: found.interval }]) {
          expect(value).not.toBeNaN();
          if (interval.why === null) expect(interval.low).toBeLessThanOrEqual(interval.high);
        }
        const test = clusterTest(side(first), side(second), statistic);
        if (test !== null) {
          expect(test.p).toBeGreaterThan(0);
          expect(test.p).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('ratios are over sums, and leave out what is over nothing', () => {
    const found = clusterInterval({ values: [1, 0, 5], calls: [1, 2, 3], of: [4, 6, 0] }, { is: 'ratio' });
    expect(found).toMatchObject({ value: 0.1, n: 2, calls: 2, dropped: 1, interval: { why: 'too-few' } });
  });

  it('intervals of a median hold the truth in about 95 of 100 samples of clustered calls', () => {
    const random = seededRandom(8);
    let held = 0;
    for (let run = 0; run < 200; run += 1) {
      const values: number[] = [];
      const calls: number[] = [];
      for (let call = 0; call < 20; call += 1) {
        const level = random() - 0.5;
        for (let turn = 0; turn < 8; turn += 1) {
          values.push(level + random() - 0.5);
          calls.push(call);
        }
      }
      const { interval } = clusterInterval(
        { values, calls },
        { is: 'quantile', p: 0.5 },
        { resamples: 200, seed: run },
      );
      if (interval.why === null && interval.low <= 0 && interval.high >= 0) held += 1;
    }
    // 95 % of 200 give or take three standard errors; intervals that took turns for independent would hold some 60 %.
    expect(held).toBeGreaterThanOrEqual(181);
    expect(held).toBeLessThanOrEqual(199);
  });
});

describe('votes and trends', () => {
  it('votes for no difference are counted, not tested', () => {
    expect(judgeVotes(0, 6, 40)).toMatchObject({ votes: 46, share: 1, verdict: 'B' });
    expect(judgeVotes(0, 6, 40).p).toBeCloseTo(2 / 64, 12);
    expect(judgeVotes(5, 0, 0)).toMatchObject({ verdict: 'too-few', share: 0 });
    expect(judgeVotes(0, 0, 9)).toMatchObject({ votes: 9, share: null, p: null, interval: null, verdict: 'too-few' });
    expect(judgeVotes(6, 5, 0).verdict).toBe('no-difference-shown');
  });

  it('trends of few days, equal days, and points that are none', () => {
    const days = (...values: number[]) => theilSen(values.map((value, day) => ({ day, value })));
    expect(days()).toMatchObject({ perDay: null, interval: { why: 'nothing' } });
    expect(days(5)).toMatchObject({ perDay: null, interval: { why: 'too-few' } });
    expect(days(1, 2, 3, 4)).toMatchObject({ perDay: 1, interval: { why: 'too-few' } });
    expect(days(7, 7, 7, 7, 7, 7)).toMatchObject({ perDay: 0, interval: { why: 'no-spread' } });
    expect(days(1, Number.NaN, 3)).toMatchObject({ days: 2, perDay: 1 });
  });
});
