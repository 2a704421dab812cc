import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPeaksBuilder, type PeaksBuilder } from '#shared/logic/peaks.ts';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { createPeaksWriter } from './peaks-writer.ts';

const RATE = 1000;

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

/** So many seconds of sound that is nowhere the same, in blocks of ten. */
async function pushSound(builder: PeaksBuilder, seconds: number, after: () => Promise<void>): Promise<void> {
  let at = 0;
  for (let from = 0; from < seconds; from += 10) {
    const frames = Math.min(10, seconds - from) * RATE;
    const planar = [0.9, 0.4].map((gain) => {
      const samples = new Float32Array(frames);
      for (let i = 0; i < frames; i += 1) samples[i] = gain * Math.sin((at + i) * (0.1 + (at + i) * 1e-8));
      return samples;
    });
    at += frames;
    builder.push(planar);
    await after();
  }
}

describe('the peaks writer', () => {
  it.each([
    ['seconds', 7],
    ['less than what may wait in memory', 3_605],
    ['several times that', 21_957],
    ['whole blocks only', 14_600],
  ])('writes what the builder would have held: %s', async (_name, seconds) => {
    const whole = createPeaksBuilder({ channels: 2, sampleRate: RATE });
    await pushSound(whole, seconds, () => Promise.resolve());
    const builder = createPeaksBuilder({ channels: 2, sampleRate: RATE });
    const path = join(place.dir, 'call.peaks');
    const writer = createPeaksWriter(path, builder);
    await pushSound(builder, seconds, writer.relieve);
    await writer.write();
    await writer.close();
    expect(readFileSync(path).equals(Buffer.from(whole.finish()))).toBe(true);
    expect(readdirSync(place.dir)).toEqual(['call.peaks']);
  });

  it('leaves nothing behind when it is given up in the middle', async () => {
    const builder = createPeaksBuilder({ channels: 2, sampleRate: RATE });
    const writer = createPeaksWriter(join(place.dir, 'call.peaks'), builder);
    await pushSound(builder, 9_000, writer.relieve);
    expect(readdirSync(place.dir).sort()).toEqual(['call.peaks.energy.partial', 'call.peaks.minmax.partial']);
    expect(() => builder.finish()).toThrow('taken');
    await writer.close();
    expect(readdirSync(place.dir)).toEqual([]);
  });
});
