import { toneWav } from './wav.ts';

/** A WAV file of `ms` (16 bytes per ms) in which every stretch differs from its neighbours. */
export function noiseWav(ms: number): Uint8Array {
  const bytes = toneWav(ms);
  for (let i = 44; i < bytes.byteLength; i += 1) bytes[i] = ((bytes[i] ?? 0) + i * 31 + (i >> 9)) & 0xff;
  return bytes;
}
