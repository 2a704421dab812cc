import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fromRoot } from '../scripts/lib/root.ts';
import { makeWav } from '../src/main/audio/fixtures/wav-writer.ts';
import { createRandom } from '../src/sandbox/random.ts';
import { runNode } from './lib/children.ts';
import type { BenchContext, Benchmark, Report } from './lib/results.ts';
import type { Scope } from './lib/scope.ts';
import { median } from './lib/stats.ts';
import { show, showRatio, showRuns } from './lib/table.ts';

const tookSchema = z.object({ soundMs: z.number(), cpuMs: z.number(), peakMb: z.number() });
type Took = z.output<typeof tookSchema>;
const modes = ['decode', 'analyse', 'detect'] as const;
type Mode = (typeof modes)[number];

interface Case {
  name: string;
  file: string;
}

interface Measured {
  name: string;
  runs: Record<Mode, Took[]>;
}

export const analysis: Benchmark = {
  name: 'analysis',
  about: 'peaks and speech detection, times real time on one core and memory, against the decoder alone',
  run: async ({ scope, quick, log }: BenchContext): Promise<Report> => {
    const leastMs = quick ? 60_000 : 1_800_000;
    const measured: Measured[] = [];
    for (const { name, file } of casesIn(scope.temporaryDir(), quick)) {
      const runs: Measured['runs'] = { decode: [], analyse: [], detect: [] };
      for (let round = 0; round < (quick ? 1 : 3); round += 1) {
        for (const mode of modes) runs[mode].push(await runOnce(scope.child(), mode, file, leastMs));
      }
      log(name);
      measured.push({ name, runs });
    }
    return report(measured);
  },
};

/** WAV files of ten minutes of noise, which is as hard to decode as speech, and what the demo has in other formats. */
function casesIn(dir: string, quick: boolean): Case[] {
  const random = createRandom(1);
  const wav = (name: string, sampleRate: number, encoding: 's16' | 'mulaw'): Case => {
    const frames = sampleRate * (quick ? 20 : 600);
    const channel = () => Float32Array.from({ length: frames }, () => 0.2 * (2 * random() - 1));
    const file = join(dir, `${name}.wav`);
    writeFileSync(file, makeWav([channel(), channel()], { encoding, sampleRate }));
    return { name, file };
  };
  const demo = (name: string, file: string): Case => ({
    name,
    file: fromRoot('resources', 'demo', 'recordings', file),
  });
  return [
    wav('WAV 48 kHz stereo', 48_000, 's16'),
    wav('WAV 8 kHz mu-law stereo', 8000, 'mulaw'),
    demo('MP3 16 kHz stereo', 'toothache-2.mp3'),
    demo('Ogg Opus stereo', 'travel-2.ogg'),
    demo('FLAC 8 kHz stereo', 'fraud-2.flac'),
  ];
}

async function runOnce(scope: Scope, mode: Mode, file: string, leastMs: number): Promise<Took> {
  const args = [mode, file, String(leastMs)];
  // The young generation that the app's worker has; see src/main/audio/audio-pool.ts.
  const nodeArgs = ['--max-semi-space-size=1'];
  const printed = await runNode(scope, new URL('./children/analyse-file.ts', import.meta.url), args, { nodeArgs });
  await scope.close();
  return tookSchema.parse(JSON.parse(printed.at(-1) ?? 'null'));
}

function report(measured: readonly Measured[]): Report {
  const speed = ({ soundMs, cpuMs }: Took) => soundMs / cpuMs;
  const rows = measured.map(({ name, runs }) => {
    const speeds = (mode: Mode) => runs[mode].map(speed);
    const peak = (mode: Mode) => median(runs[mode].map(({ peakMb }) => peakMb));
    return {
      name,
      decode: median(speeds('decode')),
      analyse: median(speeds('analyse')),
      detect: median(speeds('detect')),
      peakMb: { decode: peak('decode'), analyse: peak('analyse'), detect: peak('detect') },
      text: [
        name,
        showRuns(speeds('decode'), median(speeds('decode'))),
        showRuns(speeds('analyse'), median(speeds('analyse'))),
        showRatio(median(speeds('analyse')), median(speeds('decode'))),
        showRuns(speeds('detect'), median(speeds('detect'))),
        show(peak('decode')),
        show(peak('analyse')),
        show(peak('detect')),
      ],
    };
  });
  return {
    tables: [
      {
        title: 'Analysis of recordings, times real time (CPU time, one core)',
        head: ['recording', 'decoder alone', 'with peaks', 'ratio', 'speech', 'MB decoder', 'MB peaks', 'MB speech'],
        rows: rows.map(({ text }) => text),
      },
    ],
    figures: { recordings: rows.map(({ text: _, ...figures }) => figures), runs: measured },
    notes: [
      'decoder alone = decoded and thrown away; with peaks = everything the app does to a new recording, MP3 copy included; speech = detection from the peaks file, reading it included',
      'MB = peak RSS of a process that does only this',
    ],
  };
}
