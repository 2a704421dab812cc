import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stripPaths } from './strip-paths.ts';

const scale = { heightPx: 64, scaleMs: 3200 };
const thresholds = { slowLatencyMs: 1200, badLatencyMs: 2000 };
const draw = (reportedMs: number | null, measuredMs: number | null, sure = true) =>
  stripPaths([{ position: 7, reportedMs, measuredMs }], () => sure, scale, thresholds);

it('draws a reported gap as a bar in its level', () => {
  expect(draw(1600, null)).toEqual({
    reported: { ok: '', slow: 'M0.00 32.0h0.84v32.0h-0.84z', bad: '' },
    measured: '',
  });
  expect(draw(9000, null).reported.bad).toBe('M0.00 0.0h0.84v64.0h-0.84z');
  expect(draw(0, null).reported.ok).toBe('M0.00 63.0h0.84v1.0h-0.84z');
});

it('draws a measured gap as a cap, on a stem where it stands above its bar', () => {
  expect(draw(null, 3200).measured).toBe('M0.00 0.0h0.84v2.0h-0.84zM0.36 2.0h0.12v62.0h-0.12z');
  expect(draw(1600, 3200).measured).toBe('M0.00 0.0h0.84v2.0h-0.84zM0.36 2.0h0.12v30.0h-0.12z');
  expect(draw(3200, 1600).measured).toBe('M0.00 32.0h0.84v2.0h-0.84z');
});

it('breaks the cap of an uncertain gap', () => {
  expect(draw(3200, 1600, false).measured).toBe('M0.00 32.0h0.3v2.0h-0.3zM0.54 32.0h0.3v2.0h-0.3z');
});

it('stays within the strip for any gap', () => {
  const ms = fc.option(fc.double({ min: -5000, max: 100_000, noNaN: true }));
  fc.assert(
    fc.property(ms, ms, fc.boolean(), (reportedMs, measuredMs, sure) => {
      const { reported, measured } = draw(reportedMs, measuredMs, sure);
      for (const [, y, height] of [...Object.values(reported), measured]
        .join('')
        .matchAll(/M[\d.]+ (\S+?)h[\d.]+v(\S+?)h/g)) {
        expect(Number(y)).toBeGreaterThanOrEqual(0);
        expect(Number(y) + Number(height)).toBeLessThanOrEqual(64.05);
        expect(Number(height)).toBeGreaterThanOrEqual(0);
      }
      expect(measured === '').toBe(measuredMs === null);
    }),
  );
});
