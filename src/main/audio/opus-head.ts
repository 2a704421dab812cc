/** Opus always decodes at this rate; the header's "input rate" is a remark. */
export const OPUS_RATE = 48_000;

/** What a decoder must know of an Opus stream. */
export interface OpusHead {
  readonly channels: number;
  /** Samples to drop in front. */
  readonly preSkip: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly mapping: number[];
}

/** Reads the `OpusHead` structure (Ogg, WebM) or the `dOps` one (MP4: big-endian, no magic); undefined if senseless. */
export function parseOpusHead(bytes: Uint8Array): OpusHead | undefined {
  const hasMagic = String.fromCharCode(...bytes.subarray(0, 8)) === 'OpusHead';
  const body = hasMagic ? bytes.subarray(8) : bytes;
  if (body.length < 11) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const channels = view.getUint8(1);
  const preSkip = view.getUint16(2, hasMagic);
  if (channels < 1 || channels > 8) return undefined;
  if (view.getUint8(10) === 0) {
    if (channels > 2) return undefined;
    const mapping = channels === 2 ? [0, 1] : [0];
    return { channels, preSkip, streamCount: 1, coupledStreamCount: channels - 1, mapping };
  }
  if (body.length < 13 + channels) return undefined;
  const mapping = [...body.subarray(13, 13 + channels)];
  const streamCount = view.getUint8(11);
  const coupledStreamCount = view.getUint8(12);
  const decoded = streamCount + coupledStreamCount;
  if (streamCount < 1 || coupledStreamCount > streamCount || mapping.some((at) => at !== 255 && at >= decoded)) {
    return undefined;
  }
  return { channels, preSkip, streamCount, coupledStreamCount, mapping };
}

/** Samples per channel (at 48 kHz) a packet decodes to, from its first bytes (RFC 6716, section 3); at most 120 ms. */
export function opusPacketSamples(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const config = toc >> 3;
  const perFrame =
    config >= 16 ? 120 << (config & 3) : config >= 12 ? 480 << (config & 1) : [480, 960, 1920, 2880][config & 3];
  const code = toc & 3;
  const frames = code === 0 ? 1 : code === 3 ? (packet[1] ?? 0) & 0x3f : 2;
  return Math.min((perFrame ?? 0) * frames, 5760);
}
