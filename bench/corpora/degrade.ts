import type { Random } from '../../scripts/make-demo/random.ts';

/** What is done to a clean call, one thing at a time. */
export type Degradation =
  | { readonly kind: 'none' }
  | { readonly kind: 'noise'; readonly colour: 'white' | 'pink' | 'babble'; readonly snrDb: number }
  | { readonly kind: 'mu-law' }
  | { readonly kind: 'echo'; readonly gainDb: number; readonly delayMs: number }
  | { readonly kind: 'hold music' }
  | { readonly kind: 'keys' };

/** Noise of a given level for one channel. `babble` is made of other people's utterances. */
export function makeNoise(
  colour: 'white' | 'pink' | 'babble',
  length: number,
  rmsDb: number,
  random: Random,
  babble: readonly Float32Array[],
): Float32Array {
  const out = colour === 'babble' ? mingle(length, random, babble) : filterNoise(colour, length, random);
  let sum = 0;
  for (const sample of out) sum += sample * sample;
  const gain = 10 ** (rmsDb / 20) / Math.sqrt(sum / Math.max(1, length));
  for (let i = 0; i < length; i += 1) out[i] = (out[i] as number) * gain;
  return out;
}

/** Pink by Paul Kellet's three-pole approximation. */
function filterNoise(colour: 'white' | 'pink', length: number, random: Random): Float32Array {
  const out = new Float32Array(length);
  let a = 0;
  let b = 0;
  let c = 0;
  for (let i = 0; i < length; i += 1) {
    const white = random.next() + random.next() + random.next() - 1.5;
    a = 0.99765 * a + white * 0.099046;
    b = 0.963 * b + white * 0.2965164;
    c = 0.57 * c + white * 1.0526913;
    out[i] = colour === 'white' ? white : a + b + c + white * 0.1848;
  }
  return out;
}

/** Eight voices that each go through the utterances in an order of their own. */
function mingle(length: number, random: Random, voices: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(length);
  for (let voice = 0; voice < 8; voice += 1) {
    for (let at = -random.int(0, 16_000); at < length; ) {
      const utterance = random.pick(voices);
      for (let i = Math.max(0, -at); i < utterance.length && at + i < length; i += 1) {
        out[at + i] = (out[at + i] as number) + (utterance[i] as number);
      }
      at += utterance.length;
    }
  }
  return out;
}

/** Adds what of `source` comes back on `target`. */
export function addEcho(
  target: Float32Array,
  source: Float32Array,
  gainDb: number,
  delayMs: number,
  rate: number,
): void {
  const delay = Math.round((delayMs * rate) / 1000);
  const gain = 10 ** (gainDb / 20);
  // A telephone's echo path is no wire: a one-pole low-pass at about 2 kHz stands for it.
  const pole = Math.exp((-2 * Math.PI * 2000) / rate);
  let smooth = 0;
  for (let i = delay; i < target.length; i += 1) {
    smooth = pole * smooth + (1 - pole) * (source[i - delay] as number);
    target[i] = (target[i] as number) + gain * smooth;
  }
}

/** Hold music of its own: a bass, a chord that swells and a melody, in 3/4. */
export function addMusic(target: Float32Array, fromMs: number, toMs: number, rate: number, random: Random): void {
  const beat = Math.round((60 / random.between(84, 120)) * rate);
  const from = Math.round((fromMs * rate) / 1000);
  const to = Math.min(target.length, Math.round((toMs * rate) / 1000));
  const root = random.pick([98, 110, 123.5]);
  const steps = [0, 2, 4, 7, 9, 12];
  for (let start = from, n = 0; start < to; start += beat, n += 1) {
    const bar = root * 2 ** ((random.pick([0, 5, 7]) as number) / 12);
    note(target, start, to, bar, n % 3 === 0 ? 0.1 : 0.03, 2.5, rate);
    note(target, start, to, bar * 2 * 2 ** (4 / 12), 0.04, 1.2, rate);
    note(target, start, to, root * 4 * 2 ** (random.pick(steps) / 12), 0.06, 3, rate);
  }
}

function note(
  target: Float32Array,
  from: number,
  to: number,
  hz: number,
  gain: number,
  decay: number,
  rate: number,
): void {
  for (let i = 0; i < 2 * rate && from + i < to; i += 1) {
    const seconds = i / rate;
    const edge = Math.min(1, seconds / 0.008);
    const wave = Math.sin(2 * Math.PI * hz * seconds) + 0.4 * Math.sin(4 * Math.PI * hz * seconds);
    target[from + i] = (target[from + i] as number) + gain * edge * Math.exp(-decay * seconds) * wave;
  }
}

const LOW = [697, 770, 852, 941];
const HIGH = [1209, 1336, 1477];

/** Some keys of a telephone, one after another (ITU-T Q.23). Returns when the last one ends, ms. */
export function addKeys(target: Float32Array, fromMs: number, count: number, rate: number, random: Random): number {
  let atMs = fromMs;
  for (let key = 0; key < count; key += 1) {
    const lengthMs = random.int(100, 250);
    const from = Math.round((atMs * rate) / 1000);
    const length = Math.round((lengthMs * rate) / 1000);
    const low = random.pick(LOW);
    const high = random.pick(HIGH);
    for (let i = 0; i < length && from + i < target.length; i += 1) {
      const seconds = i / rate;
      const tone = Math.sin(2 * Math.PI * low * seconds) + Math.sin(2 * Math.PI * high * seconds);
      target[from + i] = (target[from + i] as number) + 0.12 * tone;
    }
    atMs += lengthMs + random.int(100, 300);
  }
  return atMs;
}

/** Through 8 bits and back (ITU-T G.711, mu-law), in place. */
export function throughMuLaw(samples: Float32Array): void {
  for (let i = 0; i < samples.length; i += 1) {
    const x = Math.max(-1, Math.min(1, samples[i] as number)) * 32_635;
    const biased = Math.abs(x) + 132;
    const exponent = Math.min(7, Math.max(0, Math.floor(Math.log2(biased)) - 7));
    const step = 2 ** (exponent + 3);
    const level = (Math.floor(biased / step) + 0.5) * step - 132;
    samples[i] = (Math.sign(x) * level) / 32_768;
  }
}
