import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideSilence, findSilenceAt, findSilences, soundOfEnergy, soundOfSpeech } from './silence.ts';

const span = (startMs: number, endMs: number) => ({ startMs, endMs });
const channel = (segments: { startMs: number; endMs: number }[], music: { startMs: number; endMs: number }[] = []) => ({
  segments,
  noiseDb: null,
  speechDb: null,
  other: music.map((one) => ({ ...one, kind: 'music' as const })),
});

describe('what is heard', () => {
  it('is what any channel carries, music on hold included', () => {
    const speech = {
      durationMs: 20_000,
      identical: false,
      channels: [channel([span(0, 1000), span(5000, 6000)]), channel([span(800, 2000)], [span(5500, 9000)])],
    };
    expect(soundOfSpeech(speech)).toEqual([span(0, 2000), span(5000, 9000)]);
  });

  it('stands out from the noise of its channel; clicks do not count', () => {
    const values = new Int8Array(2 * 1000).fill(-55);
    for (let i = 0; i < 1000; i += 1) values[i * 2 + 1] = -70;
    for (let i = 100; i < 200; i += 1) values[i * 2] = -25;
    for (let i = 500; i < 550; i += 1) values[i * 2 + 1] = -45;
    for (let i = 800; i < 804; i += 1) values[i * 2] = -20;
    expect(soundOfEnergy({ channels: 2, hopMs: 10, values })).toEqual([span(1000, 2000), span(5000, 5500)]);
  });
});

describe('silences', () => {
  it('leave a margin to what is heard, and short pauses alone', () => {
    expect(findSilences([span(2000, 3000), span(3700, 5000), span(8000, 9000)], 12_000)).toEqual([
      span(0, 1750),
      span(5200, 7750),
      span(9200, 12_000),
    ]);
  });

  it('are the whole of a recording in which nobody is heard', () => {
    expect(findSilences([], 5000)).toEqual([span(0, 5000)]);
  });

  it('never touch a sound, whatever the sounds are', () => {
    const sounds = fc.array(fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 })));
    fc.assert(
      fc.property(sounds, fc.integer({ min: 0, max: 4000 }), (pairs, tail) => {
        let at = 0;
        const sound = pairs.map(([pause, length]) => {
          const startMs = at + pause;
          at = startMs + length;
          return span(startMs, at);
        });
        const silences = findSilences(sound, at + tail);
        for (const silence of silences) {
          expect(silence.endMs - silence.startMs).toBeGreaterThanOrEqual(400);
          expect(sound.some((one) => one.startMs < silence.endMs && one.endMs > silence.startMs)).toBe(false);
          expect(findSilenceAt(silences, silence.startMs)).toBe(silence);
          expect(findSilenceAt(silences, silence.endMs)).toBeUndefined();
        }
      }),
    );
  });
});

describe('playing through silence', () => {
  const silences = [span(1000, 3000), span(5000, 8000)];
  const ask = { timeMs: 6000, mode: 'skip' as const, rate: 1.5, silences, keep: null, looping: false };

  it('skips to just before the next sound, or goes faster', () => {
    expect(decideSilence(ask)).toEqual({ jumpMs: 8000, rate: 1.5 });
    expect(decideSilence({ ...ask, mode: 'fast' })).toEqual({ jumpMs: null, rate: 3 });
    expect(decideSilence({ ...ask, mode: 'off' })).toEqual({ jumpMs: null, rate: 1.5 });
  });

  it('leaves sound as it is', () => {
    expect(decideSilence({ ...ask, timeMs: 4000 })).toEqual({ jumpMs: null, rate: 1.5 });
    expect(decideSilence({ ...ask, timeMs: 8000 })).toEqual({ jumpMs: null, rate: 1.5 });
  });

  it('plays a gap that is being reviewed, and loops, as they are', () => {
    expect(decideSilence({ ...ask, keep: span(4500, 8200) })).toEqual({ jumpMs: null, rate: 1.5 });
    expect(decideSilence({ ...ask, keep: span(1000, 3000) }).jumpMs).toBe(8000);
    expect(decideSilence({ ...ask, mode: 'fast', looping: true }).rate).toBe(1.5);
  });

  it('never slows the reader down', () => {
    expect(decideSilence({ ...ask, mode: 'fast', rate: 3 }).rate).toBe(3);
  });
});
