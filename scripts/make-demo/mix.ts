import { AUDIBLE_RATIO, FALL_MS, frameLevels, lastAbove } from './levels.ts';
import { Random } from './random.ts';
import type { Band, Utterance } from './speech.ts';
import type { PlacedHold, PlacedTurn } from './timeline.ts';

export type Layout = 'agent-caller' | 'caller-agent' | 'mix';

export interface MixInput {
  turns: readonly PlacedTurn[];
  holds: readonly PlacedHold[];
  speech: (step: number) => Utterance;
  rate: number;
  band: Band;
  durationMs: number;
  layout: Layout;
  noiseDb: number;
  /** Level of the agent's echo on the caller's line, null for none. */
  echoDb: number | null;
  callerDb: number;
  seed: string;
}

/** One Float32Array for each channel of the recording. */
export function mix(input: MixInput): Float32Array[] {
  const length = Math.round((input.durationMs * input.rate) / 1000);
  const agent = new Float32Array(length);
  const caller = new Float32Array(length);
  for (const turn of input.turns) {
    const target = turn.role === 'agent' ? agent : caller;
    lay(target, input.speech(turn.step), turn, input.rate, turn.role === 'agent' ? 1 : 10 ** (input.callerDb / 20));
  }
  for (const hold of input.holds) playMusic(agent, hold, input.rate);
  if (input.echoDb !== null) {
    const delay = Math.round(0.07 * input.rate);
    const gain = 10 ** (input.echoDb / 20);
    for (let i = delay; i < length; i++) caller[i] = (caller[i] ?? 0) + gain * (agent[i - delay] ?? 0);
  }
  if (input.layout === 'mix') {
    for (let i = 0; i < length; i++)
      agent[i] = Math.max(-0.98, Math.min(0.98, 0.95 * ((agent[i] ?? 0) + (caller[i] ?? 0))));
    addNoise(agent, input, `${input.seed} mix`);
    return [agent];
  }
  addNoise(agent, input, `${input.seed} agent`);
  addNoise(caller, input, `${input.seed} caller`);
  return input.layout === 'agent-caller' ? [agent, caller] : [caller, agent];
}

/** Audible length of an utterance that is faded out `cutMs` after its onset. */
export function audibleMs(utterance: Utterance, cutMs?: number): number {
  const full = (utterance.audible / utterance.rate) * 1000;
  if (cutMs === undefined || cutMs >= full) return Math.round(full);
  const levels = frameLevels(utterance.samples, utterance.rate);
  // The threshold stays that of the whole line: a quiet beginning does not become audible by being cut off.
  const threshold = levels.reduce((a, b) => Math.max(a, b), 0) * AUDIBLE_RATIO;
  const lead = Math.round((utterance.lead / utterance.rate) * 1000);
  const last = lastAbove(levels, threshold, 0, lead + Math.floor(cutMs) - 11);
  return Math.max(1, last + FALL_MS - lead);
}

function lay(target: Float32Array, utterance: Utterance, turn: PlacedTurn, rate: number, gain: number): void {
  const start = Math.round((turn.onsetMs * rate) / 1000) - utterance.lead;
  const cut =
    turn.cutAtMs === null ? Infinity : Math.round(((turn.cutAtMs - turn.onsetMs) * rate) / 1000) + utterance.lead;
  const fade = Math.round(0.012 * rate);
  for (let i = 0; i < utterance.samples.length && i < cut; i++) {
    const at = start + i;
    if (at < 0 || at >= target.length) continue;
    const out = Math.min(1, (cut - i) / fade);
    target[at] = (target[at] ?? 0) + gain * out * (utterance.samples[i] ?? 0);
  }
}

function addNoise(target: Float32Array, input: MixInput, seed: string): void {
  const random = new Random(seed);
  const rms = 10 ** (input.noiseDb / 20);
  const high = Math.exp((-2 * Math.PI * 200) / input.rate);
  const low = 1 - Math.exp((-2 * Math.PI * Math.min(3400, input.rate * 0.45)) / input.rate);
  let smooth = 0;
  let drift = 0;
  // The gain that brings the filtered noise to its level is measured on the first seconds.
  const probe = Math.min(target.length, input.rate * 2);
  let energy = 0;
  const noise = () => {
    smooth += low * (random.next() + random.next() + random.next() - 1.5 - smooth);
    drift = high * drift + (1 - high) * smooth;
    return smooth - drift;
  };
  for (let i = 0; i < probe; i++) energy += noise() ** 2;
  const gain = rms / Math.sqrt(energy / Math.max(1, probe));
  for (let i = 0; i < target.length; i++) target[i] = (target[i] ?? 0) + gain * noise();
}

const CHORDS = [
  [261.63, 329.63, 392.0, 493.88],
  [220.0, 261.63, 329.63, 392.0],
  [349.23, 440.0, 523.25, 659.26],
  [392.0, 493.88, 587.33, 698.46],
];

/** Hold music: a slow arpeggio that loops over four chords. */
function playMusic(target: Float32Array, hold: PlacedHold, rate: number): void {
  const note = Math.round(0.42 * rate);
  const from = Math.round((hold.fromMs * rate) / 1000);
  const to = Math.min(target.length, Math.round((hold.toMs * rate) / 1000));
  for (let start = from, n = 0; start < to; start += note, n++) {
    const chord = CHORDS[Math.floor(n / 8) % CHORDS.length] ?? [];
    const pitch = (chord[[0, 2, 1, 3, 2, 1, 3, 2][n % 8] ?? 0] ?? 440) * (n % 8 === 4 ? 2 : 1);
    for (let i = 0; i < note * 2.5 && start + i < to; i++) {
      const seconds = i / rate;
      const edge = Math.min(1, (start + i - from) / (0.8 * rate), (to - start - i) / (0.8 * rate), i / (0.01 * rate));
      const tone = Math.sin(2 * Math.PI * pitch * seconds) + 0.35 * Math.sin(4 * Math.PI * pitch * seconds);
      const at = start + i;
      target[at] = (target[at] ?? 0) + 0.05 * edge * Math.exp(-3.2 * seconds) * tone;
    }
  }
}
