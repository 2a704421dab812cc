import { findMp3Frame } from './mp3-frames.ts';
import { parseWavFormat, wavFormatName } from './wav-format.ts';

/** Containers we know how to open. */
export type AudioContainer = 'wav' | 'mp3' | 'ogg' | 'webm' | 'mp4' | 'adts' | 'flac';

/** What a file that is no audio looks like. */
export type NotAudio = 'empty' | 'html' | 'xml' | 'json' | 'text' | 'image' | 'pdf' | 'zip' | 'gzip' | 'unknown';

export type SniffResult =
  | { readonly kind: 'audio'; readonly container: AudioContainer; readonly codec: string | undefined }
  /** Sound in a container or codec that nothing here decodes, by name. */
  | { readonly kind: 'unsupported'; readonly container: string; readonly codec: string }
  | { readonly kind: 'not-audio'; readonly found: NotAudio };

/** Bytes {@link sniffAudio} wants to see; with fewer (a shorter file) it judges what there is. */
export const SNIFF_BYTES = 8192;

/**
 * Tells container and codec from the first bytes of a file; never trusts a name or a content type.
 *
 * `codec` stays undefined where only opening the container tells (mp4, webm).
 */
export function sniffAudio(head: Uint8Array): SniffResult {
  if (head.length === 0) return { kind: 'not-audio', found: 'empty' };
  const start = id3v2Size(head);
  if (start > 0) return sniffBehindTag(head, start);
  return sniffContainer(head) ?? sniffFrames(head) ?? sniffForeign(head);
}

/** Size in bytes of the ID3v2 tags in front of the sound; 0 without any. The bytes may end before the tag does. */
export function id3v2Size(head: Uint8Array): number {
  let at = 0;
  while (ascii(head, at, 3) === 'ID3' && head.length >= at + 10) {
    const size = head.subarray(at + 6, at + 10);
    if (size.some((byte) => byte > 0x7f)) break;
    const footer = ((head[at + 5] ?? 0) & 0x10) === 0 ? 0 : 10;
    at += 10 + footer + size.reduce((sum, byte) => sum * 128 + byte, 0);
  }
  return at;
}

function sniffBehindTag(head: Uint8Array, start: number): SniffResult {
  const rest = head.subarray(Math.min(start, head.length));
  // The tag is longer than what we were given (it holds a picture, say): mp3 in all but contrived cases.
  if (rest.length < 4) return { kind: 'audio', container: 'mp3', codec: 'mp3' };
  return sniffContainer(rest) ?? sniffFrames(rest) ?? { kind: 'audio', container: 'mp3', codec: 'mp3' };
}

function sniffContainer(head: Uint8Array): SniffResult | undefined {
  const magic = ascii(head, 0, 4);
  if ((magic === 'RIFF' || magic === 'RF64' || magic === 'BW64') && ascii(head, 8, 4) === 'WAVE') return sniffWav(head);
  if (magic === 'OggS') return sniffOgg(head);
  if (magic === 'fLaC') return { kind: 'audio', container: 'flac', codec: 'flac' };
  if (magic === '\x1a\x45\xdf\xa3') return { kind: 'audio', container: 'webm', codec: undefined };
  if (ascii(head, 4, 4) === 'ftyp') return { kind: 'audio', container: 'mp4', codec: undefined };
  if (ascii(head, 0, 6) === '#!AMR\n') return { kind: 'unsupported', container: 'amr', codec: 'amr-nb' };
  if (ascii(head, 0, 9) === '#!AMR-WB\n') return { kind: 'unsupported', container: 'amr', codec: 'amr-wb' };
  if (magic === '.snd') return { kind: 'unsupported', container: 'au', codec: 'sun audio' };
  if (magic === 'FORM' && ascii(head, 8, 3) === 'AIF') return { kind: 'unsupported', container: 'aiff', codec: 'aiff' };
  if (magic === 'caff') return { kind: 'unsupported', container: 'caf', codec: 'core audio' };
  if (magic === '\x30\x26\xb2\x75') return { kind: 'unsupported', container: 'asf', codec: 'windows media' };
  if (magic === 'RIFF' && ascii(head, 8, 4) === 'AVI ') return { kind: 'unsupported', container: 'avi', codec: 'avi' };
  return undefined;
}

