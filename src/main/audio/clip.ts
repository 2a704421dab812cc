import { type FileHandle, open } from 'node:fs/promises';
import { AudioError, toAudioError } from './errors.ts';
import { withDecoder } from './open-decoder.ts';
import { DecoderFailure, type PcmStream } from './pcm.ts';
import { toInt16, WAV_HEADER_BYTES, wavHeader } from './wav-header.ts';

/** Plain data: it goes to a worker. */
export interface ClipRequest {
  filePath: string;
  /** A WAV file (16 bit, the recording's channels and rate) is written here. */
  outPath: string;
  /** What is cut out, ms from the beginning of the decoded sound: the first sample at or after each. */
  startMs: number;
  endMs: number;
}

/**
 * Cuts a stretch out of a recording as WAV. It is decoded from its beginning, so the place is exact in every format. A
 * stretch that goes on beyond the end, or into a damaged tail, ends there.
 *
 * @throws AudioError `unsupported` for what cannot be decoded here, `damaged` when no sound is in the stretch.
 */
export async function writeClip({ filePath, outPath, startMs, endMs }: ClipRequest): Promise<void> {
  try {
    const source = await open(filePath, 'r');
    try {
      await withDecoder(source, filePath, async (stream) => {
        const out = await open(outPath, 'w', 0o600);
        try {
          await copy(stream, out, startMs, endMs);
        } finally {
          await out.close();
        }
      });
    } finally {
      await source.close();
    }
  } catch (error) {
    throw toAudioError(error);
  }
}

async function copy(stream: PcmStream, out: FileHandle, startMs: number, endMs: number): Promise<void> {
  const { channels, sampleRate } = stream;
  const from = Math.ceil((startMs * sampleRate) / 1000);
  const to = Math.ceil((endMs * sampleRate) / 1000);
  let frame = 0;
  let written = 0;
  await out.write(Buffer.alloc(WAV_HEADER_BYTES));
  try {
    for await (const { planar, frames } of stream.blocks()) {
      const first = Math.max(0, from - frame);
      const last = Math.min(frames, to - frame);
      if (last > first) {
        await out.write(interleaved(planar, channels, first, last));
        written += last - first;
      }
      frame += frames;
      if (frame >= to) break;
    }
  } catch (error) {
    if (!(error instanceof DecoderFailure)) throw error;
  } finally {
    await stream.close();
  }
  if (written === 0) throw new AudioError('damaged', 'The recording has no sound in this stretch.');
  await out.write(wavHeader(channels, sampleRate, written), 0, WAV_HEADER_BYTES, 0);
  await out.sync();
}

function interleaved(planar: readonly Float32Array[], channels: number, first: number, last: number): Buffer {
  const block = Buffer.alloc((last - first) * channels * 2);
  for (let channel = 0; channel < channels; channel += 1) {
    const samples = planar[channel];
    for (let at = first; at < last; at += 1) {
      block.writeInt16LE(toInt16(samples?.[at] ?? 0), ((at - first) * channels + channel) * 2);
    }
  }
  return block;
}
