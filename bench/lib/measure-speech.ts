import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeRecording } from '../../src/main/audio/analyze.ts';
import { createPeaksBuilder } from '../../src/shared/logic/peaks.ts';
import type { ChannelEnergy } from '../../src/shared/logic/peaks-format.ts';
import { decodePeaksHeader, findPeaksLevel, readPeaksLevel } from '../../src/shared/logic/peaks-format.ts';
import { detectSpeech } from '../../src/shared/logic/speech/detect-speech.ts';
import type { Speech } from '../../src/shared/model/timing.ts';
import { type Pcm, toWav } from '../corpora/pcm.ts';

/** Levels and length of a recording, as its peaks file has them. */
export interface Energies {
  readonly energy: ChannelEnergy;
  readonly durationMs: number;
}

/** What detection was asked of and how long it took. */
export interface Pace {
  soundMs: number;
  analysisMs: number;
  detectionMs: number;
}

/** Levels of a recording through the app's own analysis; of AAC, which it leaves to the browser, with ffmpeg before. Null without one. */
export async function energiesOfFile(path: string, temporaryDir: string, pace: Pace): Promise<Energies | null> {
  const peaksPath = join(temporaryDir, 'peaks');
  const playablePath = join(temporaryDir, 'playable');
  const begun = performance.now();
  const analysis = await analyzeRecording({ filePath: path, peaksPath, playablePath });
  if (analysis.peaks !== 'written') {
    const wav = toWav(path, temporaryDir);
    if (wav === null || wav === path) return null;
    return await energiesOfFile(wav, temporaryDir, pace);
  }
  pace.analysisMs += performance.now() - begun;
  return energiesOfPeaks(readFileSync(peaksPath));
}

/** The same for sound that was made here. */
export function energiesOfPcm({ sampleRate, planar }: Pcm): Energies {
  const builder = createPeaksBuilder({ channels: planar.length, sampleRate });
  builder.push(planar);
  return energiesOfPeaks(new Uint8Array(builder.finish()));
}

function energiesOfPeaks(bytes: Uint8Array): Energies {
  const header = decodePeaksHeader(bytes);
  const level = findPeaksLevel(header, 'energy', 10);
  if (level === undefined) throw new Error('the peaks file has no energies');
  const { channels, durationMs } = header;
  return { energy: { channels, hopMs: level.hopMs, values: readPeaksLevel(bytes, level) }, durationMs };
}

export function detectTimed({ energy, durationMs }: Energies, pace: Pace): Speech {
  const begun = performance.now();
  const speech = detectSpeech(energy, durationMs);
  pace.detectionMs += performance.now() - begun;
  pace.soundMs += durationMs;
  return speech;
}
