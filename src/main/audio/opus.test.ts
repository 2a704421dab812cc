import { EncodedPacket } from 'mediabunny';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fixturePath } from './fixtures/open-fixture.ts';
import { lagMs, makeTestSignal } from './fixtures/test-signal.ts';
import { type MediaTrack, openMediaTrack } from './media-track.ts';
import { openOpus } from './opus.ts';
import { opusPacketSamples, parseOpusHead } from './opus-head.ts';

const RATE = 48_000;

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue(undefined); // the decoder's own complaints
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The WebM fixture's track, its packets changed on the way. */
async function decodeChanged(change: (packet: EncodedPacket, index: number) => EncodedPacket) {
  const filePath = fixturePath('opus.webm');
  const media = await openMediaTrack(filePath, 'webm');
  async function* packets(...args: Parameters<MediaTrack['packets']>): AsyncGenerator<EncodedPacket, void, undefined> {
    let index = 0;
    for await (const packet of media.packets(...args)) yield change(packet, index++);
  }
  const stream = await openOpus({ ...media, packets }, 'webm', filePath);
  const left: number[] = [];
  for await (const block of stream.blocks()) left.push(...(block.planar[0]?.subarray(0, block.frames) ?? []));
  await stream.close();
  media.close();
  return { left: Float32Array.from(left), warnings: stream.warnings };
}

describe('openOpus', () => {
  it('shows a hole in the timestamps as silence, to the packet', async () => {
    // Two seconds get lost behind the 75th packet (1.5 s); the second chirp of the left channel is at 1.7 s.
    const { left, warnings } = await decodeChanged((packet, index) =>
      index < 75 ? packet : packet.clone({ timestamp: packet.timestamp + 2 }),
    );
    expect(warnings).toEqual([{ code: 'gap', message: expect.stringMatching(/^2 s were never recorded/) }]);
    expect(left.length / RATE).toBeCloseTo(6, 2);
    const [signal = new Float32Array()] = makeTestSignal(RATE);
    expect(Math.abs(lagMs(left.subarray(0, 1.4 * RATE), signal.subarray(0, 1.4 * RATE), RATE))).toBeLessThan(3);
    expect(Math.abs(lagMs(left.subarray(3.55 * RATE), signal.subarray(1.55 * RATE), RATE))).toBeLessThan(3);
    expect(left.subarray(1.6 * RATE, 3.4 * RATE).every((sample) => sample === 0)).toBe(true);
  });

  it('keeps step when a packet cannot be decoded', async () => {
    // Three frames are promised (20 ms each), their lengths missing: libopus refuses such a packet.
    const broken = Uint8Array.of(0xfc | 3, 0x83, 0xff);
    const { left, warnings } = await decodeChanged((packet, index) =>
      index === 60 ? new EncodedPacket(broken, 'key', packet.timestamp, packet.duration) : packet,
    );
    expect(warnings.map((warning) => warning.code)).toEqual(['damaged-frames']);
    expect(left.length / RATE).toBeGreaterThanOrEqual(3.98);
  });

  it('stops where timestamps jump away', async () => {
    const { left, warnings } = await decodeChanged((packet, index) =>
      index < 100 ? packet : packet.clone({ timestamp: packet.timestamp + 1e7 }),
    );
    expect(warnings.map((warning) => warning.code)).toEqual(['truncated']);
    expect(left.length / RATE).toBeCloseTo(2, 1);
  });
});

describe('parseOpusHead', () => {
  const magic = [...new TextEncoder().encode('OpusHead')];

  it('reads Ogg and WebM (little-endian) and MP4 (big-endian)', () => {
    const stereo = { channels: 2, preSkip: 312, streamCount: 1, coupledStreamCount: 1, mapping: [0, 1] };
    expect(parseOpusHead(Uint8Array.of(...magic, 1, 2, 0x38, 1, 0, 0, 0, 0, 0, 0, 0))).toEqual(stereo);
    expect(parseOpusHead(Uint8Array.of(0, 2, 1, 0x38, 0, 0, 0, 0, 0, 0, 0))).toEqual(stereo);
  });

  it('refuses what would make the decoder read beyond its streams', () => {
    const family1 = (channels: number, ...rest: number[]) =>
      parseOpusHead(Uint8Array.of(...magic, 1, channels, 0, 0, 0, 0, 0, 0, 0, 0, 1, ...rest));
    expect(family1(3, 2, 1, 0, 1, 2)).toMatchObject({ channels: 3, streamCount: 2, mapping: [0, 1, 2] });
    expect(family1(3, 2, 1, 0, 1, 3)).toBeUndefined();
    expect(family1(3, 0, 0, 0, 0, 0)).toBeUndefined();
    expect(family1(3, 2, 1, 0)).toBeUndefined();
    expect(parseOpusHead(Uint8Array.of(1, 2, 3))).toBeUndefined();
  });
});

describe('opusPacketSamples', () => {
  it.each([
    [[], 0],
    [[0b11111_000], 960], // CELT 20 ms
    [[0b10000_000], 120], // CELT 2.5 ms
    [[0b01101_000], 960], // hybrid 20 ms
    [[0b00011_000], 2880], // SILK 60 ms
    [[0b11111_001], 1920],
    [[0b11111_011, 3], 2880],
    [[0b00011_011, 63], 5760], // more than the format allows
  ])('of %j is %i', (bytes, samples) => {
    expect(opusPacketSamples(Uint8Array.from(bytes))).toBe(samples);
  });
});
