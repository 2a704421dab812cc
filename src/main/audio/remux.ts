import { open } from 'node:fs/promises';
import { EncodedAudioPacketSource, EncodedPacket, FilePathTarget, Mp4OutputFormat, Output } from 'mediabunny';
import { writeAtomically } from './atomic-file.ts';
import { openMediaTrack } from './media-track.ts';
import type { Mp3Facts } from './mp3.ts';
import { scanMp3 } from './mp3-frames.ts';
import { type StopSignal, throwIfStopped } from './pcm.ts';

const WRITE_BYTES = 256 * 1024;
const STOP_CHECK_PACKETS = 256;

/** What came out of a stream copy. */
export interface RemuxResult {
  readonly packets: number;
  /** Presentation time of the first packet in ms; minus the encoder delay, so never above 0. */
  readonly firstTimestampMs: number;
}

type Packets = AsyncIterable<EncodedPacket>;

/**
 * Copies the frames of an MP3 file into an MP4 file, without encoding anything anew.
 *
 * Chromium seeks MP3 by guessing from the bitrate and lands up to minutes away; in an MP4 every frame has its place.
 * Time zero is the first sample behind the encoder delay, as decoded; the end is at most a frame (72 ms at 8 kHz,
 * 26 ms at 44.1 kHz) behind the last sample before the padding.
 *
 * @throws the file system's errors, or the signal's reason; `outPath` is then as it was before.
 */
export async function remuxMp3(
  filePath: string,
  outPath: string,
  facts: Mp3Facts,
  signal?: StopSignal,
): Promise<RemuxResult> {
  const { header, delaySamples, totalSamples, firstFrameAt } = facts;
  const file = await open(filePath, 'r');

  // Chromium takes a delay off twice when it lies within the first frame (always in MPEG-1, whose frames are longer than
  // LAME's delay): the first 23-34 ms are then missing. With a silent frame in front, it ends in the second.
  const lead = delaySamples > 0 && delaySamples < header.samples;

  async function* packets(): AsyncGenerator<EncodedPacket> {
    let position = -delaySamples;
    let first = true;
    for await (const batch of scanMp3(file, firstFrameAt, { breaks: 0, endsInsideFrame: false })) {
      let at = 0;
      for (const size of batch.sizes) {
        // Nothing but padding from here on. The last frame keeps its whole duration: Chromium drops a shortened one.
        if (position >= totalSamples) return;
        const data = batch.data.slice(at, at + size);
        const seconds = header.samples / header.sampleRate;
        if (first && lead)
          yield new EncodedPacket(silentFrame(data), 'key', position / header.sampleRate - seconds, seconds);
        first = false;
        yield new EncodedPacket(data, 'key', position / header.sampleRate, seconds);
        at += size;
        position += header.samples;
      }
    }
  }

  try {
    const config = { codec: 'mp3', numberOfChannels: header.channels, sampleRate: header.sampleRate };
    const endSeconds = totalSamples / header.sampleRate;
    return await writeMp4(outPath, 'mp3', config, packets(), facts.frameCount + 1, signal, endSeconds);
  } finally {
    await file.close();
  }
}

/**
 * Copies the frames of a bare AAC stream (ADTS) into an MP4 file. Such streams do not tell their encoder delay, so
 * the first frame starts at 0, as every decoder of the bare stream has it.
 *
 * @throws as {@link remuxMp3}; AudioError `damaged` when no frame can be read.
 */
export async function remuxAdts(
  filePath: string,
  outPath: string,
  packetCount: number,
  signal?: StopSignal,
): Promise<RemuxResult> {
  const media = await openMediaTrack(filePath, 'adts');
  try {
    const config = await media.track.getDecoderConfig();
    const decoderConfig = { ...config, codec: config?.codec ?? 'mp4a.40.2' };
    const { sampleRate, channels: numberOfChannels } = media;
    const meta = { ...decoderConfig, sampleRate, numberOfChannels };
    return await writeMp4(outPath, 'aac', meta, media.packets([]), packetCount, signal);
  } finally {
    media.close();
  }
}

async function writeMp4(
  outPath: string,
  codec: 'mp3' | 'aac',
  decoderConfig: AudioDecoderConfig,
  packets: Packets,
  maximumPacketCount: number,
  signal: StopSignal | undefined,
  endSeconds?: number,
): Promise<RemuxResult> {
  let count = 0;
  let firstTimestampMs = 0;
  await writeAtomically(outPath, async (partial) => {
    const output = new Output({
      // Room for the index is kept in front: playing starts with one request, and nothing is held in memory.
      format: new Mp4OutputFormat({ fastStart: 'reserve' }),
      target: new FilePathTarget(partial, { chunked: true, chunkSize: WRITE_BYTES }),
    });
    const source = new EncodedAudioPacketSource(codec);
    output.addAudioTrack(source, { maximumPacketCount });
    try {
      await output.start();
      for await (const packet of packets) {
        if (count === 0) firstTimestampMs = packet.timestamp * 1000;
        if (count % STOP_CHECK_PACKETS === 0) throwIfStopped(signal);
        await source.add(packet, count === 0 ? { decoderConfig } : undefined);
        count += 1;
      }
      await output.finalize();
      if (endSeconds !== undefined) await endEditAt(partial, endSeconds);
    } catch (error) {
      await output.cancel().catch(() => undefined);
      throw error;
    }
  });
  return { packets: count, firstTimestampMs };
}

/** A frame of the same kind and size that decodes to silence: a header, and no bits for any granule. */
function silentFrame(frame: Uint8Array): Uint8Array {
  const silent = new Uint8Array(frame.length);
  silent.set(frame.subarray(0, 4));
  return silent;
}

const HEAD_BYTES = 4096;

/** Lets the MP4's one edit end where the sound does, so that the padding in the last frame does not count as length. */
async function endEditAt(path: string, seconds: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    const movie = head.subarray(0, bytesRead).indexOf('mvhd');
    const edit = head.subarray(0, bytesRead).indexOf('elst');
    // Without an edit nothing was cut off in front, and nothing is known of padding. Version 1 is for films of a day.
    if (movie < 0 || edit < 0 || head[movie + 4] !== 0 || head[edit + 4] !== 0) return;
    const timescale = head.readUInt32BE(movie + 16);
    const duration = Buffer.alloc(4);
    duration.writeUInt32BE(Math.round(seconds * timescale));
    await file.write(duration, 0, 4, edit + 12);
  } finally {
    await file.close();
  }
}
