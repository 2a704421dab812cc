import type { FileHandle } from 'node:fs/promises';
import { MPEGDecoder } from 'mpg123-decoder';
import { AudioError } from './errors.ts';
import { findMp3Frame, type Mp3Header, type Mp3ScanReport, parseMp3Header, scanMp3 } from './mp3-frames.ts';
import { MP3_DECODER_DELAY, type Mp3InfoTag, parseMp3InfoTag } from './mp3-tag.ts';
import { freeQuietly, guardDecoder, type PcmBlock, type PcmStream } from './pcm.ts';
import { id3v2Size, SNIFF_BYTES } from './sniff.ts';
import { type AnalysisWarning, seconds } from './warnings.ts';

const SEARCH_BYTES = 256 * 1024;

/** What remuxing needs to know of an MP3 file once it was decoded to its end. */
export interface Mp3Facts {
  /** Byte offset of the first frame that holds sound. */
  readonly firstFrameAt: number;
  readonly header: Mp3Header;
  /** Samples in front of time zero. */
  readonly delaySamples: number;
  /** Frames that hold sound. */
  readonly frameCount: number;
  /** Bytes of those frames. */
  readonly frameBytes: number;
  /** Samples per channel from time zero to the end. */
  readonly totalSamples: number;
}

/** An MP3 file being decoded; `facts` is complete when `blocks` has ended by itself. */
export interface Mp3Stream extends PcmStream {
  facts(): Mp3Facts;
}

/**
 * Opens an MP3 file for decoding, its encoder delay and padding cut off as far as its tag tells them.
 *
 * @throws AudioError `damaged` when no frames are found.
 */
export async function openMp3(file: FileHandle): Promise<Mp3Stream> {
  const start = await findStart(file);
  const { header, tag } = start;
  const { samples: samplesPerFrame, sampleRate, channels } = header;
  const delaySamples = tag?.delaySamples ?? 0;
  const trimmedSamples = Math.max(0, (tag?.paddingSamples ?? 0) - MP3_DECODER_DELAY);
  const claimedFrames = tag?.claimedFrames;
  const claimedSamples =
    claimedFrames === undefined ? undefined : claimedFrames * samplesPerFrame - delaySamples - trimmedSamples;
  const claimedMs = claimedSamples === undefined ? undefined : (claimedSamples / sampleRate) * 1000;
  const warnings: AnalysisWarning[] = [];
  const decoder = new MPEGDecoder({ enableGapless: false });
  await decoder.ready;
  let open = true;
  let frameCount = 0;
  let frameBytes = 0;
  let totalSamples = 0;

  async function* blocks(): AsyncGenerator<PcmBlock, void, undefined> {
    const report: Mp3ScanReport = { breaks: 0, endsInsideFrame: false };
    let skip = delaySamples;
    let held: PcmBlock | undefined;
    for await (const batch of scanMp3(file, start.firstFrameAt, report)) {
      frameCount += batch.sizes.length;
      frameBytes += batch.data.length;
      const planar = decodeBatch(decoder, batch.data, batch.sizes.length * samplesPerFrame, channels);
      const dropped = Math.min(skip, planar[0]?.length ?? 0);
      skip -= dropped;
      if (held !== undefined) {
        totalSamples += held.frames;
        yield held;
        held = undefined;
      }
      const block = slice(planar, dropped);
      const kept = withoutPadding(block.frames);
      if (kept < block.frames) held = slice(block.planar, kept);
      if (kept === 0) continue;
      totalSamples += kept;
      yield { planar: block.planar, frames: kept };
    }
    if (held !== undefined && frameCount !== claimedFrames) {
      totalSamples += held.frames;
      yield held;
    }
    addWarnings(report);
  }

  /** How many of the next samples are sound. The end the tag promises holds as long as no frames follow behind it. */
  function withoutPadding(frames: number): number {
    if (claimedFrames === undefined || claimedSamples === undefined || frameCount > claimedFrames) return frames;
    return Math.max(0, Math.min(frames, claimedSamples - totalSamples));
  }

  function addWarnings(report: Mp3ScanReport): void {
    const decodedMs = (totalSamples / sampleRate) * 1000;
    if (claimedFrames !== undefined && claimedMs !== undefined && frameCount !== claimedFrames) {
      const message = `The header says ${seconds(claimedMs)}, ${seconds(decodedMs)} were decoded.`;
      warnings.push({ code: frameCount < claimedFrames ? 'truncated' : 'duration-mismatch', message });
    } else if (report.endsInsideFrame) {
      warnings.push({ code: 'truncated', message: `The file breaks off after ${seconds(decodedMs)}.` });
    }
    if (report.breaks > 0) {
      const places = report.breaks === 1 ? 'one place' : `${report.breaks} places`;
      warnings.push({
        code: 'damaged-frames',
        message: `The sound is damaged in ${places}; a little is missing there.`,
      });
    }
  }

  return {
    sampleRate,
    channels,
    claimedMs,
    warnings,
    blocks,
    facts: () => ({
      firstFrameAt: start.firstFrameAt,
      header,
      delaySamples,
      frameCount,
      frameBytes,
      totalSamples,
    }),
    close: () => {
      if (open) freeQuietly(decoder);
      open = false;
      return Promise.resolve();
    },
  };
}

function slice(planar: readonly Float32Array[], from: number): PcmBlock {
  const rest = from === 0 ? planar : planar.map((channel) => channel.subarray(from));
  return { planar: rest, frames: rest[0]?.length ?? 0 };
}

/** Decodes whole frames to exactly `samples` per channel, so that a frame the decoder gives up on shifts nothing. */
function decodeBatch(decoder: MPEGDecoder, data: Uint8Array, samples: number, channels: number): Float32Array[] {
  const { channelData } = guardDecoder(() => decoder.decode(data));
  return channelData.slice(0, channels).map((decoded) => {
    if (decoded.length === samples) return decoded;
    const padded = new Float32Array(samples);
    padded.set(decoded.subarray(0, samples));
    return padded;
  });
}

interface Mp3Start {
  readonly firstFrameAt: number;
  readonly header: Mp3Header;
  readonly tag: Mp3InfoTag | undefined;
}

async function findStart(file: FileHandle): Promise<Mp3Start> {
  const head = await readAt(file, 0, SNIFF_BYTES);
  const behindTags = id3v2Size(head);
  const bytes = await readAt(file, behindTags, SEARCH_BYTES);
  const first = findMp3Frame(bytes, 0);
  if (first === undefined) {
    throw new AudioError('damaged', 'The MP3 file holds no sound that can be read; download it again.', 'mp3');
  }
  const tag = parseMp3InfoTag(bytes.subarray(first.at, first.at + first.header.bytes));
  const audioAt = first.at + (tag === undefined ? 0 : first.header.bytes);
  // The tag's frame may use another bitrate, or even be mono in a stereo file: the stream is described by its second.
  const header = tag === undefined ? first.header : (parseMp3Header(bytes, audioAt) ?? first.header);
  return { firstFrameAt: behindTags + audioAt, header, tag };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
