import { parseMp3Header } from './mp3-frames.ts';

/** Samples by which every Layer III decoder lags behind what it is fed. */
export const MP3_DECODER_DELAY = 529;

/** The frame in front of the sound that describes it (Xing, Info or VBRI); it holds no sound itself. */
export interface Mp3InfoTag {
  /** Frames of sound the file claims to hold. */
  readonly claimedFrames: number | undefined;
  /** Samples to drop in front, the decoder's own {@link MP3_DECODER_DELAY} included; 0 when the encoder did not say. */
  readonly delaySamples: number;
  /** Samples the encoder added behind the end, as written in the tag; undefined when it did not say. */
  readonly paddingSamples: number | undefined;
}

/** Reads the tag out of a file's first frame; undefined when that is an ordinary frame. */
export function parseMp3InfoTag(frame: Uint8Array): Mp3InfoTag | undefined {
  const header = parseMp3Header(frame, 0);
  if (header === undefined) return undefined;
  const sideInfo = header.mpegVersion === 1 ? (header.channels === 1 ? 17 : 32) : header.channels === 1 ? 9 : 17;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const at = 4 + sideInfo;
  const magic = text(frame, at, 4);
  if (magic === 'Xing' || magic === 'Info') return parseXing(frame, view, at);
  if (text(frame, 36, 4) === 'VBRI') {
    const claimedFrames = frame.length >= 54 ? view.getUint32(50) : undefined;
    return { claimedFrames, delaySamples: 0, paddingSamples: undefined };
  }
  return undefined;
}

function parseXing(frame: Uint8Array, view: DataView, at: number): Mp3InfoTag {
  const none: Mp3InfoTag = { claimedFrames: undefined, delaySamples: 0, paddingSamples: undefined };
  if (frame.length < at + 8) return none;
  const flags = view.getUint32(at + 4);
  let next = at + 8;
  let claimedFrames: number | undefined;
  if (flags & 1) {
    if (frame.length >= next + 4) claimedFrames = view.getUint32(next);
    next += 4;
  }
  next += (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  // Only these encoders write the delay; elsewhere the bytes mean nothing.
  const known = /^(LAME|L3\.9|Lav[cf])/.test(text(frame, next, 4));
  if (!known || frame.length < next + 24) return { ...none, claimedFrames };
  const packed = ((frame[next + 21] ?? 0) << 16) | ((frame[next + 22] ?? 0) << 8) | (frame[next + 23] ?? 0);
  return { claimedFrames, delaySamples: (packed >> 12) + MP3_DECODER_DELAY, paddingSamples: packed & 0xfff };
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
