import { writeFile } from 'node:fs/promises';
import { decodePeaksHeader, PeaksFormatError, type PeaksHeader, readPeaksLevel } from '#shared/logic/peaks-format.ts';
import { writeAtomically } from './atomic-file.ts';

/**
 * Stores a peaks file, also one that a renderer made; it is checked before anything is written.
 *
 * @param expected what the recording is known to be; a file about something else is refused.
 * @throws PeaksFormatError when the bytes are no whole peaks file or do not fit `expected`.
 */
export async function storePeaksFile(
  path: string,
  bytes: ArrayBuffer | Uint8Array,
  expected?: { readonly channels?: number; readonly durationMs?: number; readonly toleranceMs?: number },
): Promise<PeaksHeader> {
  const header = decodePeaksHeader(bytes);
  for (const level of header.levels) readPeaksLevel(bytes, level);
  if (expected?.channels !== undefined && expected.channels !== header.channels) {
    throw new PeaksFormatError(`peaks of ${header.channels} channels for a recording of ${expected.channels}`);
  }
  const off = expected?.durationMs === undefined ? 0 : Math.abs(expected.durationMs - header.durationMs);
  if (off > (expected?.toleranceMs ?? 250)) {
    throw new PeaksFormatError(`peaks of ${header.durationMs} ms for a recording of ${expected?.durationMs} ms`);
  }
  const data = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
  await writeAtomically(path, (partial) => writeFile(partial, data));
  return header;
}
