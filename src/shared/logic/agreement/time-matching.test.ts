import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestAssignment } from './assignment.ts';
import { iouOf, matchPoints, matchRanges, type TimeRange } from './time-matching.ts';

const range = (startMs: number, endMs: number): TimeRange => ({ startMs, endMs });

/** All ways to pair, looked through. */
function bestByHand(gains: readonly (readonly number[])[], row = 0, taken: readonly number[] = []): number {
  const current = gains[row];
  if (current === undefined) return 0;
  let best = bestByHand(gains, row + 1, taken);
  current.forEach((gain, column) => {
    if (!taken.includes(column)) best = Math.max(best, gain + bestByHand(gains, row + 1, [...taken, column]));
  });
  return best;
}

describe('assignment', () => {
  it('gains as much as the best of all pairings, each row and column once', () => {
    const gainsArb = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain(([rows, columns]) =>
      fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
    fc.assert(
      fc.property(gainsArb, (gains) => {
        const pairs = bestAssignment(gains);
        const used = pairs.filter((column) => column !== null);
        expect(new Set(used).size).toBe(used.length);
        const gained = pairs.reduce<number>(
          (sum, column, row) => sum + (column === null ? 0 : (gains[row]?.[column] ?? 0)),
          0,
        );
        expect(gained).toBe(bestByHand(gains));
        pairs.forEach((column, row) => {
          if (column !== null) expect(gains[row]?.[column]).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('of nothing is nothing', () => {
    expect(bestAssignment([])).toEqual([]);
    expect(bestAssignment([[], []])).toEqual([null, null]);
  });
});

describe('ranges', () => {
  it('IoU of overlapping, apart, nested, equal and empty ranges', () => {
    expect(iouOf(range(0, 100), range(50, 150))).toBeCloseTo(1 / 3, 12);
    expect(iouOf(range(0, 100), range(100, 200))).toBe(0);
    expect(iouOf(range(0, 100), range(300, 400))).toBe(0);
    expect(iouOf(range(0, 100), range(25, 75))).toBe(0.5);
    expect(iouOf(range(7, 7), range(7, 7))).toBe(1);
    expect(iouOf(range(7, 7), range(0, 10))).toBe(0);
  });

  it('pairs for the largest sum, not each for itself', () => {
    // 0.8 taken first would leave the second range with nothing.
    const a = [range(0, 100), range(60, 130)];
    const b = [range(20, 110)];
    const { pairs, onlyA, onlyB } = matchRanges(a, b);
    expect(pairs).toEqual([{ a: 0, b: 0, iou: 80 / 110 }]);
    expect(onlyA).toEqual([1]);
    expect(onlyB).toEqual([]);
  });

  it('leaves alone what does not overlap', () => {
    expect(matchRanges([range(0, 10)], [range(20, 30)])).toEqual({ pairs: [], onlyA: [0], onlyB: [0] });
    expect(matchRanges([], [range(20, 30)])).toEqual({ pairs: [], onlyA: [], onlyB: [0] });
  });

  it('cutting into knots changes nothing: the same sum as one assignment over all', () => {
    const rangeArb = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 15 }))
      .map(([startMs, length]) => range(startMs, startMs + length));
    fc.assert(
      fc.property(fc.array(rangeArb, { maxLength: 12 }), fc.array(rangeArb, { maxLength: 12 }), (a, b) => {
        const found = matchRanges(a, b);
        const gains = a.map((first) => b.map((second) => iouOf(first, second)));
        const whole = bestAssignment(gains).reduce<number>(
          (sum, column, row) => sum + (column === null ? 0 : (gains[row]?.[column] ?? 0)),
          0,
        );
        expect(found.pairs.reduce((sum, { iou }) => sum + iou, 0)).toBeCloseTo(whole, 9);
        expect(found.pairs.length + found.onlyA.length).toBe(a.length);
        expect(found.pairs.length + found.onlyB.length).toBe(b.length);
        expect(matchRanges(b, a).pairs.reduce((sum, { iou }) => sum + iou, 0)).toBeCloseTo(whole, 9);
      }),
    );
  });

  it('10 000 ranges in one tangle come to an end', () => {
    const a = Array.from({ length: 5000 }, (_, i) => range(i * 10, i * 10 + 1000));
    const b = Array.from({ length: 5000 }, (_, i) => range(i * 10 + 3, i * 10 + 1003));
    const started = performance.now();
    const { pairs } = matchRanges(a, b);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(pairs).toHaveLength(5000);
    expect(pairs.every((pair) => pair.a === pair.b)).toBe(true);
  });
});

describe('points', () => {
  it('pairs as many as it can before it pairs closely', () => {
    // Nearest first would pair 100 with 140 and leave 0 and 200 alone.
    expect(matchPoints([0, 140], [100, 200], 100).pairs).toEqual([
      { a: 0, b: 0, errorMs: 100 },
      { a: 1, b: 1, errorMs: 60 },
    ]);
  });

  it('does not pair beyond the tolerance', () => {
    expect(matchPoints([0], [501], 500)).toEqual({ pairs: [], onlyA: [0], onlyB: [0] });
    expect(matchPoints([0], [500], 500).pairs).toHaveLength(1);
  });

  it('is the best pairing: most pairs, then the smallest sum', () => {
    const pointsArb = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 });
    fc.assert(
      fc.property(pointsArb, pointsArb, fc.integer({ min: 0, max: 12 }), (a, b, tolerance) => {
        const { pairs } = matchPoints(a, b, tolerance);
        // One pair more is worth more than all distances together.
        const gains = a.map((x) => b.map((y) => (Math.abs(x - y) <= tolerance ? 1000 - Math.abs(x - y) : 0)));
        const gained = pairs.reduce((sum, { errorMs }) => sum + 1000 - errorMs, 0);
        expect(gained).toBe(bestByHand(gains));
        expect(new Set(pairs.map((pair) => pair.a)).size).toBe(pairs.length);
        expect(new Set(pairs.map((pair) => pair.b)).size).toBe(pairs.length);
      }),
      { numRuns: 200 },
    );
  });

  it('10 000 points in a row come to an end', () => {
    const a = Array.from({ length: 5000 }, (_, i) => i * 100);
    const b = a.map((ms) => ms + 20);
    const { pairs } = matchPoints(a, b, 500);
    expect(pairs.length).toBeGreaterThan(4980);
  });
});
