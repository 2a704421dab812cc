import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFile, fixturePath } from './fixtures/open-fixture.ts';
import { lagMs, makeTestSignal, SIGNAL_SECONDS } from './fixtures/test-signal.ts';
import { chunk, makeWav } from './fixtures/wav-writer.ts';
import type { WavEncoding } from './wav-format.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-decode-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function decodeBytes(bytes: Uint8Array) {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  return await decodeFile(path);
}

/** Largest difference between two signals of equal length. */
function distance(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - (b[i] ?? Number.NaN))), 0);
}

describe('WAV', () => {
  const signal = makeTestSignal(8000);
  // How far a sample may be off: the step of the encoding (for the logarithmic ones that of the loudest samples).
  const encodings: [WavEncoding, number][] = [
    ['u8', 1 / 100],
    ['s16', 1 / 16_000],
    ['s24', 1e-6],
    ['s32', 1e-6],
    ['f32', 0],
    ['f64', 1e-7],
    ['alaw', 0.02],
    ['mulaw', 0.02],
  ];

  it.each(encodings)('decodes %s sample by sample', async (encoding, tolerance) => {
    for (const extensible of [false, true]) {
      const decoded = await decodeBytes(makeWav(signal, { encoding, sampleRate: 8000, extensible }));
      expect(decoded).toMatchObject({ sampleRate: 8000, warnings: [] });
      signal.forEach((expected, channel) => {
        const actual = decoded.planar[channel] ?? new Float32Array();
        expect(actual.length).toBe(expected.length);
        expect(distance(actual, expected)).toBeLessThanOrEqual(tolerance);
      });
    }
  });

  it('reads past odd chunks with their padding', async () => {
    const extraChunks = [
      chunk('LIST', Buffer.from('odd')),
      chunk('fact', Buffer.alloc(4)),
      chunk('bext', Buffer.alloc(20_001)),
    ];
    const decoded = await decodeBytes(makeWav(signal, { encoding: 's16', sampleRate: 8000, extraChunks }));
    expect(distance(decoded.planar[1] ?? new Float32Array(), signal[1] ?? new Float32Array())).toBeLessThan(1e-4);
  });

  it.each([0, 0xffffffff, 0x7ffff800])('takes a streamed file with size %i to its end', async (claimedBytes) => {
    const decoded = await decodeBytes(makeWav(signal, { encoding: 's16', sampleRate: 8000, claimedBytes }));
    expect(decoded.planar[0]?.length).toBe(8000 * SIGNAL_SECONDS);
    expect(decoded.warnings).toEqual([]);
  });

  it('keeps what is there of a truncated file and says so', async () => {
    const whole = makeWav(signal, { encoding: 's16', sampleRate: 8000 });
    const decoded = await decodeBytes(whole.subarray(0, 44 + 8000 * 4 + 3));
    expect(decoded.planar[0]?.length).toBe(8000);
    expect(decoded.warnings).toEqual([{ code: 'truncated', message: 'The header says 4 s, the file holds 1 s.' }]);
  });

  it('ignores what follows the sound', async () => {
    const tail = chunk('LIST', Buffer.alloc(1001, 0x55));
    const decoded = await decodeBytes(Buffer.concat([makeWav(signal, { encoding: 's16', sampleRate: 8000 }), tail]));
    expect(decoded.planar[0]?.length).toBe(8000 * SIGNAL_SECONDS);
  });

  it('makes numbers of floats that are none', async () => {
    const wild = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5);
    const decoded = await decodeBytes(makeWav([wild], { encoding: 'f32', sampleRate: 8000 }));
    expect([...(decoded.planar[0] ?? [])]).toEqual([0, 8, -8, 0.5]);
  });
});

describe('compressed recordings', () => {
  // Name, sample rate, channels, frames, how late the sound may be (ms), and what the encoder did not say (ms).
  const files: [string, number, number, number, number, number][] = [
    ['lame-16k.mp3', 16_000, 2, 64_000, 1, 0],
    ['lame-8k.mp3', 8000, 2, 32_000, 1, 0],
    ['vbr-44k.mp3', 44_100, 2, 176_400, 1, 0],
    ['mono-16k.mp3', 16_000, 1, 64_000, 1, 0],
    ['untagged-vbr-16k.mp3', 16_000, 2, 65_664, 1, 1105 / 16],
    ['opus.ogg', 48_000, 2, 192_000, 3, 0],
    ['opus.webm', 48_000, 2, 192_000, 3, 0],
    ['opus.mp4', 48_000, 2, 192_000, 3, 0],
    ['flac.flac', 16_000, 2, 64_000, 0, 0],
  ];

  it.each(files)('%s: every sample in its place', async (name, sampleRate, channels, frames, tolerance, delay) => {
    const decoded = await decodeFile(fixturePath(name));
    const stereo = makeTestSignal(sampleRate);
    const [left, right] = stereo;
    if (left === undefined || right === undefined) throw new Error('no signal');
    const expected = channels === 1 ? [left.map((x, i) => (x + (right[i] ?? 0)) / 2)] : stereo;
    expect(decoded).toMatchObject({ sampleRate, warnings: [] });
    expect(decoded.planar.map((samples) => samples.length)).toEqual(Array(channels).fill(frames));
    expected.forEach((samples, channel) => {
      const lag = lagMs(decoded.planar[channel] ?? new Float32Array(), samples, sampleRate);
      expect(Math.abs(lag - delay)).toBeLessThanOrEqual(tolerance);
    });
  });
});
