/**
 * The peaks file: what the waveform draws and what speech detection reads, one file per recording.
 *
 * Little-endian. Header: `EMPK`, u16 version, u16 header bytes, u32 sample rate, u16 channels, u16 level count,
 * f64 frames, f64 duration (ms), then 20 bytes per level: u16 kind, u16 bytes per channel, u32 hop (ms), u32 bucket
 * count, u32 offset, u32 byte length. Levels follow coarsest first, so the first bytes of the file already draw the
 * whole call; in a level the buckets follow each other and hold all channels, so any time range is one byte range.
 * Bucket `i` of a level covers frames `floor(i * hop * rate / 1000)` up to the next bucket's first frame.
 */

const MAGIC = 0x4b504d45; // "EMPK" read as little-endian u32
const VERSION = 1;
const FIXED_HEADER_BYTES = 32;
const LEVEL_HEADER_BYTES = 20;
/** Most channels a peaks file can describe. */
export const PEAKS_MAX_CHANNELS = 32;

/** Finest hop; every coarser hop is a multiple of it. */
export const PEAKS_BASE_HOP_MS = 10;
/** Hops of the levels derived from the finest one, coarsest first. */
export const PEAKS_COARSE_HOPS_MS = [1000, 250] as const;
/** Energy of a bucket that holds nothing but zeros. */
export const SILENCE_DB = -128;
/** Enough bytes for the header of any peaks file (for a first Range request). */
export const PEAKS_MAX_HEADER_BYTES = 512;

/** `minmax`: int8 pairs (min, max), full scale = 127. `energy`: int8 dBFS of the RMS above 120 Hz, -128 = silence. */
export type PeaksLevelKind = 'minmax' | 'energy';

/** Where one level lies in the file. */
export interface PeaksLevel {
  readonly kind: PeaksLevelKind;
  readonly hopMs: number;
  /** Number of buckets; the last one may cover less than a hop. */
  readonly count: number;
  readonly bytesPerChannel: number;
  /** Byte offset from the start of the file. */
  readonly offset: number;
  readonly byteLength: number;
}

/** The decoded header of a peaks file. */
export interface PeaksHeader {
  readonly version: number;
  readonly headerBytes: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
  readonly durationMs: number;
  readonly levels: readonly PeaksLevel[];
}

/** Energy per bucket and channel as the file holds it: bucket after bucket, all channels in each, dBFS. */
export interface ChannelEnergy {
  readonly channels: number;
  readonly hopMs: number;
  readonly values: Int8Array;
}

/** Thrown by {@link decodePeaksHeader} for bytes that are no peaks file of a version we know. */
export class PeaksFormatError extends Error {
  override readonly name = 'PeaksFormatError';
}

/** First frame of a bucket; also the bucket after the last for its end. */
export function bucketFirstFrame(bucket: number, hopMs: number, sampleRate: number): number {
  return Math.floor((bucket * hopMs * sampleRate) / 1000);
}

/** The finest levels are made in blocks of so many buckets: every coarser bucket lies within one block. */
export const PEAKS_BLOCK_BUCKETS = 10_000;

/** What the head of a peaks file is made of. */
export interface PeaksShape {
  readonly sampleRate: number;
  readonly channels: number;
  readonly frames: number;
  /** Buckets of the finest level. */
  readonly count: number;
  /** For each of {@link PEAKS_COARSE_HOPS_MS} its buckets, in pieces that follow each other. */
  readonly coarse: readonly (readonly Int8Array[])[];
}

/**
 * The head of a peaks file, header and coarse levels, in pieces. The finest level's `count` buckets and then the energy's
 * follow it in the file: a day of sound has 40 MB of them, which need not be in memory.
 */
export function encodePeaksHead({ sampleRate, channels, frames, count, coarse }: PeaksShape): Int8Array[] {
  const levels = coarse.map((pieces, at) => {
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    return { kind: 1, hopMs: PEAKS_COARSE_HOPS_MS[at] ?? 0, count: bytes / (channels * 2), bytesPerChannel: 2 };
  });
  levels.push({ kind: 1, hopMs: PEAKS_BASE_HOP_MS, count, bytesPerChannel: 2 });
  levels.push({ kind: 2, hopMs: PEAKS_BASE_HOP_MS, count, bytesPerChannel: 1 });

  const headerBytes = FIXED_HEADER_BYTES + levels.length * LEVEL_HEADER_BYTES;
  const header = new Int8Array(headerBytes);
  const view = new DataView(header.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, VERSION, true);
  view.setUint16(6, headerBytes, true);
  view.setUint32(8, sampleRate, true);
  view.setUint16(12, channels, true);
  view.setUint16(14, levels.length, true);
  view.setFloat64(16, frames, true);
  view.setFloat64(24, (frames / sampleRate) * 1000, true);
  let offset = headerBytes;
  levels.forEach((level, index) => {
    const at = FIXED_HEADER_BYTES + index * LEVEL_HEADER_BYTES;
    const bytes = level.count * channels * level.bytesPerChannel;
    view.setUint16(at, level.kind, true);
    view.setUint16(at + 2, level.bytesPerChannel, true);
    view.setUint32(at + 4, level.hopMs, true);
    view.setUint32(at + 8, level.count, true);
    view.setUint32(at + 12, offset, true);
    view.setUint32(at + 16, bytes, true);
    offset += bytes;
  });
  return [header, ...coarse.flat()];
}

