import { ALL_FORMATS, type AudioSample, AudioSampleSink, Input, UrlSource } from 'mediabunny';
import { createPeaksBuilder, type PeaksBuilder } from '#shared/logic/peaks.ts';
import { placeBlock } from '#shared/logic/sample-clock.ts';
import type { PeaksFailureCode, PeaksMessage, PeaksRequest } from './peaks-messages.ts';

// Decodes what only the browser can (AAC, Vorbis) and makes the peaks file of it. Ended by `terminate()`.

const PROGRESS_EVERY_MS = 150;
const PARTIAL_EVERY_MS = 1000;
const SILENCE_BLOCK = 16_384;
/** A hole longer than this is a broken clock, not a pause. */
const MAX_SILENCE_SECONDS = 6 * 3600;

// The renderer's types are a page's; of a worker's own we need only these two.
const scope = self as unknown as {
  onmessage: ((event: MessageEvent<PeaksRequest>) => void) | null;
  postMessage(message: PeaksMessage, transfer?: Transferable[]): void;
};

class PeaksFailure extends Error {
  readonly code: PeaksFailureCode;
  constructor(code: PeaksFailureCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

scope.onmessage = (event) => {
  makePeaks(event.data).catch((error: unknown) => {
    const code = error instanceof PeaksFailure ? error.code : 'undecodable';
    scope.postMessage({ type: 'failed', code, detail: error instanceof Error ? error.message : String(error) });
  });
};

async function makePeaks({ recordingUrl, uploadUrl }: PeaksRequest): Promise<void> {
  if (typeof AudioDecoder === 'undefined') throw new PeaksFailure('no-webcodecs', 'no AudioDecoder here');
  const input = new Input({ source: new UrlSource(recordingUrl), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack().catch((error: unknown) => {
    throw new PeaksFailure('unreadable', String(error));
  });
  if (track === null) throw new PeaksFailure('not-audio', 'no audio track');
  if (!(await track.canDecode())) throw new PeaksFailure('undecodable', `codec ${await track.getCodec()}`);
  const durationSeconds = await input.computeDuration();
  const channels = await track.getNumberOfChannels();
  const builder = await decodeInto(new AudioSampleSink(track), channels, await track.getSampleRate(), durationSeconds);
  input.dispose();

  const file = builder.finish();
  // The page takes the buffer over, so the body of the upload is a copy.
  const body = file.slice(0);
  scope.postMessage({ type: 'done', file }, [file]);
  const response = await fetch(uploadUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  }).catch(() => null);
  scope.postMessage(response?.ok ? { type: 'uploaded' } : { type: 'upload-failed', status: response?.status ?? 0 });
}

async function decodeInto(
  sink: AudioSampleSink,
  channels: number,
  sampleRate: number,
  durationSeconds: number,
): Promise<PeaksBuilder> {
  let builder: PeaksBuilder | null = null;
  let rate = sampleRate;
  let lanes = channels;
  let planes: Float32Array[] = [];
  let pushed = 0;
  let progressAt = 0;
  let partialAt = performance.now();
  for await (const sample of sink.samples()) {
    if (builder === null) {
      // What the decoder gives out counts: HE-AAC announces half of its rate, and may turn mono into stereo.
      rate = sample.sampleRate;
      lanes = sample.numberOfChannels;
      builder = createPeaksBuilder({ channels: lanes, sampleRate: rate });
    }
    const frames = sample.numberOfFrames;
    if ((planes[0]?.length ?? 0) < frames) planes = Array.from({ length: lanes }, () => new Float32Array(frames));
    copyPlanes(sample, planes);
    const { silentFrames, skipFrames } = placeBlock(pushed, sample.timestamp, frames, rate);
    sample.close();
    if (silentFrames > MAX_SILENCE_SECONDS * rate) throw new PeaksFailure('undecodable', 'timestamps run away');
    pushSilence(builder, lanes, silentFrames);
    const heard = skipFrames === 0 ? planes : planes.map((plane) => plane.subarray(skipFrames));
    if (frames > skipFrames) builder.push(heard, frames - skipFrames);
    pushed += silentFrames + frames - skipFrames;

    const now = performance.now();
    if (now - progressAt < PROGRESS_EVERY_MS) continue;
    progressAt = now;
    const partial = now - partialAt >= PARTIAL_EVERY_MS ? builder.finish() : null;
    if (partial !== null) partialAt = now;
    const share = durationSeconds > 0 ? Math.min(1, pushed / rate / durationSeconds) : 0;
    scope.postMessage({ type: 'progress', share, partial }, partial === null ? [] : [partial]);
  }
  return builder ?? createPeaksBuilder({ channels, sampleRate: rate });
}

function copyPlanes(sample: AudioSample, planes: readonly Float32Array[]): void {
  planes.forEach((plane, planeIndex) => {
    sample.copyTo(plane.subarray(0, sample.numberOfFrames) as Float32Array<ArrayBuffer>, {
      planeIndex,
      format: 'f32-planar',
    });
  });
}

function pushSilence(builder: PeaksBuilder, channels: number, frames: number): void {
  if (frames <= 0) return;
  const silence = new Float32Array(Math.min(SILENCE_BLOCK, frames));
  const planes = Array.from({ length: channels }, () => silence);
  for (let left = frames; left > 0; left -= SILENCE_BLOCK) builder.push(planes, Math.min(SILENCE_BLOCK, left));
}
