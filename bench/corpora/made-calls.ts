import { Random } from '../../scripts/make-demo/random.ts';
import type { TrueTurn } from '../lib/score-speech.ts';
import { addEcho, addKeys, addMusic, type Degradation, makeNoise, throughMuLaw } from './degrade.ts';
import { RATE, SPEECH_DB, type Utterance } from './speakers.ts';

/** A call made for measuring: channel 0 is the caller, channel 1 the agent. */
export interface MadeCall {
  readonly planar: Float32Array[];
  readonly turns: readonly TrueTurn[];
  readonly music: readonly { startMs: number; endMs: number }[];
  readonly keys: number;
}

const EXCHANGES = 10;
const LINE_NOISE_DB = -58;

/** Makes a call out of utterances; the same `seed` gives the same call, whatever is then done to it. */
export function makeCall(voices: readonly Utterance[][], seed: string, degradation: Degradation): MadeCall {
  const random = new Random(`call ${seed}`);
  const sides = pickTwo(voices, random);
  const turns: TrueTurn[] = [];
  const placed: { channel: number; at: number; utterance: Utterance; gain: number }[] = [];
  const music: { startMs: number; endMs: number }[] = [];
  const gains = [10 ** (random.between(-6, 0) / 20), 10 ** (random.between(-3, 3) / 20)];
  let atMs = 1500;
  let callerEndMs = 0;
  const keysAtMs: number[] = [];
  for (let i = 0; i < EXCHANGES; i += 1) {
    for (const channel of [0, 1]) {
      const utterance = random.pick(sides[channel] ?? []);
      const role = channel === 0 ? 'caller' : 'agent';
      const onsetMs = atMs;
      const endMs = onsetMs + ((utterance.end - utterance.start) * 1000) / RATE;
      placed.push({
        channel,
        at: Math.round((onsetMs * RATE) / 1000) - utterance.start,
        utterance,
        gain: gains[channel] ?? 1,
      });
      turns.push({ role, channel, onsetMs, endMs, gapMs: role === 'agent' ? onsetMs - callerEndMs : null });
      if (role === 'caller') callerEndMs = endMs;
      atMs = endMs + (role === 'caller' ? random.between(350, 2500) : random.between(400, 1800));
    }
    const pauseMs = i === 4 ? 14_000 : i === 7 ? 4000 : 0;
    if (i === 4) music.push({ startMs: atMs, endMs: atMs + pauseMs - 1000 });
    if (i === 7) keysAtMs.push(atMs);
    atMs += pauseMs;
  }
  const length = Math.round(((atMs + 1500) * RATE) / 1000);
  const planar = [new Float32Array(length), new Float32Array(length)];
  for (const { channel, at, utterance, gain } of placed) {
    const out = planar[channel] as Float32Array;
    utterance.samples.forEach((sample, k) => {
      if (at + k >= 0 && at + k < length) out[at + k] = (out[at + k] as number) + gain * sample;
    });
  }
  const others = voices.filter((voice) => !sides.includes(voice)).flat();
  const extras = new Random(`extras ${seed}`);
  const [caller, agent] = planar as [Float32Array, Float32Array];
  let keys = 0;
  if (degradation.kind === 'echo') addEcho(caller, agent, degradation.gainDb, degradation.delayMs, RATE);
  if (degradation.kind === 'hold music') {
    for (const { startMs, endMs } of music) addMusic(agent, startMs, endMs, RATE, extras);
  }
  if (degradation.kind === 'keys') {
    keys = 4;
    for (const at of keysAtMs) addKeys(caller, at, keys, RATE, extras);
  }
  planar.forEach((samples, channel) => {
    const isNoisy = degradation.kind === 'noise';
    const level = isNoisy ? SPEECH_DB + 20 * Math.log10(gains[channel] ?? 1) - degradation.snrDb : LINE_NOISE_DB;
    const babble = others.map((utterance) => utterance.samples);
    const noise = makeNoise(isNoisy ? degradation.colour : 'white', length, level, extras, babble);
    for (let i = 0; i < length; i += 1) samples[i] = (samples[i] as number) + (noise[i] as number);
    if (degradation.kind === 'mu-law') throughMuLaw(samples);
  });
  return { planar, turns, music: degradation.kind === 'hold music' ? music : [], keys };
}

function pickTwo(voices: readonly Utterance[][], random: Random): [Utterance[], Utterance[]] {
  const first = random.int(0, voices.length - 1);
  const second = (first + random.int(1, voices.length - 1)) % voices.length;
  return [voices[first] ?? [], voices[second] ?? []];
}
