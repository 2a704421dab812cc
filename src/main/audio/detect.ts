import { type FileHandle, open } from 'node:fs/promises';
import {
  decodePeaksHeader,
  PEAKS_MAX_HEADER_BYTES,
  PeaksFormatError,
  type PeaksHeader,
  type PeaksLevel,
} from '#shared/logic/peaks-format.ts';
import { detectSpeech } from '#shared/logic/speech/detect-speech.ts';
import { findCut } from '#shared/logic/speech/find-cut.ts';
import { joinPieces, type SpeechPiece } from '#shared/logic/speech/join-pieces.ts';
import type { Speech } from '#shared/model/timing.ts';

/** Raise when the detection finds something else: every recording's speech is then looked for again. */
export const DETECTOR_VERSION = 1;

/** Longer recordings are looked at in stretches, ms: memory is then the same for a day of sound. */
const LONGEST_WHOLE_MS = 3_600_000;
const STRETCH_MS = 1_200_000;

/**
 * Finds the speech in a recording by the energies in its peaks file; nothing is decoded for it.
 *
 * @throws PeaksFormatError for a file that is none, that has no energies, or that is cut short; what reading it throws.
 */
export async function detectInPeaks(peaksPath: string): Promise<Speech> {
  const file = await open(peaksPath, 'r');
  try {
    const head = Buffer.alloc(PEAKS_MAX_HEADER_BYTES);
    const { bytesRead } = await file.read(head, 0, head.length, 0);
    const header = decodePeaksHeader(head.subarray(0, bytesRead));
    const energy = header.levels.find(({ kind }) => kind === 'energy');
    if (!energy) throw new PeaksFormatError('the peaks file has no energies');
    return await detectInPieces(file, header, energy);
  } finally {
    await file.close();
  }
}

async function detectInPieces(file: FileHandle, header: PeaksHeader, energy: PeaksLevel): Promise<Speech> {
  const { channels, durationMs } = header;
  const { hopMs, count } = energy;
  const most = Math.round((count * hopMs > LONGEST_WHOLE_MS ? STRETCH_MS : LONGEST_WHOLE_MS) / hopMs);
  const pieces: SpeechPiece[] = [];
  for (let from = 0; from < count; ) {
    const isLast = count - from <= most;
    const read = await readBuckets(file, energy, channels, from, isLast ? count - from : most);
    const length = isLast ? count - from : findCut({ channels, hopMs, values: read });
    const values = read.subarray(0, length * channels);
    const startMs = from * hopMs;
    const lengthMs = isLast ? durationMs - startMs : length * hopMs;
    pieces.push({ startMs, speech: detectSpeech({ channels, hopMs, values }, lengthMs) });
    from += length;
  }
  const [only] = pieces;
  return pieces.length === 1 && only !== undefined ? only.speech : joinPieces(pieces, durationMs);
}

async function readBuckets(
  file: FileHandle,
  { offset }: PeaksLevel,
  channels: number,
  from: number,
  count: number,
): Promise<Int8Array> {
  const values = new Int8Array(count * channels);
  const { bytesRead } = await file.read(values, 0, values.length, offset + from * channels);
  if (bytesRead < values.length) throw new PeaksFormatError('the peaks file is cut short');
  return values;
}
