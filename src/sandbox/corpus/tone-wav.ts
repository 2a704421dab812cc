import type { RecordingSource } from './corpus.ts';

/** Someone speaking, heard as a tone. */
export interface ToneSegment {
  readonly role: 'agent' | 'caller';
  readonly startMs: number;
  readonly endMs: number;
}

/** A WAV file that is computed while it is read. */
export interface ToneWav {
  readonly codec: 'mulaw' | 'pcm16';
  /** Two channels: caller left, agent right. */
  readonly channels: 1 | 2;
  readonly sampleRate: number;
  readonly durationMs: number;
  readonly segments: readonly ToneSegment[];
  readonly etag: string;
}

const chunkBytes = 64 * 1024;
/** Both tones repeat after this many samples at 8 kHz, so one table serves any length. */
const period = 160;
const toneHz = { agent: 400, caller: 250 };

/** The recording of tones as a source that holds no samples in memory. */
export function toneWavSource(wav: ToneWav): RecordingSource {
  const frameBytes = (wav.codec === 'mulaw' ? 1 : 2) * wav.channels;
  const frames = Math.round((wav.durationMs * wav.sampleRate) / 1000);
  const header = wavHeader(wav, frames, frameBytes);
  const size = header.byteLength + frames * frameBytes;
  return {
    size,
    contentType: 'audio/wav',
    etag: wav.etag,
    *read(start, endExclusive) {
      if (start < header.byteLength) yield header.subarray(start, Math.min(endExclusive, header.byteLength));
      let at = Math.max(0, start - header.byteLength);
      const end = Math.min(endExclusive, size) - header.byteLength;
      while (at < end) {
        const firstFrame = Math.floor(at / frameBytes);
        const lastFrame = Math.min(frames, Math.ceil(Math.min(end, at + chunkBytes) / frameBytes));
        const bytes = renderFrames(wav, frameBytes, firstFrame, lastFrame);
        const skip = at - firstFrame * frameBytes;
        const part = bytes.subarray(skip, Math.min(bytes.byteLength, end - firstFrame * frameBytes));
        yield part;
        at += part.byteLength;
      }
    },
  };
}

function renderFrames(wav: ToneWav, frameBytes: number, first: number, last: number): Buffer {
  const bytes = Buffer.alloc((last - first) * frameBytes, wav.codec === 'mulaw' ? 0xff : 0);
  const framesPerMs = wav.sampleRate / 1000;
  for (const segment of wav.segments) {
    const from = Math.max(first, Math.round(segment.startMs * framesPerMs));
    const to = Math.min(last, Math.round(segment.endMs * framesPerMs));
    const channel = wav.channels === 2 && segment.role === 'agent' ? 1 : 0;
    for (let frame = from; frame < to; frame++) {
      const offset = (frame - first) * frameBytes;
      const index = frame % period;
      if (wav.codec === 'mulaw') bytes[offset + channel] = tables.mulaw[segment.role][index] ?? 0xff;
      else bytes.writeInt16LE(tables.pcm16[segment.role][index] ?? 0, offset + channel * 2);
    }
  }
  return bytes;
}

/** The bytes of a WAV file before its sound; `frameBytes` = one sample of all channels. */
export function wavHeader(
  wav: Pick<ToneWav, 'codec' | 'channels' | 'sampleRate'>,
  frames: number,
  frameBytes: number,
): Buffer {
  const fmtBytes = wav.codec === 'mulaw' ? 18 : 16;
  const factBytes = wav.codec === 'mulaw' ? 12 : 0;
  const header = Buffer.alloc(12 + 8 + fmtBytes + factBytes + 8);
  // RIFF has 32-bit sizes; writers of longer files put the largest value there.
  const u32 = (value: number): number => Math.min(value, 0xffffffff);
  const dataBytes = frames * frameBytes;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(u32(header.byteLength - 8 + dataBytes), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(fmtBytes, 16);
  header.writeUInt16LE(wav.codec === 'mulaw' ? 7 : 1, 20);
  header.writeUInt16LE(wav.channels, 22);
  header.writeUInt32LE(wav.sampleRate, 24);
  header.writeUInt32LE(wav.sampleRate * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE((frameBytes / wav.channels) * 8, 34);
  if (factBytes > 0) {
    const fact = 20 + fmtBytes;
    header.write('fact', fact, 'latin1');
    header.writeUInt32LE(4, fact + 4);
    header.writeUInt32LE(u32(frames), fact + 8);
  }
  const data = 20 + fmtBytes + factBytes;
  header.write('data', data, 'latin1');
  header.writeUInt32LE(u32(dataBytes), data + 4);
  return header;
}

/** G.711 mu-law of one 16-bit sample. */
export function encodeMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(sample), 32_635) + 132;
  const exponent = Math.max(0, Math.floor(Math.log2(magnitude)) - 7);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function tone(hz: number): number[] {
  return Array.from({ length: period }, (_, i) => Math.round(9000 * Math.sin((2 * Math.PI * hz * i) / 8000)));
}

const tables = {
  pcm16: { agent: tone(toneHz.agent), caller: tone(toneHz.caller) },
  mulaw: { agent: tone(toneHz.agent).map(encodeMuLaw), caller: tone(toneHz.caller).map(encodeMuLaw) },
};
