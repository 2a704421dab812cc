import type { WavEncoding } from './wav-format.ts';

/**
 * Converts interleaved WAV samples to planar floats in -1..1.
 *
 * @param bytes a whole number of blocks of `planar.length` samples.
 * @returns the number of frames written to each array of `planar`.
 */
export type WavConverter = (bytes: Uint8Array, planar: readonly Float32Array[]) => number;

/** Picks the conversion for an encoding. */
export function wavConverter(encoding: WavEncoding): WavConverter {
  switch (encoding) {
    case 'u8':
      return byTable(tableOf((byte) => (byte - 128) / 128));
    case 'alaw':
      return byTable(tableOf(fromALaw));
    case 'mulaw':
      return byTable(tableOf(fromMuLaw));
    case 's16':
      return fromS16;
    case 's24':
      return fromS24;
    case 's32':
      return fromView(4, (view, at) => view.getInt32(at, true) / 2 ** 31);
    case 'f32':
      return fromView(4, (view, at) => sane(view.getFloat32(at, true)));
    case 'f64':
      return fromView(8, (view, at) => sane(view.getFloat64(at, true)));
  }
}

function tableOf(decode: (byte: number) => number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => decode(byte));
}

// The loops stand in the converters themselves: V8 (seen in Node 24) inlines a small loop function into its caller before it is
// compiled well and then never compiles it better, which costs a factor of three.

function byTable(table: Float32Array): WavConverter {
  return (bytes, planar) => {
    const channels = planar.length;
    const frames = Math.floor(bytes.length / channels);
    for (let channel = 0; channel < channels; channel += 1) {
      const out = planar[channel] as Float32Array;
      for (let i = 0, at = channel; i < frames; i += 1, at += channels) out[i] = table[bytes[at] as number] as number;
    }
    return frames;
  };
}

function fromS16(bytes: Uint8Array, planar: readonly Float32Array[]): number {
  const channels = planar.length;
  const frames = Math.floor(bytes.length / (2 * channels));
  // A typed array over the bytes is several times faster than a DataView, but wants its offset even.
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const samples = new Int16Array(aligned.buffer, aligned.byteOffset, frames * channels);
  for (let channel = 0; channel < channels; channel += 1) {
    const out = planar[channel] as Float32Array;
    for (let i = 0, at = channel; i < frames; i += 1, at += channels) out[i] = (samples[at] as number) / 32768;
  }
  return frames;
}

function fromS24(bytes: Uint8Array, planar: readonly Float32Array[]): number {
  const channels = planar.length;
  const frames = Math.floor(bytes.length / (3 * channels));
  for (let channel = 0; channel < channels; channel += 1) {
    const out = planar[channel] as Float32Array;
    for (let i = 0, at = channel * 3; i < frames; i += 1, at += channels * 3) {
      const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
      out[i] = (((low | ((bytes[at + 2] as number) << 16)) << 8) >> 8) / 8388608;
    }
  }
  return frames;
}

function fromView(size: number, read: (view: DataView, at: number) => number): WavConverter {
  return (bytes, planar) => {
    const channels = planar.length;
    const frames = Math.floor(bytes.length / (size * channels));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let channel = 0; channel < channels; channel += 1) {
      const out = planar[channel] as Float32Array;
      for (let i = 0, at = channel * size; i < frames; i += 1, at += channels * size) out[i] = read(view, at);
    }
    return frames;
  };
}

/** Floats from outside may be anything; one NaN would spoil everything computed from the samples after it. */
function sane(value: number): number {
  if (value >= -8 && value <= 8) return value;
  return value > 8 ? 8 : value < -8 ? -8 : 0;
}

function fromMuLaw(byte: number): number {
  const inverted = ~byte & 0xff;
  const magnitude = ((((inverted & 0x0f) << 3) + 0x84) << ((inverted >> 4) & 7)) - 0x84;
  return (inverted & 0x80 ? -magnitude : magnitude) / 32768;
}

function fromALaw(byte: number): number {
  const toggled = byte ^ 0x55;
  const exponent = (toggled >> 4) & 7;
  const mantissa = (toggled & 0x0f) << 4;
  const magnitude = exponent === 0 ? mantissa + 8 : (mantissa + 0x108) << (exponent - 1);
  return (toggled & 0x80 ? magnitude : -magnitude) / 32768;
}