/** Min and max of every `factor` buckets; the last may cover fewer. */
export function coarserPeaks(fine: Int8Array, channels: number, factor: number): Int8Array {
  const stride = channels * 2;
  const fineCount = fine.length / stride;
  const count = Math.ceil(fineCount / factor);
  const out = new Int8Array(count * stride);
  for (let bucket = 0; bucket < count; bucket += 1) {
    const last = Math.min(fineCount, (bucket + 1) * factor);
    for (let lane = 0; lane < stride; lane += 1) {
      const isMax = lane % 2 === 1;
      let value = fine[bucket * factor * stride + lane] as number;
      for (let i = bucket * factor + 1; i < last; i += 1) {
        const next = fine[i * stride + lane] as number;
        if (isMax ? next > value : next < value) value = next;
      }
      out[bucket * stride + lane] = value;
    }
  }
  return out;
}

/**
 * Reads the header of a peaks file.
 *
 * @param bytes the file or its first bytes ({@link PEAKS_MAX_HEADER_BYTES} are enough).
 * @throws PeaksFormatError when the bytes are no peaks file, or of a version this build does not know.
 */
export function decodePeaksHeader(bytes: ArrayBuffer | Uint8Array): PeaksHeader {
  const view = bytes instanceof ArrayBuffer ? new DataView(bytes) : viewOf(bytes);
  if (view.byteLength < FIXED_HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new PeaksFormatError('not a peaks file');
  }
  const version = view.getUint16(4, true);
  if (version !== VERSION) throw new PeaksFormatError(`peaks file of version ${version}, this build reads ${VERSION}`);
  const headerBytes = view.getUint16(6, true);
  const sampleRate = view.getUint32(8, true);
  const channels = view.getUint16(12, true);
  const levelCount = view.getUint16(14, true);
  const frames = view.getFloat64(16, true);
  const durationMs = view.getFloat64(24, true);
  const complete =
    headerBytes === FIXED_HEADER_BYTES + levelCount * LEVEL_HEADER_BYTES && view.byteLength >= headerBytes;
  if (
    !complete ||
    channels < 1 ||
    channels > PEAKS_MAX_CHANNELS ||
    sampleRate < 1 ||
    !(frames >= 0) ||
    !(durationMs >= 0)
  ) {
    throw new PeaksFormatError('the header of the peaks file is damaged');
  }
  const levels = Array.from({ length: levelCount }, (_, index) =>
    decodeLevel(view, FIXED_HEADER_BYTES + index * LEVEL_HEADER_BYTES, channels),
  );
  return { version, headerBytes, sampleRate, channels, frames, durationMs, levels };
}

function decodeLevel(view: DataView, at: number, channels: number): PeaksLevel {
  const kind = view.getUint16(at, true);
  const level: PeaksLevel = {
    kind: kind === 1 ? 'minmax' : 'energy',
    bytesPerChannel: view.getUint16(at + 2, true),
    hopMs: view.getUint32(at + 4, true),
    count: view.getUint32(at + 8, true),
    offset: view.getUint32(at + 12, true),
    byteLength: view.getUint32(at + 16, true),
  };
  const expected = level.count * channels * level.bytesPerChannel;
  if (
    (kind !== 1 && kind !== 2) ||
    level.bytesPerChannel !== 3 - kind ||
    level.hopMs < 1 ||
    level.byteLength !== expected
  ) {
    throw new PeaksFormatError('a level of the peaks file is damaged');
  }
  return level;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Finds the level of a kind whose hop is the coarsest that is no coarser than asked for; the finest one otherwise. */
export function findPeaksLevel(header: PeaksHeader, kind: PeaksLevelKind, maxHopMs: number): PeaksLevel | undefined {
  const levels = header.levels.filter((level) => level.kind === kind).sort((a, b) => b.hopMs - a.hopMs);
  return levels.find((level) => level.hopMs <= maxHopMs) ?? levels.at(-1);
}

/**
 * The values of one level as laid out in the file: bucket after bucket, in each all channels (`minmax`: min, max).
 *
 * @throws PeaksFormatError when the file ends before the level does.
 */
export function readPeaksLevel(file: ArrayBuffer | Uint8Array, level: PeaksLevel): Int8Array {
  const bytes = file instanceof ArrayBuffer ? new Uint8Array(file) : file;
  if (level.offset + level.byteLength > bytes.byteLength) throw new PeaksFormatError('the peaks file is cut short');
  return new Int8Array(bytes.buffer, bytes.byteOffset + level.offset, level.byteLength);
}
