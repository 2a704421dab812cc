import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coveredMs,
  findSpanAt,
  intersectSpans,
  invertSpans,
  joinSpans,
  median,
  type Span,
  tidySpans,
  totalMs,
} from './spans.ts';

const span = (startMs: number, endMs: number): Span => ({ startMs, endMs });
const anySpans = fc
  .array(fc.tuple(fc.integer({ min: -50, max: 300 }), fc.integer({ min: -5, max: 60 })), { maxLength: 12 })
  .map((list) =>
    tidySpans(
      list.map(([from, length]) => span(from, from + length)),
      250,
    ),
  );
/** Which of the first 250 ms lie in the spans. */
const marks = (spans: readonly Span[]) =>
  Array.from({ length: 250 }, (_, ms) => spans.some(({ startMs, endMs }) => startMs <= ms && ms < endMs));

describe('spans', () => {
  it('are tidied: cut, sorted, joined, without what is no stretch', () => {
    const untidy = [span(80, 120), span(-20, 10), span(50, 50), span(10, 20), span(60, 40), span(Number.NaN, 9)];
    expect(tidySpans(untidy, 100)).toEqual([span(0, 20), span(80, 100)]);
    expect(joinSpans([span(0, 10), span(14, 20), span(25, 30)], 4)).toEqual([span(0, 20), span(25, 30)]);
  });

  it('are intersected and inverted as sets', () => {
    fc.assert(
      fc.property(anySpans, anySpans, (a, b) => {
        const inA = marks(a);
        const inB = marks(b);
        expect(marks(intersectSpans(a, b))).toEqual(inA.map((mark, i) => mark && inB[i]));
        expect(marks(invertSpans(a, 250))).toEqual(inA.map((mark) => !mark));
        expect(totalMs(a) + totalMs(invertSpans(a, 250))).toBe(250);
      }),
    );
  });

  it('are found by a time, and measured between two', () => {
    fc.assert(
      fc.property(anySpans, fc.nat(249), fc.nat(249), (spans, at, other) => {
        const found = spans.findIndex(({ startMs, endMs }) => startMs <= at && at < endMs);
        expect(findSpanAt(spans, at)).toBe(found);
        const [from, to] = [Math.min(at, other), Math.max(at, other)];
        expect(coveredMs(spans, from, to)).toBe(totalMs(intersectSpans(spans, [span(from, to)])));
      }),
    );
  });
});

describe('median', () => {
  it('is the middle, or between both middles', () => {
    expect([median([]), median([3, 1, 2]), median([4, 1, 2, 30])]).toEqual([null, 2, 3]);
  });
});
