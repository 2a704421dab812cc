import { OpusDecoder } from 'opus-decoder';
import { AudioError } from './errors.ts';
import type { MediaTrack } from './media-track.ts';
import { OPUS_RATE, opusPacketSamples, parseOpusHead } from './opus-head.ts';
import { freeQuietly, guardDecoder, type PcmBlock, type PcmStream } from './pcm.ts';
import { type AnalysisWarning, seconds } from './warnings.ts';
import { readDiscardPadding } from './webm-tail.ts';

const PACKETS_PER_CALL = 100;
/** WebM and MP4 round timestamps; only more than the longest packet is a hole in the recording. */
const GAP_SAMPLES = 0.15 * OPUS_RATE;
/** More silence than this is damaged timestamps rather than holes. */
const MAX_GAP_SAMPLES = 1800 * OPUS_RATE;

/**
 * Opens an Opus track for decoding: pre-skip cut off in front, padding at the end where the container tells it,
 * holes in the timestamps (WebM, MP4) filled with silence.
 *
 * @throws AudioError `damaged` when the Opus header makes no sense.
 */
export async function openOpus(media: MediaTrack, container: string, filePath: string): Promise<PcmStream> {
  const head = media.description === undefined ? undefined : parseOpusHead(media.description);
  if (head === undefined) {
    throw new AudioError('damaged', 'The Opus header is damaged; download the recording again.', 'opus');
  }
  const { channels, preSkip, streamCount, coupledStreamCount, mapping } = head;
  const decoder = new OpusDecoder({ channels, streamCount, coupledStreamCount, channelMappingTable: mapping });
  await decoder.ready;
  const warnings: AnalysisWarning[] = [];
  let open = true;

  async function* blocks(): AsyncGenerator<PcmBlock, void, undefined> {
    const silence = Array.from({ length: channels }, () => new Float32Array(OPUS_RATE));
    let pending: Uint8Array[] = [];
    let pendingSamples = 0;
    /** Samples handed to the decoder or filled in, pre-skip included: where the next packet belongs. */
    let position = 0;
    let skip = preSkip;
    let failures = 0;
    let gapSamples = 0;
    let firstTimestamp = 0;
    let last: { readonly bytes: Uint8Array; readonly duration: number } | undefined;

    function* decode(discard = 0): Generator<PcmBlock> {
      if (pending.length === 0) return;
      const batch = pending;
      const expected = pendingSamples;
      pending = [];
      pendingSamples = 0;
      const { channelData, samplesDecoded, errors } = guardDecoder(() => decoder.decodeFrames(batch));
      failures += errors.length;
      const from = Math.min(skip, samplesDecoded);
      skip -= from;
      const frames = Math.max(0, samplesDecoded - from - discard);
      if (frames > 0) yield { planar: channelData.map((channel) => channel.subarray(from)), frames };
      // A packet that could not be decoded must not pull what follows it forward.
      if (errors.length > 0) yield* fill(expected - samplesDecoded);
    }

    function* fill(samples: number): Generator<PcmBlock> {
      for (let left = samples; left > 0; left -= OPUS_RATE) {
        yield { planar: silence, frames: Math.min(left, OPUS_RATE) };
      }
    }

    for await (const packet of media.packets(warnings)) {
      if (last === undefined) firstTimestamp = packet.timestamp;
      last = { bytes: packet.data, duration: packet.duration };
      // Ogg counts packets; its timestamps cannot have holes.
      const expected = container === 'ogg' ? position : (packet.timestamp - firstTimestamp) * OPUS_RATE;
      const gap = Math.round(expected - position);
      if (gap > GAP_SAMPLES) {
        gapSamples += gap;
        if (gapSamples > MAX_GAP_SAMPLES) {
          warnings.push({ code: 'truncated', message: 'The timestamps are damaged; what follows is left out.' });
          break;
        }
        yield* decode();
        yield* fill(gap);
        position += gap;
      }
      const samples = opusPacketSamples(packet.data);
      if (samples === 0) continue;
      pending.push(packet.data);
      pendingSamples += samples;
      position += samples;
      if (pending.length >= PACKETS_PER_CALL) yield* decode();
    }
    yield* decode(last === undefined ? 0 : await paddingOf(last));

    if (gapSamples > 0 && gapSamples <= MAX_GAP_SAMPLES) {
      const message = `${seconds((gapSamples / OPUS_RATE) * 1000)} were never recorded or got lost; they show as silence.`;
      warnings.push({ code: 'gap', message });
    }
    if (failures > 0) {
      warnings.push({ code: 'damaged-frames', message: `${failures} packets are damaged and could not be decoded.` });
    }
  }

  /** Samples at the end that are no sound. Ogg and MP4 shorten the last packet's duration; WebM has its own element. */
  async function paddingOf(last: { readonly bytes: Uint8Array; readonly duration: number }): Promise<number> {
    if (container === 'webm') return Math.round((await readDiscardPadding(filePath, last.bytes)) * OPUS_RATE);
    return Math.max(0, opusPacketSamples(last.bytes) - Math.round(last.duration * OPUS_RATE));
  }

  return {
    sampleRate: OPUS_RATE,
    channels,
    claimedMs: undefined,
    warnings,
    blocks,
    close: () => {
      if (open) freeQuietly(decoder);
      open = false;
      return Promise.resolve();
    },
  };
}
