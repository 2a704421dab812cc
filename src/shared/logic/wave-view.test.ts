import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clampView,
  dragView,
  fitView,
  followView,
  gripAt,
  minSpanMs,
  panView,
  revealInView,
  rulerTicks,
  sliderKeyTarget,
  viewAtShare,
  waveColumns,
  zoomShare,
  zoomView,
} from './wave-view.ts';

const hour = 3_600_000;

describe('zoomView', () => {
  it('keeps the anchor where it is on screen', () => {
    const view = zoomView(fitView(hour), hour, 900_000, 4);
    expect(view.endMs - view.startMs).toBe(900_000);
    expect((900_000 - view.startMs) / (view.endMs - view.startMs)).toBeCloseTo(0.25);
  });

  it('stays within the recording and its limits, whatever is asked', () => {
    const any = fc.double({ min: -1e7, max: 1e7, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: hour }),
        fc.array(fc.tuple(any, fc.double({ min: 0.01, max: 100, noNaN: true })), { maxLength: 12 }),
        (durationMs, steps) => {
          let view = fitView(durationMs);
          for (const [anchor, factor] of steps) {
            view = panView(zoomView(view, durationMs, anchor, factor), durationMs, anchor);
            expect(view.startMs).toBeGreaterThanOrEqual(0);
            expect(view.endMs).toBeLessThanOrEqual(durationMs + 1e-6);
            expect(view.endMs - view.startMs).toBeGreaterThanOrEqual(minSpanMs(durationMs) - 1e-6);
          }
        },
      ),
    );
  });

  it('survives a recording without length', () => {
    expect(clampView(fitView(0), 0)).toEqual({ startMs: 0, endMs: 1 });
    expect(zoomShare(fitView(0), 0)).toBe(0);
  });
});

it('goes from share to view and back', () => {
  for (const share of [0, 0.25, 0.5, 1]) {
    expect(zoomShare(viewAtShare(fitView(hour), hour, 1_000_000, share), hour)).toBeCloseTo(share);
  }
});

describe('followView', () => {
  it('turns the page only when the playhead leaves', () => {
    const view = { startMs: 10_000, endMs: 20_000 };
    expect(followView(view, hour, 15_000)).toBe(view);
    expect(followView(view, hour, 19_600)).toEqual({ startMs: 18_600, endMs: 28_600 });
    expect(followView(view, hour, 5000)).toEqual({ startMs: 4000, endMs: 14_000 });
    const last = { startMs: hour - 10_000, endMs: hour };
    expect(followView(last, hour, hour - 100)).toBe(last);
  });
});

it('reveals a stretch only when it is not in view', () => {
  const view = { startMs: 0, endMs: 10_000 };
  expect(revealInView(view, hour, { startMs: 2000, endMs: 3000 })).toBe(view);
  const moved = revealInView(view, hour, { startMs: 50_000, endMs: 52_000 });
  expect(moved).toEqual({ startMs: 46_000, endMs: 56_000 });
  expect(revealInView(view, hour, { startMs: 1000, endMs: 90_000 })).toBe(view);
  expect(revealInView(view, hour, { startMs: 9000, endMs: 90_000 }).startMs).toBe(8000);
});

it('marks the ruler in round times, not too close', () => {
  const { stepMs, ticks } = rulerTicks({ startMs: 0, endMs: hour }, 1200);
  expect(stepMs).toBe(300_000);
  expect(ticks).toHaveLength(13);
  expect(rulerTicks({ startMs: 0, endMs: 5000 }, 1200).stepMs).toBe(500);
  expect(rulerTicks({ startMs: 0, endMs: 5000 }, 0).ticks).toEqual([]);
});

describe('waveColumns', () => {
  // Two channels, four buckets of 10 ms.
  const values = new Int8Array([-1, 1, -10, 10, -2, 2, -20, 20, -3, 3, -30, 30, -4, 4, -40, 40]);
  const level = { hopMs: 10, channels: 2, values };
  it('takes the extremes of the buckets of a column', () => {
    expect([...waveColumns(level, 0, { startMs: 0, endMs: 40 }, 2)]).toEqual([-2, 2, -4, 4]);
    expect([...waveColumns(level, 1, { startMs: 0, endMs: 40 }, 4)]).toEqual([-10, 10, -20, 20, -30, 30, -40, 40]);
  });
  it('repeats a bucket that is wider than a column and leaves what is beyond the data', () => {
    expect([...waveColumns(level, 0, { startMs: 30, endMs: 50 }, 4)]).toEqual([
      -4,
      4,
      -4,
      4,
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

it('moves the slider by the keys of a slider', () => {
  expect(sliderKeyTarget('ArrowRight', false, 10_000, hour)).toBe(11_000);
  expect(sliderKeyTarget('ArrowDown', true, 10_000, hour)).toBe(5000);
  expect(sliderKeyTarget('PageUp', false, 10_000, hour)).toBe(20_000);
  expect(sliderKeyTarget('End', false, 10_000, hour)).toBe(hour);
  expect(sliderKeyTarget('x', false, 10_000, hour)).toBeUndefined();
});

describe('the frame on the minimap', () => {
  const view = { startMs: 20_000, endMs: 40_000 };

  it('is held by its edges or its middle', () => {
    const grips = [150, 197, 203, 300, 398, 404, 450].map((x) => gripAt(view, 100_000, 1000, x));
    expect(grips).toEqual(['outside', 'start', 'start', 'frame', 'end', 'end', 'outside']);
  });

  it('can be moved however narrow it is', () => {
    const narrow = { startMs: 1_800_000, endMs: 1_805_000 };
    expect([488, 492, 497, 500, 504, 509, 513, 520].map((x) => gripAt(narrow, hour, 1000, x))).toEqual([
      'start',
      'start',
      'frame',
      'frame',
      'frame',
      'end',
      'end',
      'outside',
    ]);
  });

  it('moves, or grows and shrinks by an edge', () => {
    expect(dragView(view, 100_000, 'frame', 70_000)).toEqual({ startMs: 80_000, endMs: 100_000 });
    expect(dragView(view, 100_000, 'start', -30_000)).toEqual({ startMs: 0, endMs: 40_000 });
    expect(dragView(view, 100_000, 'start', 30_000)).toEqual({ startMs: 35_000, endMs: 40_000 });
    expect(dragView(view, 100_000, 'end', -30_000)).toEqual({ startMs: 20_000, endMs: 25_000 });
    expect(dragView(view, 100_000, 'end', 90_000)).toEqual({ startMs: 20_000, endMs: 100_000 });
  });
});
