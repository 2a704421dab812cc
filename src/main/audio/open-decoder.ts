import type { FileHandle } from 'node:fs/promises';
import { AudioError } from './errors.ts';
import { openFlac } from './flac.ts';
import { openMediaTrack } from './media-track.ts';
import { openMp3 } from './mp3.ts';
import { openOpus } from './opus.ts';
import type { PcmStream } from './pcm.ts';
import { SNIFF_BYTES, sniffAudio } from './sniff.ts';
import { openWav } from './wav.ts';

/**
 * Opens a recording with the decoder that it needs, for `use` to read and close.
 *
 * @throws AudioError `unsupported` for what cannot be decoded here; what the decoders throw.
 */
export async function withDecoder<T>(
  file: FileHandle,
  path: string,
  use: (stream: PcmStream) => Promise<T>,
): Promise<T> {
  const head = Buffer.alloc(SNIFF_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const sniffed = sniffAudio(head.subarray(0, bytesRead));
  if (sniffed.kind !== 'audio') throw new AudioError('unsupported', 'This recording cannot be decoded here.');
  const { container } = sniffed;
  if (container === 'wav') return use(await openWav(file));
  if (container === 'flac') return use(await openFlac(file));
  if (container === 'mp3') return use(await openMp3(file));
  const media = await openMediaTrack(path, container);
  try {
    if (media.codec !== 'opus') {
      throw new AudioError('unsupported', `A recording in ${media.codec} cannot be decoded here.`, media.codec);
    }
    return await use(await openOpus(media, container, path));
  } finally {
    media.close();
  }
}
