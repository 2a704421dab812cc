import { type FileHandle, open } from 'node:fs/promises';
import { AudioError, toAudioError } from './errors.ts';
import { openFlac } from './flac.ts';
import { openMediaTrack } from './media-track.ts';
import { openMp3 } from './mp3.ts';
import { openOpus } from './opus.ts';
import { DecoderFailure, type PcmStream } from './pcm.ts';
import { SNIFF_BYTES, sniffAudio } from './sniff.ts';
import { openWav } from './wav.ts';

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
const HEADER_BYTES = 44;

/**
 * Copies a recording as WAV with a tone in place of the ranges, on all channels; nothing of the sound is left there. The
 * recording itself is not touched. A damaged tail is left out. Throws AudioError for what cannot be decoded here.
 */
export async function writeBeeped({ filePath, outPath, ranges }: BeepRequest): Promise<void> {
  try {
    const source = await open(filePath, 'r');
    try {
      await withStream(source, filePath, async (stream) => {
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

async function withStream(file: FileHandle, path: string, use: (stream: PcmStream) => Promise<void>): Promise<void> {
  const head = Buffer.alloc(SNIFF_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const sniffed = sniffAudio(head.subarray(0, bytesRead));
  if (sniffed.kind !== 'audio')
    throw new AudioError('unsupported', 'This recording cannot be decoded here.', undefined);
  const { container } = sniffed;
  if (container === 'wav') return use(await openWav(file));
  if (container === 'flac') return use(await openFlac(file));
  if (container === 'mp3') return use(await openMp3(file));
  const media = await openMediaTrack(path, container);
  try {
    if (media.codec !== 'opus') {
      throw new AudioError('unsupported', `A recording in ${media.codec} cannot be decoded here.`, media.codec);
    }
    await use(await openOpus(media, container, path));
  } finally {
    media.close();
  }
}

async function copy(stream: PcmStream, out: FileHandle, ranges: BeepRequest['ranges']): Promise<void> {
  const { channels, sampleRate } = stream;
  const inFrames = ranges.map(({ startMs, endMs }) => ({
    from: Math.floor((startMs * sampleRate) / 1000),
    to: Math.ceil((endMs * sampleRate) / 1000),
  }));
  let frame = 0;
  await out.write(Buffer.alloc(HEADER_BYTES));
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
  await out.write(wavHeader(channels, sampleRate, frame), 0, HEADER_BYTES, 0);
  await out.sync();
}

function toInt16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}

function wavHeader(channels: number, sampleRate: number, frames: number): Buffer {
  const bytes = frames * channels * 2;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(0xffff_ffff, bytes + HEADER_BYTES - 8), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(Math.min(0xffff_ffff, bytes), 40);
  return header;
}
