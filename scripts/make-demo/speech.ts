import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { audibleRange, frameLevels } from './levels.ts';
import { run, toFloats } from './run.ts';
import { getVoice } from './voices.ts';

export type Band = 'telephone' | 'wide' | 'full';

/** A synthesised line, trimmed: `samples[lead]` is its first audible sample, `audible` counts samples from there. */
export interface Utterance {
  samples: Float32Array;
  lead: number;
  audible: number;
  rate: number;
}

const LOUDEST_FRAME = 10 ** (-9 / 20);
const LEAD_MS = 6;
const TAIL_MS = 20;

/** Bump when the steps below change, so that the cache is not used. */
const RECIPE = 9;

export class Speech {
  private readonly dir: string;
  private readonly making = new Map<string, Promise<void>>();

  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
  }

  async synthesise(voiceKey: string, say: string, rate: number, band: Band): Promise<Utterance> {
    const recipe = JSON.stringify([RECIPE, getVoice(voiceKey), say, rate, band]);
    const key = createHash('sha256').update(recipe).digest('hex').slice(0, 32);
    const file = join(this.dir, `${key}.f32`);
    // Two calls made at the same time may share a line.
    const making =
      this.making.get(key) ?? (existsSync(file) ? Promise.resolve() : speak(file, voiceKey, say, rate, band));
    this.making.set(key, making);
    await making;
    return trim(toFloats(readFileSync(file)), rate, say);
  }
}

async function speak(file: string, voiceKey: string, say: string, rate: number, band: Band): Promise<void> {
  const voice = getVoice(voiceKey);
  const raw = `${file}.${process.pid}.wav`;
  if (voice.engine === 'flite') {
    await run('flite', ['-voice', voice.name, '--setf', `duration_stretch=${voice.pace}`, '-t', say, '-o', raw]);
  } else {
    const text = voice.name.startsWith('he') ? `[[${say}]]` : say;
    const manner = ['-v', voice.name, '-s', `${voice.pace}`, '-p', `${voice.pitch ?? 50}`];
    await run('espeak-ng', [...manner, '-w', raw, text]);
  }
  const shift = voice.cents ? ['pitch', `${voice.cents}`] : [];
  const effects = [...shift, ...bandEffects(band, rate), 'rate', '-v', `${rate}`];
  const bytes = await run('sox', ['-R', '-D', '-v', '0.5', raw, '-t', 'f32', '-c', '1', '-', ...effects]);
  rmSync(raw, { force: true });
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, bytes);
  renameSync(part, file);
}

function bandEffects(band: Band, rate: number): string[] {
  if (band === 'telephone') return ['sinc', '-t', '150', `300-${Math.min(3400, rate / 2 - 300)}`];
  if (band === 'wide') return ['sinc', '-t', '60', '80-5200'];
  return ['highpass', '70'];
}

function trim(samples: Float32Array, rate: number, say: string): Utterance {
  const levels = frameLevels(samples, rate);
  const range = audibleRange(levels, rate);
  if (!range) throw new Error(`nothing to hear in: ${say}`);
  const lead = Math.min(range.start, Math.round((LEAD_MS * rate) / 1000));
  const tail = Math.min(samples.length - range.end, Math.round((TAIL_MS * rate) / 1000));
  const cut = samples.slice(range.start - lead, range.end + tail);
  const gain = LOUDEST_FRAME / range.loudest;
  for (let i = 0; i < cut.length; i++) {
    const fade = Math.min(1, (i + 1) / (lead + 1), (cut.length - i) / (tail + 1));
    cut[i] = (cut[i] ?? 0) * gain * fade;
  }
  return { samples: cut, lead, audible: range.end - range.start, rate };
}
