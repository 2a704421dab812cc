import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram } from '../../scripts/lib/find-program.ts';
import { FALL_MS, firstAbove, frameLevels, lastAbove, RISE_MS } from '../../scripts/make-demo/levels.ts';
import { readDemoCorpus } from './demo-corpus.ts';
import { type Pcm, readPcm } from './pcm.ts';

/** What somebody says, at 8 kHz and a mean level of -20 dBFS, with where it begins and ends to be audible (samples). */
export interface Utterance {
  readonly samples: Float32Array;
  readonly start: number;
  readonly end: number;
}

export const RATE = 8000;
/** Mean level of the audible part, dBFS. */
export const SPEECH_DB = -20;
/** Audible is a 5 ms frame within this of the utterance's loudest. */
const AUDIBLE_DB = 35;

const LINES: Record<string, readonly string[]> = {
  'en-us+f5': [
    'Good morning.',
    'I am calling about the invoice from last week.',
    'No, that was the other one.',
    'Yes.',
  ],
  'en-gb-scotland+m2': [
    'Just a second, please.',
    'The number ends in thirty six.',
    'Thanks, that helps a lot.',
    'Perfect.',
  ],
  'fr+f2': [
    "Bonjour, c'est pour un rendez-vous.",
    'Jeudi matin, si possible.',
    "D'accord.",
    'Merci beaucoup, au revoir.',
  ],
  'de+m1': ['Guten Tag, hier ist Schmidt.', 'Ich habe eine Frage zu meiner Bestellung.', 'Nein.', 'Das ist sehr nett.'],
  'it+f4': ['Pronto, buongiorno.', 'Vorrei cambiare il mio indirizzo.', 'Va bene.', 'Sono quattro stanze e due bagni.'],
  'pl+m5': ['Dzień dobry.', 'Chciałbym odwołać wizytę.', 'Tak, dokładnie.', 'Proszę zadzwonić po południu.'],
  'nl+f1': ['Goedemiddag.', 'Kunt u dat nog een keer zeggen?', 'Precies.', 'Dan neem ik het laatste stuk.'],
  'pt-br+m7': ['Bom dia.', 'Eu queria saber o preço da entrega.', 'Isso mesmo.', 'Pode ser na sexta-feira à tarde.'],
};

/**
 * Voices that the demo does not have, each with its utterances: espeak-ng's where it is installed, else the demo's
 * callers and agents cut out of its lossless and Opus recordings.
 */
export async function gatherVoices(temporaryDir: string): Promise<{ about: string; voices: Utterance[][] }> {
  const espeak = findProgram('espeak-ng');
  if (espeak === null) return { about: "the demo's voices, cut out", voices: await cutVoices(temporaryDir) };
  const voices: Utterance[][] = [];
  for (const [voice, lines] of Object.entries(LINES)) {
    const utterances: Utterance[] = [];
    for (const [index, line] of lines.entries()) {
      const file = join(temporaryDir, 'line.wav');
      execFileSync(espeak, ['-v', voice, '-s', String(150 + index * 8), '-w', file, line], { stdio: 'ignore' });
      const pcm = await readPcm(file, temporaryDir);
      if (pcm !== null) utterances.push(...prepare(toTelephone(pcm, 0)));
    }
    voices.push(utterances);
  }
  return { about: 'espeak-ng, eight voices in seven languages', voices };
}

async function cutVoices(temporaryDir: string): Promise<Utterance[][]> {
  const voices: Utterance[][] = [];
  for (const call of readDemoCorpus()) {
    if (call.channelCount !== 2 || call.codec === 'mp3' || call.codec === 'aac') continue;
    const pcm = await readPcm(call.file, temporaryDir);
    if (pcm === null) continue;
    for (const role of ['agent', 'caller'] as const) {
      const turns = call.turns.filter((turn) => turn.role === role);
      const sound = toTelephone(pcm, turns[0]?.channel ?? 0);
      const at = (ms: number): number => Math.max(0, Math.round((ms * RATE) / 1000));
      voices.push(turns.flatMap(({ onsetMs, endMs }) => prepare(sound.slice(at(onsetMs - 20), at(endMs + 30)))));
    }
  }
  return voices.filter((utterances) => utterances.length > 2);
}

/** Finds the audible part, and sets its level. */
function prepare(samples: Float32Array): Utterance[] {
  const levels = frameLevels(samples, RATE);
  const threshold = levels.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-AUDIBLE_DB / 20);
  const first = firstAbove(levels, threshold, 0, levels.length);
  const last = lastAbove(levels, threshold, 0, levels.length - 1);
  if (!(threshold > 0) || last <= first) return [];
  const start = Math.round(((first + RISE_MS) * RATE) / 1000);
  const end = Math.round(((last + FALL_MS) * RATE) / 1000);
  let sum = 0;
  for (let i = start; i < end; i += 1) sum += (samples[i] as number) ** 2;
  const gain = 10 ** (SPEECH_DB / 20) / Math.sqrt(sum / (end - start));
  return [{ samples: samples.map((sample) => sample * gain), start, end }];
}

/** One channel at 8 kHz, 200 to 3400 Hz. */
function toTelephone({ sampleRate, planar }: Pcm, channel: number): Float32Array {
  const input = planar[channel] ?? new Float32Array(0);
  const length = Math.floor((input.length * RATE) / sampleRate);
  const out = new Float32Array(length);
  const cutoff = 3400 / sampleRate;
  const half = Math.ceil(8 / cutoff);
  for (let i = 0; i < length; i += 1) {
    const centre = (i * sampleRate) / RATE;
    let sum = 0;
    for (let k = Math.max(0, Math.ceil(centre - half)); k <= Math.min(input.length - 1, centre + half); k += 1) {
      const x = k - centre;
      const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
      sum += (input[k] as number) * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
    }
    out[i] = sum;
  }
  const pole = Math.exp((-2 * Math.PI * 200) / RATE);
  let before = 0;
  let high = 0;
  for (let i = 0; i < length; i += 1) {
    const x = out[i] as number;
    high = pole * (high + x - before);
    before = x;
    out[i] = high;
  }
  return out;
}
