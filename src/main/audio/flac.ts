import type { FileHandle } from 'node:fs/promises';
import { type FLACDecodedAudio, FLACDecoder } from '@wasm-audio-decoders/flac';
import { AudioError } from './errors.ts';
import { DecoderFailure, freeQuietly, type PcmBlock, type PcmStream } from './pcm.ts';
import { id3v2Size, SNIFF_BYTES } from './sniff.ts';
import { type AnalysisWarning, seconds } from './warnings.ts';

const CHUNK_BYTES = 64 * 1024;
const STREAMINFO_BYTES = 34;

interface StreamInfo {
  readonly start: number;
  readonly sampleRate: number;
  readonly channels: number;
  readonly bitsPerSample: number;
  readonly totalSamples: number | undefined;
}

/**
 * Opens a FLAC file for decoding.
 *
 * @throws AudioError `damaged` when its description is missing or makes no sense.
 */
export async function openFlac(file: FileHandle): Promise<PcmStream & { readonly bitsPerSample: number }> {
  const info = await readStreamInfo(file);
  const { sampleRate, channels, totalSamples } = info;
  const claimedMs = totalSamples === undefined ? undefined : (totalSamples / sampleRate) * 1000;
  const warnings: AnalysisWarning[] = [];
  const decoder = new FLACDecoder();
  await decoder.ready;
  let open = true;

  async function* blocks(): AsyncGenerator<PcmBlock, void, undefined> {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let position = info.start;
    let frames = 0;
    let failures = 0;
    for (let ended = false; !ended; ) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, position);
      position += bytesRead;
      ended = bytesRead === 0;
      // The parser keeps what it was given until a frame is complete, so it gets its own copy.
      const decoded = await decodeOrFlush(ended ? undefined : Uint8Array.from(chunk.subarray(0, bytesRead)));
      failures += decoded.errors.length;
      if (decoded.samplesDecoded === 0) continue;
      if (decoded.channelData.length !== channels || decoded.sampleRate !== sampleRate) {
        warnings.push({
          code: 'format-change',
          message: 'The format changes in the middle; what follows is left out.',
        });
        break;
      }
      frames += decoded.samplesDecoded;
      yield { planar: decoded.channelData, frames: decoded.samplesDecoded };
    }
    const decodedMs = (frames / sampleRate) * 1000;
    if (claimedMs !== undefined && totalSamples !== undefined && frames !== totalSamples) {
      const message = `The header says ${seconds(claimedMs)}, ${seconds(decodedMs)} were decoded.`;
      warnings.push({ code: frames < totalSamples ? 'truncated' : 'duration-mismatch', message });
    }
    if (failures > 0) {
      const message = `${failures} stretches are damaged and left out; times behind them may be too early.`;
      warnings.push({ code: 'damaged-frames', message });
    }
  }

  async function decodeOrFlush(bytes: Uint8Array | undefined): Promise<FLACDecodedAudio> {
    try {
      return bytes === undefined ? await decoder.flush() : await decoder.decode(bytes);
    } catch (cause) {
      throw new DecoderFailure('the FLAC decoder gave up', { cause });
    }
  }

  return {
    sampleRate,
    channels,
    bitsPerSample: info.bitsPerSample,
    claimedMs,
    warnings,
    blocks,
    close: () => {
      if (open) freeQuietly(decoder);
      open = false;
      return Promise.resolve();
    },
  };
}

async function readStreamInfo(file: FileHandle): Promise<StreamInfo> {
  const head = Buffer.alloc(SNIFF_BYTES);
  await file.read(head, 0, head.length, 0);
  const start = id3v2Size(head);
  const bytes = Buffer.alloc(8 + STREAMINFO_BYTES);
  await file.read(bytes, 0, bytes.length, start);
  const sampleRate = bytes.readUIntBE(18, 3) >> 4;
  const channels = ((bytes.readUInt8(20) >> 1) & 7) + 1;
  const bitsPerSample = (((bytes.readUInt8(20) & 1) << 4) | (bytes.readUInt8(21) >> 4)) + 1;
  const totalSamples = (bytes.readUInt8(21) & 15) * 2 ** 32 + bytes.readUInt32BE(22);
  const isStreamInfo = bytes.toString('latin1', 0, 4) === 'fLaC' && (bytes.readUInt8(4) & 0x7f) === 0;
  if (!isStreamInfo || sampleRate < 1000 || sampleRate > 768_000) {
    throw new AudioError('damaged', 'The FLAC header is damaged; download the recording again.', 'flac');
  }
  return { start, sampleRate, channels, bitsPerSample, totalSamples: totalSamples === 0 ? undefined : totalSamples };
}
