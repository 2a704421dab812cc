import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { run } from './run.ts';
import type { RecordingInfo } from './types.ts';

export type Format =
  | 'wav-pcm'
  | 'wav-mulaw'
  | 'wav-alaw'
  | 'mp3-cbr'
  | 'mp3-vbr'
  | 'mp3-vbr-noxing'
  | 'ogg-opus'
  | 'webm-opus'
  | 'm4a'
  | 'm4a-moov-last'
  | 'adts'
  | 'flac';

interface Encoding {
  extension: string;
  contentType: string;
  codec: RecordingInfo['codec'];
  container: RecordingInfo['container'];
  args: (kbps: number) => string[];
  /**
   * Samples that a decoder puts before the sound because the file cannot say "skip them". They are taken off the (silent)
   * beginning beforehand, so that what is decoded stands on the transcript's clock.
   */
  undeclaredDelay?: number;
}

const EXACT = ['-fflags', '+bitexact', '-flags:a', '+bitexact'];
const rate = (kbps: number) => ['-b:a', `${kbps}k`];
/** Below 20 kbit/s libopus folds the two parties of a stereo call into one: a channel then carries both voices. */
const opus = (kbps: number) => ['-c:a', 'libopus', '-application', 'voip', ...rate(kbps), ...EXACT];
const aac = (kbps: number) => ['-c:a', 'aac', ...rate(kbps), ...EXACT];
const mp3 = ['-c:a', 'libmp3lame', '-id3v2_version', '0'];

const ENCODINGS: Record<Format, Encoding> = {
  'wav-pcm': {
    extension: 'wav',
    contentType: 'audio/wav',
    codec: 'pcm_s16le',
    container: 'wav',
    args: () => ['-c:a', 'pcm_s16le', ...EXACT],
  },
  'wav-mulaw': {
    extension: 'wav',
    contentType: 'audio/wav',
    codec: 'pcm_mulaw',
    container: 'wav',
    args: () => ['-c:a', 'pcm_mulaw', ...EXACT],
  },
  'wav-alaw': {
    extension: 'wav',
    contentType: 'audio/x-wav',
    codec: 'pcm_alaw',
    container: 'wav',
    args: () => ['-c:a', 'pcm_alaw', ...EXACT],
  },
  'mp3-cbr': {
    extension: 'mp3',
    contentType: 'audio/mpeg',
    codec: 'mp3',
    container: 'mp3',
    args: (kbps) => [...mp3, ...rate(kbps)],
  },
  'mp3-vbr': {
    extension: 'mp3',
    contentType: 'audio/mpeg',
    codec: 'mp3',
    container: 'mp3',
    args: (q) => [...mp3, '-q:a', `${q}`],
  },
  'mp3-vbr-noxing': {
    extension: 'mp3',
    contentType: 'audio/mpeg',
    codec: 'mp3',
    container: 'mp3',
    args: (q) => [...mp3, '-q:a', `${q}`, '-write_xing', '0'],
    undeclaredDelay: 1105,
  },
  'ogg-opus': { extension: 'ogg', contentType: 'audio/ogg', codec: 'opus', container: 'ogg', args: opus },
  'webm-opus': { extension: 'webm', contentType: 'audio/webm', codec: 'opus', container: 'webm', args: opus },
  m4a: {
    extension: 'm4a',
    contentType: 'audio/mp4',
    codec: 'aac',
    container: 'mp4',
    args: (kbps) => [...aac(kbps), '-movflags', '+faststart'],
  },
  'm4a-moov-last': { extension: 'm4a', contentType: 'audio/mp4', codec: 'aac', container: 'mp4', args: aac },
  adts: {
    extension: 'aac',
    contentType: 'audio/aac',
    codec: 'aac',
    container: 'adts',
    args: aac,
    undeclaredDelay: 1024,
  },
  flac: {
    extension: 'flac',
    contentType: 'audio/flac',
    codec: 'flac',
    container: 'flac',
    args: () => ['-c:a', 'flac', '-sample_fmt', 's16', '-compression_level', '12', ...EXACT],
  },
};

export function describeFormat(format: Format): Encoding {
  return ENCODINGS[format];
}

/** Writes the channels as one file and returns ffprobe's word on it. */
export async function encode(
  channels: readonly Float32Array[],
  rateHz: number,
  format: Format,
  quality: number,
  file: string,
): Promise<void> {
  const encoding = ENCODINGS[format];
  const skip = encoding.undeclaredDelay ?? 0;
  const length = (channels[0]?.length ?? 0) - skip;
  const woven = new Float32Array(length * channels.length);
  channels.forEach((samples, channel) => {
    for (let i = 0; i < length; i++) woven[i * channels.length + channel] = samples[i + skip] ?? 0;
  });
  const input = new Uint8Array(woven.buffer);
  const source = ['-f', 'f32le', '-ar', `${rateHz}`, '-ac', `${channels.length}`, '-i', 'pipe:0'];
  await run(
    'ffmpeg',
    ['-v', 'error', '-y', '-nostdin', ...source, '-map_metadata', '-1', ...encoding.args(quality), file],
    input,
  );
}

export interface Probe {
  durationMs: number;
  sampleRate: number;
  channels: 1 | 2;
  codec: string;
}

export async function probe(file: string): Promise<Probe> {
  const args = [
    '-v',
    'error',
    '-select_streams',
    'a:0',
    '-show_entries',
    'stream=codec_name,sample_rate,channels:format=duration',
    '-of',
    'json',
    file,
  ];
  const parsed = JSON.parse((await run('ffprobe', args)).toString()) as {
    streams: { codec_name: string; sample_rate: string; channels: number }[];
    format: { duration: string };
  };
  const stream = parsed.streams[0];
  if (!stream) throw new Error(`no audio in ${file}`);
  return {
    durationMs: Math.round(Number(parsed.format.duration) * 1000),
    sampleRate: Number(stream.sample_rate),
    channels: stream.channels === 1 ? 1 : 2,
    codec: stream.codec_name,
  };
}

export function fingerprint(file: string): { bytes: number; sha256: string } {
  const bytes = readFileSync(file);
  return { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Breaks off a file, as an upload that did not end does. */
export function damage(file: string, share: number): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes);
  truncateSync(file, Math.floor(bytes.length * share));
}
