import type { FileHandle } from 'node:fs/promises';

/** The four bytes in front of every MP3 frame, read. */
export interface Mp3Header {
  readonly mpegVersion: 1 | 2 | 2.5;
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bits per second of this frame. */
  readonly bitrate: number;
  /** Bytes of the whole frame, header included. */
  readonly bytes: number;
  /** Samples per channel the frame decodes to. */
  readonly samples: 1152 | 576;
}

/** Whole frames lying next to each other in `data`, ready for a decoder. */
export interface Mp3Batch {
  /** Reused by the next batch. */
  readonly data: Uint8Array;
  readonly sizes: readonly number[];
}

/** What a scan learned besides the frames; filled while it runs. */
export interface Mp3ScanReport {
  /** Places where bytes between two frames made no sense. */
  breaks: number;
  /** The file ends inside a frame. */
  endsInsideFrame: boolean;
}

const RATES = [44_100, 48_000, 32_000];
const BITRATES_V1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const BITRATES_V2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const READ_BYTES = 64 * 1024;
/** Longest possible frame is 2881 bytes; a break is only bridged with that much and two headers in view. */
const LOOKAHEAD_BYTES = 8 * 1024;
const CONFIRMATIONS = 2;

/** Reads a Layer III header at a byte offset; undefined when there is none (free-format frames are not known). */
export function parseMp3Header(bytes: Uint8Array, at: number): Mp3Header | undefined {
  const second = bytes[at + 1];
  const third = bytes[at + 2];
  const fourth = bytes[at + 3];
  if (bytes[at] !== 0xff || second === undefined || third === undefined || fourth === undefined) return undefined;
  const versionBits = (second >> 3) & 3;
  if ((second & 0xe6) !== 0xe2 || versionBits === 1) return undefined;
  const mpegVersion = versionBits === 3 ? 1 : versionBits === 2 ? 2 : 2.5;
  const kilobits = (mpegVersion === 1 ? BITRATES_V1 : BITRATES_V2)[third >> 4];
  const baseRate = RATES[(third >> 2) & 3];
  if (kilobits === undefined || kilobits === 0 || baseRate === undefined) return undefined;
  const sampleRate = baseRate / (mpegVersion === 1 ? 1 : mpegVersion === 2 ? 2 : 4);
  const samples = mpegVersion === 1 ? 1152 : 576;
  const bitrate = kilobits * 1000;
  return {
    mpegVersion,
    sampleRate,
    channels: fourth >> 6 === 3 ? 1 : 2,
    bitrate,
    bytes: Math.floor((samples / 8) * (bitrate / sampleRate)) + ((third >> 1) & 1),
    samples,
  };
}

/**
 * Finds the next frame that is followed by others of its kind (as many as the bytes have room for).
 *
 * @param like only frames of the same stream count.
 */
export function findMp3Frame(
  bytes: Uint8Array,
  from: number,
  like?: Mp3Header,
): { readonly at: number; readonly header: Mp3Header } | undefined {
  for (let at = from; at + 4 <= bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue;
    const header = parseMp3Header(bytes, at);
    if (header === undefined || (like !== undefined && !sameStream(header, like))) continue;
    if (isConfirmed(bytes, at, header)) return { at, header };
  }
  return undefined;
}

function isConfirmed(bytes: Uint8Array, at: number, header: Mp3Header): boolean {
  let next = at + header.bytes;
  for (let i = 0; i < CONFIRMATIONS; i += 1) {
    if (next + 4 > bytes.length) return i > 0 || next === bytes.length || next > bytes.length;
    const following = parseMp3Header(bytes, next);
    if (following === undefined || !sameStream(following, header)) return isTag(bytes, next);
    next += following.bytes;
  }
  return true;
}

/** An ID3, APE or Lyrics3 tag may stand where a frame is expected. */
function isTag(bytes: Uint8Array, at: number): boolean {
  const text = String.fromCharCode(...bytes.subarray(at, at + 4));
  return text.startsWith('ID3') || text.startsWith('TAG') || text === 'APET' || text === 'LYRI';
}

function sameStream(a: Mp3Header, b: Mp3Header): boolean {
  return a.sampleRate === b.sampleRate && a.mpegVersion === b.mpegVersion && a.channels === b.channels;
}

/**
 * Reads the frames of an MP3 file from a byte offset on, without holding more than a stretch of it.
 *
 * The decoder and the remuxed copy are both fed from here, so that they cannot disagree about what is a frame
 * and the two keep one timeline, whatever lies between the frames.
 */
export async function* scanMp3(
  file: FileHandle,
  start: number,
  report: Mp3ScanReport,
): AsyncGenerator<Mp3Batch, void, undefined> {
  const input = Buffer.alloc(READ_BYTES + LOOKAHEAD_BYTES);
  const output = new Uint8Array(input.length);
  let filled = 0;
  let position = start;
  let ended = false;
  let first: Mp3Header | undefined;
  let synced = false;
  let isBreak = false;
  while (!ended) {
    while (filled < input.length && !ended) {
      const { bytesRead } = await file.read(input, filled, input.length - filled, position);
      position += bytesRead;
      filled += bytesRead;
      ended = bytesRead === 0;
    }
    const bytes = input.subarray(0, filled);
    // Behind this point a decision could change with the bytes to come.
    const safe = ended ? filled : filled - LOOKAHEAD_BYTES;
    const sizes: number[] = [];
    let written = 0;
    let at = 0;
    while (at < safe) {
      const next = synced ? nextInStep(bytes, at, first) : findMp3Frame(bytes, at, first);
      if (next === undefined || next.at >= safe) {
        if (synced) {
          report.endsInsideFrame = ended && isCut(bytes, at, first);
          // Files put one behind the other have a tag where they meet.
          isBreak = !isTag(bytes, at);
        }
        synced = false;
        at = Math.max(at, safe);
        break;
      }
      if (isBreak || (synced && next.at > at && !isTag(bytes, at))) report.breaks += 1;
      isBreak = false;
      if (next.at + next.header.bytes > bytes.length) {
        report.endsInsideFrame = true;
        at = bytes.length;
        break;
      }
      first ??= next.header;
      synced = true;
      output.set(bytes.subarray(next.at, next.at + next.header.bytes), written);
      written += next.header.bytes;
      sizes.push(next.header.bytes);
      at = next.at + next.header.bytes;
    }
    input.copyWithin(0, at, filled);
    filled -= at;
    if (sizes.length > 0) yield { data: output.subarray(0, written), sizes };
  }
}

/** The frame at `at`, unless what follows it shows that its header lies or it was cut: then the next one in step. */
function nextInStep(bytes: Uint8Array, at: number, like: Mp3Header | undefined): ReturnType<typeof findMp3Frame> {
  const header = parseMp3Header(bytes, at);
  if (header === undefined || like === undefined || !sameStream(header, like)) return findMp3Frame(bytes, at + 1, like);
  const following = parseMp3Header(bytes, at + header.bytes);
  if (at + header.bytes + 4 > bytes.length || (following !== undefined && sameStream(following, like))) {
    return { at, header };
  }
  const resumed = findMp3Frame(bytes.subarray(0, at + header.bytes + LOOKAHEAD_BYTES), at + 4, like);
  return resumed !== undefined && resumed.at < at + header.bytes ? resumed : { at, header };
}

function isCut(bytes: Uint8Array, at: number, like: Mp3Header | undefined): boolean {
  const header = parseMp3Header(bytes, at);
  return header !== undefined && like !== undefined && sameStream(header, like) && at + header.bytes > bytes.length;
}
