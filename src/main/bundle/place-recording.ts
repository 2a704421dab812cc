import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { AppError } from '#shared/model/errors.ts';
import { partialPath } from '../audio/atomic-file.ts';
import { SNIFF_BYTES, sniffAudio } from '../audio/sniff.ts';
import { extensionOf } from '../recordings/fetch-recording.ts';
import { commitFile, fileStem, type RecordingPaths } from '../recordings/files.ts';

/**
 * Puts a recording in place as a download does: under the name that its call gives it, whatever it was called before, and only
 * once its hash was checked and all of it is on the disk. Returns null for bytes that are no sound.
 */
export async function placeRecording(
  callId: string,
  bytes: AsyncIterable<Uint8Array>,
  sha256: string,
  paths: RecordingPaths,
): Promise<{ name: string; bytes: number; sha256: string } | null> {
  const partial = partialPath(paths.originalByName(`${fileStem(callId)}.bundle`));
  const file = await open(partial, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    const head: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of bytes) {
      hash.update(chunk);
      if (length < SNIFF_BYTES) head.push(chunk.slice(0, SNIFF_BYTES));
      length += chunk.byteLength;
      await file.writeFile(chunk);
    }
    if (hash.digest('hex') !== sha256)
      throw new AppError('damaged', 'A recording in this bundle is damaged; ask for it again.');
    const seen = sniffAudio(Buffer.concat(head).subarray(0, SNIFF_BYTES));
    if (seen.kind === 'not-audio') return null;
    const name = `${fileStem(callId)}.${seen.kind === 'audio' ? extensionOf(seen.container) : 'bin'}`;
    await commitFile(file, partial, paths.originalByName(name));
    return { name, bytes: length, sha256 };
  } finally {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true });
  }
}
