import { describe, expect, it } from 'vitest';
import { createPeaksBuilder } from '#shared/logic/peaks.ts';
import { decodePeaksHeader } from '#shared/logic/peaks-format.ts';
import { decodePeaks } from './load-peaks.ts';

/** Three seconds: first channel loud in the first, second channel in the second. */
function peaksFile(): Uint8Array {
  const builder = createPeaksBuilder({ channels: 2, sampleRate: 8000 });
  const tone = (from: number, level: number) =>
    Float32Array.from({ length: 24_000 }, (_, i) => (Math.floor(i / 8000) === from ? level * Math.sin(i / 3) : 0));
  builder.push([tone(0, 0.5), tone(1, 0.25)]);
  return new Uint8Array(builder.finish());
}

describe('decodePeaks', () => {
  it('has all levels of a whole file, coarsest first', () => {
    const data = decodePeaks(peaksFile());
    expect(data.levels.map((level) => level.hopMs)).toEqual([1000, 250, 10]);
    expect(data).toMatchObject({ channels: 2, durationMs: 3000, complete: true });
    expect(data.loudest).toBeGreaterThan(60);
    expect(data.energy?.hopMs).toBe(10);
  });

  it('takes from the beginning of a file what has arrived', () => {
    const file = peaksFile();
    const coarse = decodePeaksHeader(file).levels.find((level) => level.hopMs === 250);
    const data = decodePeaks(file.subarray(0, (coarse?.offset ?? 0) + (coarse?.byteLength ?? 0)));
    expect(data.levels.map((level) => level.hopMs)).toEqual([1000, 250]);
    expect(data.complete).toBe(false);
    // Until the energies are there, the peaks say which channel is loud when.
    const at = (bucket: number, channel: number) => data.energy?.values[bucket * 2 + channel] ?? 0;
    expect(data.energy?.hopMs).toBe(250);
    expect(at(0, 0)).toBeGreaterThan(at(0, 1) + 20);
    expect(at(5, 1)).toBeGreaterThan(at(5, 0) + 20);
  });
});
