import type { FileHandle } from 'node:fs/promises';
import { AudioError } from './errors.ts';
import type { PcmBlock, PcmStream } from './pcm.ts';
import { type AnalysisWarning, seconds } from './warnings.ts';
import { readWavFormat, type WavFormat, wavFormatName } from './wav-format.ts';
import { wavConverter } from './wav-samples.ts';

/** Small enough that a block and its floats stay in the processor's cache. */
const CHUNK_BYTES = 64 * 1024;
const MAX_CHUNKS = 1000;
const LONG_SIZE = 0xffffffff;
// Writers that stream put a size near 2 or 4 GB; on a file that is smaller it promises nothing.
const STREAMING_SIZE = 0x7f000000;

/** Where the sound of a WAV file lies. */
export interface WavLayout {
  readonly format: WavFormat;
  /** Byte offset of the first sample. */
  readonly dataStart: number;
  /** Bytes the header promises; undefined for headers written before the length was known. */
  readonly claimedBytes: number | undefined;
  /** Bytes there are, in whole sample blocks. */
  readonly dataBytes: number;
}

/**
 * Walks the chunks of a WAV file up to its sound.
 *
 * Sizes of 0 and of near 2 or 4 GB (streamed files) and sizes that run past the end of the file mean "to the end".
 *
 * @throws AudioError `damaged` without a usable `fmt ` or `data` chunk, `unsupported` (naming the codec) otherwise.
 */
export async function readWavLayout(file: FileHandle): Promise<WavLayout> {
  const { size: fileBytes } = await file.stat();
  let format: WavFormat | undefined;
  let longDataSize: number | undefined;
  let at = 12;
  for (let chunk = 0; chunk < MAX_CHUNKS && at + 8 <= fileBytes; chunk += 1) {
    const header = await readPadded(file, at, 8);
    const id = header.toString('latin1', 0, 4);
    const size = header.readUInt32LE(4);
    if (id === 'ds64' && size >= 16) {
      const longSize = Number((await readPadded(file, at + 8, 16)).readBigUInt64LE(8));
      longDataSize = longSize <= Number.MAX_SAFE_INTEGER ? longSize : undefined;
    } else if (id === 'fmt ') {
      format = readWavFormat(await readPadded(file, at + 8, Math.min(size, 64)));
    } else if (id === 'data') {
      if (format === undefined) break;
      if (format.encoding === undefined) throw unsupported(format);
      const unknown = size === 0 || (size >= STREAMING_SIZE && at + 8 + size > fileBytes);
      const claimed = size === LONG_SIZE && longDataSize !== undefined ? longDataSize : unknown ? undefined : size;
      return layout(format, at + 8, claimed, fileBytes);
    }
    at += 8 + size + (size % 2);
  }
  if (format?.encoding === undefined && format !== undefined) throw unsupported(format);
  const missing = format === undefined ? 'description of its format' : 'sound';
  throw new AudioError('damaged', `The WAV file has no ${missing}; download the recording again.`, 'wav');
}

function layout(format: WavFormat, dataStart: number, claimed: number | undefined, fileBytes: number): WavLayout {
  const available = fileBytes - dataStart;
  const bytes = claimed === undefined ? available : Math.min(claimed, available);
  return { format, dataStart, claimedBytes: claimed, dataBytes: bytes - (bytes % format.blockAlign) };
}

function unsupported(format: WavFormat): AudioError {
  const name = wavFormatName(format);
  return new AudioError('unsupported', `The WAV file is encoded as ${name}, which cannot be decoded here.`, name);
}

/** Reads so many bytes; zeros stand for those behind the end of the file. */
async function readPadded(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}

/**
 * Opens the sound of a WAV file for decoding in blocks.
 *
 * @throws AudioError as {@link readWavLayout} does.
 */
export async function openWav(file: FileHandle): Promise<PcmStream & { readonly format: WavFormat }> {
  const { format, dataStart, dataBytes, claimedBytes } = await readWavLayout(file);
  const { encoding, blockAlign, sampleRate, channels } = format;
  if (encoding === undefined) throw unsupported(format);
  const warnings: AnalysisWarning[] = [];
  const claimedMs = claimedBytes === undefined ? undefined : msOf(claimedBytes);
  const presentMs = msOf(dataBytes);
  if (claimedBytes !== undefined && claimedBytes - dataBytes >= blockAlign && claimedMs !== undefined) {
    const message = `The header says ${seconds(claimedMs)}, the file holds ${seconds(presentMs)}.`;
    warnings.push({ code: 'truncated', message });
  }

  function msOf(bytes: number): number {
    return (Math.floor(bytes / blockAlign) / sampleRate) * 1000;
  }

  async function* blocks(): AsyncGenerator<PcmBlock, void, undefined> {
    if (encoding === undefined) return;
    const convert = wavConverter(encoding);
    const chunkBytes = Math.floor(CHUNK_BYTES / blockAlign) * blockAlign;
    const buffer = Buffer.alloc(chunkBytes);
    const planar = Array.from({ length: channels }, () => new Float32Array(chunkBytes / blockAlign));
    for (let done = 0; done < dataBytes; ) {
      const want = Math.min(chunkBytes, dataBytes - done);
      const { bytesRead } = await file.read(buffer, 0, want, dataStart + done);
      const whole = bytesRead - (bytesRead % blockAlign);
      // The file shrank under us; what was read stays.
      if (whole === 0) return;
      done += whole;
      yield { planar, frames: convert(buffer.subarray(0, whole), planar) };
    }
  }

  return { sampleRate, channels, claimedMs, blocks, warnings, close: () => Promise.resolve(), format };
}
