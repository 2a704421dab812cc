import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSpeech } from './detect-speech.ts';

const HOP = 10;

/** Line noise of about `floor` dBFS, the same on every run. */
function noise(count: number, floor: number, seed = 1): Int8Array {
  let state = seed;
  const levels = new Int8Array(count);
  for (let i = 0; i < count; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    levels[i] = floor + Math.round(((state / 2 ** 32) * 2 - 1) * 1.4);
  }
  return levels;
}

/** Syllables of 200 ms, each up to 8 dB weaker than `peak`, which rise at once and fall to a dip. */
function speak(levels: Int8Array, fromMs: number, toMs: number, peak: number): Int8Array {
  const shape = [-4, -1, 0, 0, -1, -1, -2, -3, -3, -4, -5, -6, -8, -11, -14, -18, -22, -26, -20, -12];
  let state = fromMs + 1;
  let weaker = 0;
  for (let i = fromMs / HOP; i < toMs / HOP; i += 1) {
    const left = toMs / HOP - i;
    const place = (i - fromMs / HOP) % 20;
    if (place === 0 && i > fromMs / HOP) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      weaker = Math.floor((state / 2 ** 32) * 9);
    }
    const level = peak - (left > 2 ? weaker - (shape[place] as number) : 12);
    levels[i] = Math.max(levels[i] as number, level);
  }
  return levels;
}

function interleave(...channels: Int8Array[]): { channels: number; hopMs: number; values: Int8Array } {
  const count = channels[0]?.length ?? 0;
  const values = new Int8Array(count * channels.length);
  channels.forEach((levels, channel) => {
    levels.forEach((level, i) => {
      values[i * channels.length + channel] = level;
    });
  });
  return { channels: channels.length, hopMs: HOP, values };
}

const detect = (...channels: Int8Array[]) => detectSpeech(interleave(...channels), (channels[0]?.length ?? 0) * HOP);
const segmentsOf = (levels: Int8Array) => detect(levels).channels[0]?.segments ?? [];

describe('utterances', () => {
  it('are found to within a bucket', () => {
    const levels = speak(speak(noise(1000, -56), 1200, 3000, -14), 5000, 6400, -18);
    const found = segmentsOf(levels);
    expect(found).toHaveLength(2);
    const [first, second] = found;
    expect(Math.abs((first?.startMs ?? 0) - 1200)).toBeLessThan(10);
    expect(Math.abs((first?.endMs ?? 0) - 3000)).toBeLessThan(10);
    expect(Math.abs((second?.startMs ?? 0) - 5000)).toBeLessThan(10);
    expect(Math.abs((second?.endMs ?? 0) - 6400)).toBeLessThan(10);
  });

  it('keep short pauses inside and are divided by long ones', () => {
    const levels = speak(speak(speak(noise(1000, -56), 1000, 2000, -14), 2200, 3000, -14), 3600, 4200, -14);
    expect(segmentsOf(levels).map(({ startMs }) => Math.round(startMs / 100) * 100)).toEqual([1000, 3600]);
  });

  it('are found as the floor rises and falls during a call', () => {
    const levels = new Int8Array([...noise(6000, -62), ...noise(6000, -40, 2), ...noise(6000, -62, 3)]);
    for (const at of [20_000, 90_000, 150_000]) speak(levels, at, at + 2000, -15);
    expect(segmentsOf(levels).map(({ startMs }) => Math.round(startMs / 100) * 100)).toEqual([20_000, 90_000, 150_000]);
  });

  it('are not clicks', () => {
    const levels = noise(1000, -56);
    levels.fill(-10, 300, 302);
    levels.fill(-20, 600, 604);
    expect(segmentsOf(speak(levels, 8000, 9000, -14))).toHaveLength(1);
  });

  it('may begin with the recording and end with it', () => {
    const found = segmentsOf(speak(noise(300, -56), 0, 3000, -14));
    expect(found).toHaveLength(1);
    expect(found[0]?.startMs).toBeLessThan(15);
    expect(found[0]?.endMs).toBeGreaterThan(2970);
  });

  it('come with the level of the line and of the voice', () => {
    const [channel] = detect(speak(noise(1000, -56), 1000, 4000, -14)).channels;
    expect(Math.abs((channel?.noiseDb ?? 0) + 56)).toBeLessThan(1);
    expect(Math.abs((channel?.speechDb ?? 0) + 20)).toBeLessThan(2);
  });
});

describe('an echo', () => {
  it.each([
    [-20, 0],
    [-20, 200],
    [-26, 120],
    [-32, 60],
  ])('of %d dB, %d ms later, is nobody', (gain, delayMs) => {
    const agent = noise(2000, -58);
    for (let at = 1000; at < 18_000; at += 4000) speak(agent, at, at + 2500, -12);
    const caller = noise(2000, -58, 7);
    agent.forEach((level, i) => {
      const at = i + delayMs / HOP;
      if (at < caller.length) caller[at] = Math.max(caller[at] as number, level + gain);
    });
    speak(caller, 4000, 4600, -18);
    const [first, second] = detect(agent, caller).channels;
    expect(first?.segments).toHaveLength(5);
    expect(second?.segments).toHaveLength(1);
  });

  it('does not swallow a caller who talks over the agent', () => {
    const agent = speak(noise(2000, -58), 1000, 12_000, -12);
    const caller = speak(noise(2000, -58, 7), 5070, 6170, -20);
    expect(detect(agent, caller).channels[1]?.segments).toHaveLength(1);
  });
});

