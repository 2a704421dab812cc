import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EncodedPacket, EncodedPacketSink, FilePathSource, Input, MP4 } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeRecording } from './analyze.ts';
import { fixturePath } from './fixtures/open-fixture.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'earmark-remux-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function remux(name: string) {
  const filePath = fixturePath(name);
  const playablePath = join(folder, `${name}.mp4`);
  const analysis = await analyzeRecording({ filePath, peaksPath: join(folder, `${name}.peaks`), playablePath });
  const input = new Input({ source: new FilePathSource(playablePath), formats: [MP4] });
  try {
    const track = await input.getPrimaryAudioTrack();
    if (track === null) throw new Error('no track');
    const packets: EncodedPacket[] = [];
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
    const codec = await track.getCodec();
    return { analysis, packets, codec, bytes: await readFile(playablePath), original: await readFile(filePath) };
  } finally {
    input.dispose();
  }
}

describe('the playable copy', () => {
  // Name, sample rate, samples per frame, packets, samples in front of time zero, silent frames put in front.
  it.each([
    ['lame-16k.mp3', 16_000, 576, 114, 1105, 0],
    ['lame-8k.mp3', 8000, 576, 58, 1105, 0],
    ['vbr-44k.mp3', 44_100, 1152, 156, 2257, 1],
    ['mono-16k.mp3', 16_000, 576, 114, 1105, 0],
    ['untagged-vbr-16k.mp3', 16_000, 576, 114, 0, 0],
    ['aac.aac', 16_000, 1024, 64, 0, 0],
  ])('of %s has every frame in its place', async (name, sampleRate, frameSamples, count, delay, silent) => {
    const { analysis, packets, codec, bytes, original } = await remux(name);
    expect(analysis).toMatchObject({ playable: 'remuxed', playableType: 'audio/mp4', warnings: [] });
    expect(codec).toBe(analysis.codec);
    expect(packets.length).toBe(count);
    packets.forEach((packet, i) => {
      expect(packet.timestamp * sampleRate).toBeCloseTo(i * frameSamples - delay, 3);
      expect(packet.duration * sampleRate).toBeCloseTo(frameSamples, 3);
    });
    const end = (packets.at(-1)?.timestamp ?? 0) + (packets.at(-1)?.duration ?? 0);
    expect(end * 1000).toBeGreaterThanOrEqual(analysis.durationMs - 1e-6);
    expect(end * 1000 - analysis.durationMs).toBeLessThan((frameSamples / sampleRate) * 1000);
    // The index stands in front, and no byte of the sound was changed.
    expect(bytes.indexOf('moov')).toBeLessThan(bytes.indexOf('mdat'));
    const sound = Buffer.concat(packets.slice(silent).map((packet) => packet.data));
    for (const lead of packets.slice(0, silent)) expect(lead.data.subarray(4).every((byte) => byte === 0)).toBe(true);
    expect(codec === 'aac' || original.includes(sound)).toBe(true);
  });

  it.each(['lame-16k.mp3', 'lame-8k.mp3', 'vbr-44k.mp3', 'mono-16k.mp3'])(
    'of %s is as long as the sound',
    async (name) => {
      const { analysis, bytes } = await remux(name);
      const edit = bytes.indexOf('elst');
      const timescale = bytes.readUInt32BE(bytes.indexOf('mvhd') + 16);
      expect(bytes.readUInt32BE(edit + 8)).toBe(1);
      expect((bytes.readUInt32BE(edit + 12) / timescale) * 1000).toBeCloseTo(analysis.durationMs, 0);
    },
  );

  it('leaves nothing half done beside it', async () => {
    expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });
});