function sniffWav(head: Uint8Array): SniffResult {
  const format = parseWavFormat(head);
  // No usable fmt chunk in the first bytes: the reader looks further and says what is wrong.
  if (format === undefined) return { kind: 'audio', container: 'wav', codec: undefined };
  const codec = wavFormatName(format);
  if (format.encoding === undefined) return { kind: 'unsupported', container: 'wav', codec };
  return { kind: 'audio', container: 'wav', codec };
}

function sniffOgg(head: Uint8Array): SniffResult {
  const packet = 27 + (head[26] ?? 0);
  const type = ascii(head, packet, 8);
  if (type === 'OpusHead') return { kind: 'audio', container: 'ogg', codec: 'opus' };
  if (type.slice(1, 7) === 'vorbis') return { kind: 'audio', container: 'ogg', codec: 'vorbis' };
  if (type.slice(1, 5) === 'FLAC') return { kind: 'unsupported', container: 'ogg', codec: 'flac' };
  if (type === 'Speex   ') return { kind: 'unsupported', container: 'ogg', codec: 'speex' };
  if (type.slice(1, 7) === 'theora') return { kind: 'unsupported', container: 'ogg', codec: 'theora' };
  return { kind: 'audio', container: 'ogg', codec: undefined };
}

/** Streams without a container: they are known by frames that follow each other. */
function sniffFrames(head: Uint8Array): SniffResult | undefined {
  if (isAdts(head)) return { kind: 'audio', container: 'adts', codec: 'aac' };
  if (looksLikeText(head)) return undefined;
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe4) {
    return { kind: 'unsupported', container: 'mpeg', codec: 'mpeg layer 2' };
  }
  if (findMp3Frame(head, 0) !== undefined) return { kind: 'audio', container: 'mp3', codec: 'mp3' };
  return undefined;
}

function isAdts(head: Uint8Array): boolean {
  let at = 0;
  for (let frame = 0; frame < 2; frame += 1) {
    if (head[at] !== 0xff || ((head[at + 1] ?? 0) & 0xf6) !== 0xf0) return false;
    const size = (((head[at + 3] ?? 0) & 3) << 11) | ((head[at + 4] ?? 0) << 3) | ((head[at + 5] ?? 0) >> 5);
    if (size < 7 || (((head[at + 2] ?? 0) >> 2) & 15) > 12) return false;
    at += size;
    // A file of one frame, or a frame longer than what we were given.
    if (at + 7 > head.length) return true;
  }
  return true;
}

function sniffForeign(head: Uint8Array): SniffResult {
  const magic = ascii(head, 0, 4);
  if (magic === '%PDF') return { kind: 'not-audio', found: 'pdf' };
  if (magic === 'PK\x03\x04') return { kind: 'not-audio', found: 'zip' };
  if (magic.startsWith('\x1f\x8b')) return { kind: 'not-audio', found: 'gzip' };
  if (magic === '\x89PNG' || magic.startsWith('\xff\xd8\xff') || magic === 'GIF8') {
    return { kind: 'not-audio', found: 'image' };
  }
  if (!looksLikeText(head)) return { kind: 'not-audio', found: 'unknown' };
  const text = ascii(head, 0, 512)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<!--)/.test(text)) return { kind: 'not-audio', found: 'html' };
  if (text.startsWith('<')) return { kind: 'not-audio', found: 'xml' };
  if (text.startsWith('{') || text.startsWith('[')) return { kind: 'not-audio', found: 'json' };
  return { kind: 'not-audio', found: 'text' };
}

function looksLikeText(head: Uint8Array): boolean {
  const sample = head.subarray(0, 512);
  let control = 0;
  for (const byte of sample) {
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) control += 1;
    if (byte === 0xff) return false; // never in UTF-8; every bare frame starts with it
  }
  return control === 0;
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
