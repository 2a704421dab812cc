/** Bytes of the header that `wavHeader` makes. */
export const WAV_HEADER_BYTES = 44;

/** A sample of -1..1 as a 16-bit one; beyond that it is clipped. What came from 16 bits comes back as it was. */
export function toInt16(sample: number): number {
  return Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768)));
}

/** The header of a WAV file of 16-bit samples. */
export function wavHeader(channels: number, sampleRate: number, frames: number): Buffer {
  const bytes = frames * channels * 2;
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(Math.min(0xffff_ffff, bytes + WAV_HEADER_BYTES - 8), 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(Math.min(0xffff_ffff, bytes), 40);
  return header;
}
