import { createRandom } from '../random.ts';
import type { RecordingSource } from './corpus.ts';
import { wavHeader } from './tone-wav.ts';

/** A WAV file (16-bit PCM) of an exact size that is computed while it is read. */
export interface GeneratedWav {
  /** Size of the whole file; rounded down to whole frames. */
  readonly bytes: number;
  readonly seed: number;
  /** Default 48,000 Hz, two channels: 2 GB are three hours. */
  readonly sampleRate?: number;
  readonly channels?: 1 | 2;
}

const chunkBytes = 64 * 1024;
/** A prime number of frames: no power of two that somebody reads or joins by falls together with the repetition. */
const periodFrames = 65_537;
const loudness = 0.25;

/** The recording as a source: noise that goes up and down, repeating after a prime number of frames. */
export function generatedWavSource(wav: GeneratedWav): RecordingSource {
  const { channels = 2, sampleRate = 48_000, seed } = wav;
  const frameBytes = 2 * channels;
  const format = { codec: 'pcm16', channels, sampleRate } as const;
  const headerBytes = wavHeader(format, 0, frameBytes).byteLength;
  const frames = Math.max(0, Math.floor((wav.bytes - headerBytes) / frameBytes));
  const header = wavHeader(format, frames, frameBytes);
  const size = headerBytes + frames * frameBytes;
  const table = noise(seed, frameBytes, chunkBytes);
  const period = periodFrames * frameBytes;
  return {
    size,
    contentType: 'audio/wav',
    etag: `generated-${seed}-${size}-${channels}-${sampleRate}`,
    *read(start, endExclusive) {
      const end = Math.min(endExclusive, size);
      if (start < headerBytes) yield header.subarray(start, Math.min(end, headerBytes));
      for (let at = Math.max(start, headerBytes); at < end; ) {
        const place = (at - headerBytes) % period;
        const length = Math.min(chunkBytes, end - at);
        yield table.subarray(place, place + length);
        at += length;
      }
    },
  };
}

/** One period and a chunk more, so that a chunk never has to be put together. */
function noise(seed: number, frameBytes: number, more: number): Buffer {
  const random = createRandom(seed);
  const period = periodFrames * frameBytes;
  const bytes = Buffer.alloc(period + more);
  for (let at = 0; at < period; at += 2) {
    const swell = Math.abs(Math.sin((at / period) * 40 * Math.PI));
    bytes.writeInt16LE(Math.round((random() * 2 - 1) * 32_767 * loudness * swell), at);
  }
  bytes.copy(bytes, period, 0, more);
  return bytes;
}
