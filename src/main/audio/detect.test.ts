import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeaksBuilder, type PeaksBuilder } from '#shared/logic/peaks.ts';
import { detectInPeaks } from './detect.ts';

const RATE = 1000;
const EVERY_SECONDS = 30;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'earmark-detect-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const wholeOf = (builder: PeaksBuilder): Buffer => Buffer.from(builder.finish());

/** Peaks of so many minutes over which somebody speaks for three of every thirty seconds, across each half minute. */
function peaksOf(minutes: number): string {
  const builder = createPeaksBuilder({ sampleRate: RATE, channels: 1 });
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 32) * 2 - 1;
  };
  for (let minute = 0; minute < minutes; minute += 1) {
    const block = Float32Array.from({ length: 60 * RATE }, (_, i) => {
      const t = minute * 60 + i / RATE;
      const isSpoken = (t + 1.5) % EVERY_SECONDS < 3;
      return (isSpoken ? 0.3 * (0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t)) : 0.001) * random();
    });
    builder.push([block], block.length);
  }
  const path = join(dir, `${minutes}.peaks`);
  writeFileSync(path, wholeOf(builder));
  return path;
}

describe('detectInPeaks', { timeout: 60_000 }, () => {
  it('finds the same in a recording of hours, looked at in stretches, and nothing is cut in two', async () => {
    const { channels, durationMs } = await detectInPeaks(peaksOf(130));
    const segments = channels[0]?.segments ?? [];
    expect(durationMs).toBe(130 * 60_000);
    // The first half minute begins in the middle of one, and the last one is the beginning of the next.
    expect(segments).toHaveLength((130 * 60) / EVERY_SECONDS + 1);
    const off = segments.slice(1, -1).map(({ startMs, endMs }, i) => {
      const wanted = (i + 1) * EVERY_SECONDS * 1000 - 1500;
      return Math.max(Math.abs(startMs - wanted), Math.abs(endMs - wanted - 3000));
    });
    expect(Math.max(...off)).toBeLessThan(60);
    expect(channels[0]?.speechDb).toBeGreaterThan(-20);
    expect(channels[0]?.noiseDb).toBeLessThan(-55);
  });

  it('says of a file that is cut short, or none, that it is', async () => {
    const path = join(dir, 'x.peaks');
    writeFileSync(path, 'no peaks at all');
    await expect(detectInPeaks(path)).rejects.toThrow('not a peaks file');
    const builder = createPeaksBuilder({ sampleRate: RATE, channels: 1 });
    builder.push([new Float32Array(RATE)], RATE);
    const whole = wholeOf(builder);
    writeFileSync(path, whole.subarray(0, -10));
    await expect(detectInPeaks(path)).rejects.toThrow('cut short');
  });
});
