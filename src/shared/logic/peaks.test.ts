import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeaksBuilder } from './peaks.ts';
import {
  bucketFirstFrame,
  decodePeaksHeader,
  findPeaksLevel,
  PEAKS_COARSE_HOPS_MS,
  PEAKS_MAX_HEADER_BYTES,
  PeaksFormatError,
  readPeaksLevel,
  SILENCE_DB,
} from './peaks-format.ts';

/** Any sound there can be: bursts, silence, clipping, single channels. */
const sound = fc.record({
  sampleRate: fc.constantFrom(8000, 11_025, 16_000, 22_050, 44_100, 48_000),
  channels: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 1, max: 1e9 }),
  frames: fc.integer({ min: 0, max: 30_000 }),
});

function makeSound({ channels, seed, frames }: { channels: number; seed: number; frames: number }): Float32Array[] {
  let state = seed;
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: channels }, () => {
    const samples = new Float32Array(frames);
    for (let at = 0; at < frames; ) {
      const gain = next() < 0.3 ? 0 : next() * 1.2;
      for (const end = Math.min(frames, at + Math.ceil(next() * 3000)); at < end; at += 1) {
        samples[at] = gain * (next() * 2 - 1);
      }
    }
    return samples;
  });
}

function build(planar: Float32Array[], sampleRate: number): ArrayBuffer {
  const builder = createPeaksBuilder({ channels: planar.length, sampleRate });
  builder.push(planar);
  return builder.finish();
}

function level(file: ArrayBuffer, kind: 'minmax' | 'energy', hopMs: number): Int8Array {
  const found = decodePeaksHeader(file).levels.find(
    (candidate) => candidate.kind === kind && candidate.hopMs === hopMs,
  );
  if (found === undefined) throw new Error(`no ${kind} level of ${hopMs} ms`);
  return readPeaksLevel(file, found);
}

