import { type FileHandle, open } from 'node:fs/promises';
import { toAudioError } from './errors.ts';
import { withDecoder } from './open-decoder.ts';
import { DecoderFailure, type PcmStream } from './pcm.ts';
import { toInt16, WAV_HEADER_BYTES, wavHeader } from './wav-header.ts';

/** Plain data: it goes to a worker. */
export interface BeepRequest {
  filePath: string;
  /** A WAV file (16 bit, the recording's channels and rate) is written here. */
  outPath: string;
  /** Where the tone stands instead of the sound, ms from the beginning. */
  ranges: readonly { startMs: number; endMs: number }[];
}

const TONE_HZ = 1000;
const TONE_LEVEL = 0.2;

/**
 * Copies a recording as WAV with a tone in place of the ranges, on all channels; nothing of the sound is left there. The
 * recording itself is not touched. A damaged tail is left out. Throws AudioError for what cannot be decoded here.
 */
export async function writeBeeped({ filePath, outPath, ranges }: BeepRequest): Promise<void> {
  try {
    const source = await open(filePath, 'r');
    try {
      await withDecoder(source, filePath, async (stream) => {
        const out = await open(outPath, 'w', 0o600);
        try {
          await copy(stream, out, ranges);
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

async function copy(stream: PcmStream, out: FileHandle, ranges: BeepRequest['ranges']): Promise<void> {
  const { channels, sampleRate } = stream;
  const inFrames = ranges.map(({ startMs, endMs }) => ({
    from: Math.floor((startMs * sampleRate) / 1000),
    to: Math.ceil((endMs * sampleRate) / 1000),
  }));
  let frame = 0;
  await out.write(Buffer.alloc(WAV_HEADER_BYTES));
  try {
    for await (const { planar, frames } of stream.blocks()) {
      const block = Buffer.alloc(frames * channels * 2);
      for (let at = 0; at < frames; at += 1) {
        const now = frame + at;
        const beeped = inFrames.some(({ from, to }) => now >= from && now < to);
        const tone = beeped ? TONE_LEVEL * Math.sin((2 * Math.PI * TONE_HZ * now) / sampleRate) : 0;
        for (let channel = 0; channel < channels; channel += 1) {
          const sample = beeped ? tone : (planar[channel]?.[at] ?? 0);
          block.writeInt16LE(toInt16(sample), (at * channels + channel) * 2);
        }
      }
      await out.write(block);
      frame += frames;
    }
  } catch (error) {
    if (!(error instanceof DecoderFailure)) throw error;
  } finally {
    await stream.close();
  }
  await out.write(wavHeader(channels, sampleRate, frame), 0, WAV_HEADER_BYTES, 0);
  await out.sync();
}
