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

const noise = Float32Array.from({ length: 10 * RATE }, (_, i) => ((i * 7919) % 2000) / 1000 - 1);

/** So many seconds of sound, louder and quieter, in blocks of ten. */
async function pushSound(builder: PeaksBuilder, seconds: number, after: () => Promise<void>): Promise<void> {
  for (let from = 0; from < seconds; from += 10) {
    const gain = ((from * 31) % 97) / 97;
    const left = noise.map((sample) => sample * gain);
    builder.push([left, noise], Math.min(10, seconds - from) * RATE);
    await after();
  }
}

describe('the peaks writer', () => {
  it.each([
    ['seconds', 7],
    ['less than what may wait in memory', 3_605],
    ['twice that and more', 15_107],
    ['whole blocks only', 7_400],
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
    await pushSound(builder, 7_400, writer.relieve);
    expect(readdirSync(place.dir).sort()).toEqual(['call.peaks.energy.partial', 'call.peaks.minmax.partial']);
    expect(() => builder.finish()).toThrow('taken');
    await writer.close();
    expect(readdirSync(place.dir)).toEqual([]);
  });
});