describe('createPeaksBuilder', () => {
  it('does not depend on where the blocks are cut', () => {
    fc.assert(
      fc.property(
        sound,
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 40 }),
        (input, cuts) => {
          const planar = makeSound(input);
          const whole = createPeaksBuilder(input);
          whole.push(planar);
          const parts = createPeaksBuilder(input);
          for (let at = 0, i = 0; at < input.frames; i += 1) {
            const size = cuts[i % cuts.length] ?? 1;
            parts.push(planar.map((channel) => channel.subarray(at, at + size)));
            if (i % 7 === 0) parts.finish(); // a partial picture must not disturb what follows
            at += size;
          }
          expect(new Uint8Array(parts.finish())).toEqual(new Uint8Array(whole.finish()));
          expect(parts.facts()).toEqual(whole.facts());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds the true minimum and maximum of every 10 ms, to the sample', () => {
    fc.assert(
      fc.property(sound, (input) => {
        const planar = makeSound(input);
        const fine = level(build(planar, input.sampleRate), 'minmax', 10);
        const count = fine.length / (input.channels * 2);
        for (let bucket = 0; bucket < count; bucket += 1) {
          const from = bucketFirstFrame(bucket, 10, input.sampleRate);
          const to = Math.min(input.frames, bucketFirstFrame(bucket + 1, 10, input.sampleRate));
          planar.forEach((samples, channel) => {
            const part = [...samples.subarray(from, to)].map((x) => Math.max(-127, Math.min(127, Math.round(x * 127))));
            const at = (bucket * input.channels + channel) * 2;
            expect([fine[at], fine[at + 1]].map((x) => (x ?? 0) + 0)).toEqual([
              Math.min(...part) + 0,
              Math.max(...part) + 0,
            ]);
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps every coarser level the extremes of the finer one', () => {
    fc.assert(
      fc.property(sound, (input) => {
        const file = build(makeSound(input), input.sampleRate);
        const stride = input.channels * 2;
        const fine = level(file, 'minmax', 10);
        for (const hopMs of PEAKS_COARSE_HOPS_MS) {
          const coarse = level(file, 'minmax', hopMs);
          const factor = hopMs / 10;
          expect(coarse.length).toBe(Math.ceil(fine.length / stride / factor) * stride);
          coarse.forEach((value, at) => {
            const lane = at % stride;
            const first = Math.floor(at / stride) * factor;
            const values: number[] = [];
            for (let i = first; i < first + factor && i * stride < fine.length; i += 1)
              values.push(fine[i * stride + lane] ?? 0);
            expect(value).toBe(lane % 2 === 0 ? Math.min(...values) : Math.max(...values));
          });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('measures energy in dBFS above the hum, and silence as such', () => {
    const sampleRate = 8000;
    const tone = Float32Array.from(
      { length: sampleRate },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / sampleRate),
    );
    const offset = new Float32Array(sampleRate).fill(0.25);
    const energy = level(build([tone, offset, new Float32Array(sampleRate)], sampleRate), 'energy', 10);
    const middle = energy.subarray(50 * 3, 51 * 3);
    expect(Math.abs((middle[0] ?? 0) - 20 * Math.log10(0.5 / Math.SQRT2))).toBeLessThanOrEqual(1);
    expect(middle[1]).toBeLessThan(-100);
    expect(middle[2]).toBe(SILENCE_DB);
  });

  it('finds silent and identical channels', () => {
    const [voice] = makeSound({ channels: 1, seed: 7, frames: 40_000 });
    const [other] = makeSound({ channels: 1, seed: 8, frames: 40_000 });
    if (voice === undefined || other === undefined) throw new Error('no sound');
    const noise = voice.map((x) => x * 0.0005);
    const factsOf = (...planar: Float32Array[]) => {
      const builder = createPeaksBuilder({ channels: planar.length, sampleRate: 8000 });
      builder.push(planar);
      return builder.facts();
    };
    expect(factsOf(voice, noise)).toEqual({
      frames: 40_000,
      durationMs: 5000,
      silentChannels: [1],
      identicalChannels: false,
    });
    expect(
      factsOf(
        voice,
        voice.map((x, i) => x + (other[i] ?? 0) * 0.001),
      ).identicalChannels,
    ).toBe(true);
    expect(factsOf(voice, other).identicalChannels).toBe(false);
    expect(factsOf(noise, noise)).toMatchObject({ silentChannels: [0, 1], identicalChannels: false });
    expect(factsOf(voice).identicalChannels).toBe(false);
  });

  it('survives samples that are no numbers', () => {
    const samples = new Float32Array(800).fill(0.5);
    samples.fill(Number.NaN, 100, 120);
    samples[300] = Number.POSITIVE_INFINITY;
    const file = build([samples], 8000);
    const fine = level(file, 'minmax', 10);
    expect(fine.at(-1)).toBe(64);
    expect(level(file, 'energy', 10).at(-1)).toBeLessThan(0);
  });

  it('refuses formats and blocks that make no sense', () => {
    expect(() => createPeaksBuilder({ channels: 0, sampleRate: 8000 })).toThrow(RangeError);
    expect(() => createPeaksBuilder({ channels: 2, sampleRate: 0 })).toThrow(RangeError);
    const builder = createPeaksBuilder({ channels: 2, sampleRate: 8000 });
    expect(() => builder.push([new Float32Array(3)])).toThrow(RangeError);
    expect(() => builder.push([new Float32Array(3), new Float32Array(2)])).toThrow(RangeError);
  });
});

describe('the peaks file', () => {
  const file = build(makeSound({ channels: 2, seed: 3, frames: 8000 * 3 + 17 }), 8000);

  it('tells everything in its header, coarsest level first and without gaps', () => {
    const header = decodePeaksHeader(file.slice(0, PEAKS_MAX_HEADER_BYTES));
    expect(header).toMatchObject({ version: 1, sampleRate: 8000, channels: 2, frames: 24_017, durationMs: 3002.125 });
    expect(header.levels.map(({ kind, hopMs, count }) => [kind, hopMs, count])).toEqual([
      ['minmax', 1000, 4],
      ['minmax', 250, 13],
      ['minmax', 10, 301],
      ['energy', 10, 301],
    ]);
    let offset = header.headerBytes;
    for (const entry of header.levels) {
      expect(entry.offset).toBe(offset);
      offset += entry.byteLength;
    }
    expect(offset).toBe(file.byteLength);
  });

  it('gives the level to draw for a zoom', () => {
    const header = decodePeaksHeader(file);
    expect(findPeaksLevel(header, 'minmax', 4000)?.hopMs).toBe(1000);
    expect(findPeaksLevel(header, 'minmax', 999)?.hopMs).toBe(250);
    expect(findPeaksLevel(header, 'minmax', 1)?.hopMs).toBe(10);
    expect(findPeaksLevel(header, 'energy', 1000)?.hopMs).toBe(10);
  });

  it('reads from a view into a larger buffer', () => {
    const shifted = new Uint8Array(file.byteLength + 3);
    shifted.set(new Uint8Array(file), 3);
    const view = shifted.subarray(3);
    const header = decodePeaksHeader(view);
    expect(header).toEqual(decodePeaksHeader(file));
    for (const entry of header.levels) expect(readPeaksLevel(view, entry)).toEqual(readPeaksLevel(file, entry));
  });

  it('is refused when it is something else, of the future, damaged or cut short', () => {
    expect(() => decodePeaksHeader(new Uint8Array(4))).toThrow(PeaksFormatError);
    expect(() => decodePeaksHeader(new TextEncoder().encode('<html>'.repeat(20)))).toThrow('not a peaks file');
    const future = file.slice(0);
    new DataView(future).setUint16(4, 2, true);
    expect(() => decodePeaksHeader(future)).toThrow('version 2');
    expect(() => decodePeaksHeader(file.slice(0, 40))).toThrow(PeaksFormatError);
    const header = decodePeaksHeader(file);
    const last = header.levels.at(-1);
    if (last === undefined) throw new Error('no levels');
    expect(() => readPeaksLevel(file.slice(0, -1), last)).toThrow('cut short');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 111 }), (bytes, at) => {
        const damaged = new Uint8Array(file.slice(0));
        damaged.set(bytes.subarray(0, damaged.length - at), at);
        try {
          for (const entry of decodePeaksHeader(damaged).levels) readPeaksLevel(damaged, entry);
        } catch (error) {
          expect(error).toBeInstanceOf(PeaksFormatError);
        }
      }),
    );
  });

  it('of nothing is still a file', () => {
    const empty = createPeaksBuilder({ channels: 2, sampleRate: 8000 }).finish();
    expect(decodePeaksHeader(empty).levels.map((entry) => entry.count)).toEqual([0, 0, 0, 0]);
  });
});