describe('channels that carry the same sound', () => {
  const voice = speak(speak(noise(1000, -56), 1000, 3000, -14), 5000, 7000, -20);
  it('are said to, also when one is a little louder', () => {
    expect(detect(voice, voice).identical).toBe(true);
    expect(
      detect(
        voice,
        voice.map((level) => level - 3),
      ).identical,
    ).toBe(true);
  });
  it('are not those of two parties, nor of one party and silence', () => {
    expect(detect(voice, speak(noise(1000, -56, 9), 3500, 4800, -14)).identical).toBe(false);
    expect(detect(voice, new Int8Array(1000).fill(-128)).identical).toBe(false);
    expect(detect(voice).identical).toBe(false);
  });
});

describe('other sound', () => {
  it('keys pressed one after another are tones', () => {
    const levels = speak(noise(1000, -56), 6000, 7500, -14);
    for (let at = 200; at < 320; at += 30) levels.fill(-16, at, at + 12);
    const [channel] = detect(levels).channels;
    expect(channel?.segments).toHaveLength(1);
    expect(channel?.other.map(({ kind }) => kind)).toEqual(['tones', 'tones', 'tones', 'tones']);
  });

  it('music that never pauses is music, and what is said after it is speech', () => {
    const levels = speak(noise(6000, -60), 1000, 3000, -12);
    for (let i = 1000; i < 4000; i += 1) levels[i] = -24 - Math.round((i % 42) * 0.25);
    speak(levels, 45_000, 47_000, -12);
    const [channel] = detect(levels).channels;
    expect(channel?.other).toHaveLength(1);
    expect(Math.abs((channel?.other[0]?.startMs ?? 0) - 10_000)).toBeLessThan(300);
    expect(Math.abs((channel?.other[0]?.endMs ?? 0) - 40_000)).toBeLessThan(300);
    expect(channel?.segments).toHaveLength(2);
  });
});

describe('nothing to hear', () => {
  it.each([
    ['no buckets', 0, -128],
    ['one bucket of silence', 1, -128],
    ['digital silence', 6000, -128],
    ['a quiet line', 6000, -75],
  ])('%s', (_, count, level) => {
    const [channel] = detect(new Int8Array(count).fill(level)).channels;
    expect(channel).toEqual({ segments: [], noiseDb: null, speechDb: null, other: [] });
  });

  it('noise alone is nobody, but the line has a level', () => {
    const [channel] = detect(noise(3000, -50)).channels;
    expect(channel?.segments).toEqual([]);
    expect(channel?.speechDb).toBeNull();
    expect(Math.abs((channel?.noiseDb ?? 0) + 50)).toBeLessThan(1);
  });
});

describe('whatever the energies', () => {
  const anyLevels = fc.oneof(
    fc.int8Array({ min: -128, max: 0, maxLength: 900 }),
    fc
      .array(fc.tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: -90, max: 0 })), { maxLength: 30 })
      .map((steps) => Int8Array.from(steps.flatMap(([length, level]) => Array<number>(length).fill(level)))),
  );

  it('segments are ordered, apart and inside of the recording', () => {
    fc.assert(
      fc.property(anyLevels, fc.integer({ min: 1, max: 4 }), (values, channels) => {
        const durationMs = Math.max(0, Math.floor(values.length / channels) * HOP - 3);
        const speech = detectSpeech({ channels, hopMs: HOP, values }, durationMs);
        expect(speech.channels).toHaveLength(channels);
        for (const { segments, other } of speech.channels) {
          let last = -1;
          for (const { startMs, endMs } of segments) {
            expect(startMs).toBeGreaterThan(last);
            expect(startMs).toBeGreaterThanOrEqual(0);
            expect(endMs).toBeGreaterThan(startMs);
            expect(endMs).toBeLessThanOrEqual(durationMs);
            last = endMs;
          }
          for (const { startMs, endMs } of other) expect(endMs).toBeGreaterThanOrEqual(startMs);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a recording that is quieter as a whole has the same segments', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 15 }),
        fc.array(fc.tuple(fc.integer({ min: 40, max: 200 }), fc.integer({ min: 60, max: 250 })), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 1000 }),
        (quieter, utterances, seed) => {
          const levels = noise(3000, -60, seed);
          let at = 500;
          for (const [pause, length] of utterances) {
            at += pause * HOP;
            speak(levels, at, at + length * HOP, -14);
            at += length * HOP;
          }
          const shifted = levels.map((level) => level - quieter);
          expect(segmentsOf(shifted)).toEqual(segmentsOf(levels));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('ninety minutes are a matter of a second or two', () => {
    const minutes = 90;
    const exchanges = 599;
    const agent = noise(minutes * 6000, -57);
    const caller = noise(minutes * 6000, -57, 5);
    for (let i = 0, at = 1000; i < exchanges; i += 1, at += 9000) {
      speak(agent, at, at + 3500, -14);
      speak(caller, at + 4500, at + 7000, -18);
    }
    const energy = interleave(agent, caller);
    const begun = performance.now();
    const speech = detectSpeech(energy, minutes * 60_000);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(speech.channels[0]?.segments).toHaveLength(exchanges);
    expect(speech.channels[1]?.segments).toHaveLength(exchanges);
  });
});
