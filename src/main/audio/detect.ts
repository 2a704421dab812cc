import { readFile } from 'node:fs/promises';
import { decodePeaksHeader, PeaksFormatError, readPeaksLevel } from '#shared/logic/peaks-format.ts';
import { detectSpeech } from '#shared/logic/speech/detect-speech.ts';
import type { Speech } from '#shared/model/timing.ts';

/** Raise when the detection finds something else: every recording's speech is then looked for again. */
export const DETECTOR_VERSION = 1;

/**
 * Finds the speech in a recording by the energies in its peaks file; nothing is decoded for it.
 *
 * @throws PeaksFormatError for a file that is none, or that has no energies; what reading it throws.
 */
export async function detectInPeaks(peaksPath: string): Promise<Speech> {
  const bytes = await readFile(peaksPath);
  const { channels, durationMs, levels } = decodePeaksHeader(bytes);
  const energy = levels.find(({ kind }) => kind === 'energy');
  if (!energy) throw new PeaksFormatError('the peaks file has no energies');
  const values = readPeaksLevel(bytes, energy);
  return detectSpeech({ channels, hopMs: energy.hopMs, values }, durationMs);
}
