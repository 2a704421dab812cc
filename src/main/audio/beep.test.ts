import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudioPool } from './audio-pool.ts';
import { decodeFile, fixturePath } from './fixtures/open-fixture.ts';
import { makeTestSignal } from './fixtures/test-signal.ts';
import { makeWav } from './fixtures/wav-writer.ts';

let dir = '';
const pool = createAudioPool({ threads: 1 });
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'earmark-beep-'));
});
afterAll(async () => {
  await pool.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('a beeped recording', () => {
  it('has the tone and nothing else in the ranges, on both channels, and the same sound outside', async () => {
    const rate = 16_000;
    const signal = makeTestSignal(rate);
    const filePath = join(dir, 'call.wav');
    writeFileSync(filePath, makeWav(signal, { encoding: 's16', sampleRate: rate }));
    const before = readFileSync(filePath);
    const outPath = join(dir, 'beeped.wav');
    const ranges = [
      { startMs: 450, endMs: 1250 },
      { startMs: 3800, endMs: 9000 },
    ];
    await pool.beep({ filePath, outPath, ranges });

    expect(readFileSync(filePath).equals(before)).toBe(true);
    const [plain, beeped] = [await decodeFile(filePath), await decodeFile(outPath)];
    expect(beeped.planar.length).toBe(2);
    expect(beeped.planar[0]?.length).toBe(signal[0]?.length);
    const inside = (n: number) =>
      ranges.some(({ startMs, endMs }) => (n * 1000) / rate >= startMs && (n * 1000) / rate < endMs);
    for (const [channel, samples] of beeped.planar.entries()) {
      for (const [n, sample] of samples.entries()) {
        const expected = inside(n) ? 0.2 * Math.sin((2 * Math.PI * 1000 * n) / rate) : plain.planar[channel]?.[n];
        if (Math.abs(sample - (expected ?? 9)) > 1 / 16_384)
          throw new Error(`frame ${n} of channel ${channel}: ${sample}`);
      }
    }
  });

  it.each(['lame-16k.mp3', 'opus.ogg', 'flac.flac'])('is made of %s too', async (name) => {
    const outPath = join(dir, `${name}.wav`);
    await pool.beep({ filePath: fixturePath(name), outPath, ranges: [{ startMs: 0, endMs: 1e6 }] });
    const { planar, sampleRate } = await decodeFile(outPath);
    expect(planar[0]?.length).toBeGreaterThan(sampleRate * 3);
    planar[0]?.forEach((sample, n) => {
      if (Math.abs(sample - 0.2 * Math.sin((2 * Math.PI * 1000 * n) / sampleRate)) > 1e-3)
        throw new Error(`frame ${n}`);
    });
  });

  it('is not made of what cannot be decoded here', async () => {
    const request = { filePath: fixturePath('aac.m4a'), outPath: join(dir, 'no.wav'), ranges: [] };
    await expect(pool.beep(request)).rejects.toMatchObject({ code: 'unsupported' });
  });
});
