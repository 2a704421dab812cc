import { createRandom } from '../../../src/sandbox/random.ts';

/** A stretch of somebody speaking, seconds. */
export type Spoken = readonly [from: number, to: number];

const SYLLABLES_PER_SECOND = 4.5;
const RELEASE_SECONDS = 0.02;

/** Something like speech: noise of a voice's band in syllables, with clean edges where it begins and ends. */
export function voice(seconds: number, sampleRate: number, spoken: readonly Spoken[], seed: number): Float32Array {
  const samples = new Float32Array(Math.round(seconds * sampleRate));
  const random = createRandom(seed);
  let low = 0;
  for (const [from, to] of spoken) {
    const first = Math.max(0, Math.round(from * sampleRate));
    const end = Math.min(samples.length, Math.round(to * sampleRate));
    for (let i = first; i < end; i += 1) {
      const t = (i - first) / sampleRate;
      const edge = Math.min(1, t / RELEASE_SECONDS, (end - i) / sampleRate / RELEASE_SECONDS);
      const syllable = 0.55 + 0.45 * Math.sin(2 * Math.PI * SYLLABLES_PER_SECOND * t);
      low += 0.35 * (2 * random() - 1 - low);
      samples[i] = 0.6 * edge * syllable * low;
    }
  }
  return samples;
}

/** The two tones of a key on a telephone (ITU-T Q.23: here "5", 770 and 1336 Hz), a fifth of a second on and off. */
export function keyTones(seconds: number, sampleRate: number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    const isOn = t % 0.4 < 0.2;
    return isOn ? 0.2 * (Math.sin(2 * Math.PI * 770 * t) + Math.sin(2 * Math.PI * 1336 * t)) : 0;
  });
}

/** Music as telephone systems play it: chords that never stop. */
export function music(seconds: number, sampleRate: number): Float32Array {
  const chords = [
    [220, 277, 330],
    [196, 247, 294],
    [175, 220, 262],
  ];
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) => {
    const t = i / sampleRate;
    const chord = chords[Math.floor(t / 2) % chords.length] ?? [];
    return chord.reduce((sum, hz) => sum + 0.1 * Math.sin(2 * Math.PI * hz * t), 0);
  });
}

/** Sounds one over the other. */
export function mix(...parts: readonly Float32Array[]): Float32Array {
  const length = Math.max(...parts.map((part) => part.length));
  return Float32Array.from({ length }, (_, i) => parts.reduce((sum, part) => sum + (part[i] ?? 0), 0));
}

/** A line is never quite silent. */
export function hiss(seconds: number, sampleRate: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, () => 0.0006 * (2 * random() - 1));
}
