import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDir } from '../testing/workspace-fixtures.ts';
import { createAudioPool } from './audio-pool.ts';
import { writeClip } from './clip.ts';
import { decodeFile, fixturePath } from './fixtures/open-fixture.ts';
import { makeWav } from './fixtures/wav-writer.ts';

let place: ReturnType<typeof temporaryDir>;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => place.remove());

const RATE = 8000;
/** Two channels of a second, of which every sample is another. */
const left = Float32Array.from({ length: RATE }, (_, at) => (at - 4000) / 32_768);
const right = Float32Array.from({ length: RATE }, (_, at) => -(at - 4000) / 32_768);

async function cut(bytes: Uint8Array, startMs: number, endMs: number): Promise<Buffer> {
  const [filePath, outPath] = [join(place.dir, 'in.wav'), join(place.dir, 'out.wav')];
  writeFileSync(filePath, bytes);
  await writeClip({ filePath, outPath, startMs, endMs });
  return readFileSync(outPath);
}

describe('writeClip', () => {
  const whole = makeWav([left, right], { encoding: 's16', sampleRate: RATE });

  it.each([
    [0, 1000, 0, 8000],
    [250, 500, 2000, 4000],
    [0.1, 0.2, 1, 2],
    [999, 5000, 7992, 8000],
  ])('%d to %d ms: these samples of both channels, to the bit', async (startMs, endMs, from, to) => {
    const wanted = makeWav([left.slice(from, to), right.slice(from, to)], { encoding: 's16', sampleRate: RATE });
    expect((await cut(whole, startMs, endMs)).equals(wanted)).toBe(true);
  });

  it('says that there is no sound where there is none', async () => {
    await expect(cut(whole, 1000, 2000)).rejects.toMatchObject({ code: 'damaged' });
    await expect(cut(Buffer.from('<html>'), 0, 1)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it.each(['flac.flac', 'mono-16k.mp3', 'opus.ogg', 'opus.mp4'])(
    '%s: is the decoded sound of this stretch',
    async (name) => {
      const { planar, sampleRate } = await decodeFile(fixturePath(name));
      const outPath = join(place.dir, 'out.wav');
      await writeClip({ filePath: fixturePath(name), outPath, startMs: 300, endMs: 700 });
      const found = await decodeFile(outPath);
      const [from, to] = [Math.ceil(0.3 * sampleRate), Math.ceil(0.7 * sampleRate)];
      expect(found.sampleRate).toBe(sampleRate);
      expect(found.planar).toHaveLength(planar.length);
      planar.forEach((samples, channel) => {
        const wanted = samples.slice(from, to);
        const got = found.planar[channel] ?? new Float32Array();
        expect(got).toHaveLength(wanted.length);
        const worst = wanted.reduce((most, sample, at) => {
          const clipped = Math.max(-1, Math.min(32_767 / 32_768, sample));
          return Math.max(most, Math.abs(clipped - (got[at] ?? 9)));
        }, 0);
        // Half a step of 16 bits.
        expect(worst).toBeLessThanOrEqual(0.5 / 32_768 + 1e-9);
      });
    },
  );

  it('works off the main thread, and says what cannot be decoded', async () => {
    const pool = createAudioPool({ threads: 1 });
    try {
      const outPath = join(place.dir, 'out.wav');
      await pool.clip({ filePath: fixturePath('flac.flac'), outPath, startMs: 0, endMs: 100 });
      expect((await decodeFile(outPath)).planar[0]?.length).toBeGreaterThan(0);
      const request = { filePath: fixturePath('aac.m4a'), outPath, startMs: 0, endMs: 100 };
      await expect(pool.clip(request)).rejects.toMatchObject({ code: 'unsupported' });
    } finally {
      await pool.close();
    }
  });
});
