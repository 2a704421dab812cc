/** Sample encodings the WAV reader converts. */
export type WavEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64' | 'alaw' | 'mulaw';

/** The `fmt ` chunk of a WAV file. */
export interface WavFormat {
  /** Undefined when the encoding is one we only know by name. */
  readonly encoding: WavEncoding | undefined;
  /** The format tag, resolved through WAVE_FORMAT_EXTENSIBLE. */
  readonly tag: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bitsPerSample: number;
  /** Bytes of one sample of all channels. */
  readonly blockAlign: number;
  readonly bytesPerSecond: number;
}

const EXTENSIBLE = 0xfffe;

const TAG_NAMES: ReadonlyMap<number, string> = new Map([
  [0x0002, 'ms adpcm'],
  [0x0010, 'oki adpcm'],
  [0x0011, 'ima adpcm'],
  [0x0014, 'g.723 adpcm'],
  [0x0016, 'mediaspace adpcm'],
  [0x0022, 'truespeech'],
  [0x0031, 'gsm 06.10'],
  [0x0040, 'g.721 adpcm'],
  [0x0041, 'g.728 celp'],
  [0x0042, 'g.723.1'],
  [0x0045, 'g.726 adpcm'],
  [0x0050, 'mpeg layer 1/2'],
  [0x0055, 'mp3 in wav'],
  [0x0057, 'amr-nb'],
  [0x0058, 'amr-wb'],
  [0x0064, 'g.726 adpcm'],
  [0x0065, 'g.722 adpcm'],
  [0x0083, 'g.729'],
  [0x00ff, 'aac in wav'],
  [0x0161, 'windows media'],
  [0x0270, 'sony atrac3'],
  [0x1600, 'aac in wav'],
  [0xa109, 'speex'],
  [0xf1ac, 'flac in wav'],
]);

const PCM_BITS: ReadonlyMap<number, WavEncoding> = new Map([
  [1, 'u8'],
  [2, 's16'],
  [3, 's24'],
  [4, 's32'],
]);

/** Finds and reads the `fmt ` chunk within the first bytes of a file; undefined when it is not among them. */
export function parseWavFormat(head: Uint8Array): WavFormat | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 12; at + 8 <= head.length; ) {
    const size = view.getUint32(at + 4, true);
    if (view.getUint32(at, false) === 0x666d7420) {
      return at + 8 + 16 <= head.length ? readWavFormat(head.subarray(at + 8, at + 8 + size)) : undefined;
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** Reads the body of a `fmt ` chunk (at least 16 bytes); undefined when its figures make no sense. */
export function readWavFormat(body: Uint8Array): WavFormat | undefined {
  if (body.length < 16) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const plainTag = view.getUint16(0, true);
  const tag = plainTag === EXTENSIBLE && body.length >= 26 ? view.getUint16(24, true) : plainTag;
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const bitsPerSample = view.getUint16(14, true);
  const blockAlign = view.getUint16(12, true);
  const format = { tag, channels, sampleRate, bitsPerSample, bytesPerSecond: view.getUint32(8, true) };
  const encoding = encodingOf(tag, channels, bitsPerSample, blockAlign);
  if (encoding === undefined) return { ...format, encoding, blockAlign };
  if (channels < 1 || channels > 32 || sampleRate < 1000 || sampleRate > 768_000) return undefined;
  return { ...format, encoding, blockAlign: channels * bytesPerSample(encoding) };
}

function encodingOf(tag: number, channels: number, bits: number, blockAlign: number): WavEncoding | undefined {
  // The container size decides (20 bits in 3 bytes are read as 24): padding bits are the lowest ones.
  const fromAlign = channels > 0 ? blockAlign / channels : 0;
  const bytes = Number.isInteger(fromAlign) && fromAlign > 0 && fromAlign * 8 >= bits ? fromAlign : Math.ceil(bits / 8);
  if (tag === 1) return PCM_BITS.get(bytes);
  if (tag === 3) return bytes === 4 ? 'f32' : bytes === 8 ? 'f64' : undefined;
  if (tag === 6 && bytes === 1) return 'alaw';
  if (tag === 7 && bytes === 1) return 'mulaw';
  return undefined;
}

/** Bytes one sample of one channel takes. */
export function bytesPerSample(encoding: WavEncoding): number {
  switch (encoding) {
    case 'u8':
    case 'alaw':
    case 'mulaw':
      return 1;
    case 's16':
      return 2;
    case 's24':
      return 3;
    case 's32':
    case 'f32':
      return 4;
    case 'f64':
      return 8;
  }
}

/** The name people know a WAV file's encoding by: `pcm-s16`, `pcm-mulaw`, `gsm 06.10`. */
export function wavFormatName(format: WavFormat): string {
  if (format.encoding !== undefined) return `pcm-${format.encoding}`;
  if (format.tag === 1 || format.tag === 3) return `${format.bitsPerSample}-bit ${format.tag === 1 ? 'pcm' : 'float'}`;
  return TAG_NAMES.get(format.tag) ?? `wav format 0x${format.tag.toString(16).padStart(4, '0')}`;
}
