import { type FileHandle, open } from 'node:fs/promises';
import { createPeaksBuilder, type PeaksBuilder } from '#shared/logic/peaks.ts';
import { CONTENT_TYPES } from './content-types.ts';
import { AudioError, toAudioError } from './errors.ts';
import { openFlac } from './flac.ts';
import { type MediaTrack, openMediaTrack } from './media-track.ts';
import { type Mp3Facts, openMp3 } from './mp3.ts';
import { openOpus } from './opus.ts';
import { DecoderFailure, type PcmStream, type StopSignal, throwIfStopped } from './pcm.ts';
import { createPeaksWriter, type PeaksWriter } from './peaks-writer.ts';
import { remuxAdts, remuxMp3 } from './remux.ts';
import { type AudioContainer, type NotAudio, SNIFF_BYTES, sniffAudio } from './sniff.ts';
import { type AnalysisWarning, seconds } from './warnings.ts';
import { openWav } from './wav.ts';
import { wavFormatName } from './wav-format.ts';

/** What to analyse and where the results go. Everything but the signal can be sent to a worker. */
export interface AnalysisRequest {
  readonly filePath: string;
  /** The peaks file; written unless the outcome says otherwise. */
  readonly peaksPath: string;
  /** The seekable copy (MP4); only written for MP3 and bare AAC. */
  readonly playablePath: string;
}

/** What a recording turned out to be. */
export interface RecordingAnalysis {
  readonly container: AudioContainer;
  /** `mp3`, `opus`, `flac`, `aac`, `vorbis`, `pcm-s16`, `pcm-mulaw`, ... */
  readonly codec: string;
  /** Of the decoded sound, in Hz; 48000 for Opus. */
  readonly sampleRate: number;
  readonly channels: number;
  /** Exact: what decoding (or the packets of an undecodable codec) came to, whatever headers say. */
  readonly durationMs: number;
  readonly frames: number;
  /** Mean bits per second of the file. */
  readonly bitrate: number | undefined;
  /** Which file the player is given: the downloaded one, or the copy at `playablePath`. */
  readonly playable: 'original' | 'remuxed' | 'none';
  /** Content type of the file the player is given. */
  readonly playableType: string;
  /** `needs-browser`: only WebCodecs decodes it; a renderer builds the peaks and the two channel facts below. */
  readonly peaks: 'written' | 'needs-browser' | 'unsupported';
  readonly warnings: readonly AnalysisWarning[];
  /** Channels that never exceed -60 dBFS; empty unless peaks were written. */
  readonly silentChannels: readonly number[];
  /** All channels carry the same sound; false unless peaks were written. */
  readonly identicalChannels: boolean;
}

/** Headers round, and count delays that are no sound. */
const CLAIM_TOLERANCE_MS = 250;

/** No call lasts so long; timestamps beyond it are damaged. */
const MAX_SECONDS = 48 * 3600;

/** Codecs that WebCodecs in Chromium decodes but nothing here does. */
const BROWSER_CODECS = /^(aac|mp3|vorbis|flac|opus|pcm-.*|ulaw|alaw)$/;

const NOT_AUDIO: Readonly<Record<NotAudio, string>> = {
  empty: 'The file is empty',
  html: 'The file is a web page',
  xml: 'The file is an XML document (storage services report errors so)',
  json: 'The file is a JSON document',
  text: 'The file is plain text',
  image: 'The file is a picture',
  pdf: 'The file is a PDF document',
  zip: 'The file is a ZIP archive',
  gzip: 'The file is compressed with gzip',
  unknown: 'The file is in no format known here',
};

/**
 * Reads a downloaded recording from start to end: finds out what it is, how long it really is, writes its peaks and,
 * where Chromium could not seek it, a playable copy. Memory stays bounded at any length; both files appear whole or
 * not at all.
 *
 * @throws AudioError `not-audio`, `damaged`, `unsupported`, `not-found`, `disk-full`; the signal's reason when aborted.
 */
export async function analyzeRecording(
  request: AnalysisRequest & { readonly signal?: StopSignal },
): Promise<RecordingAnalysis> {
  try {
    throwIfStopped(request.signal);
    const file = await open(request.filePath, 'r');
    try {
      return await analyzeFile(file, request, request.signal);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toAudioError(error);
  }
}

async function analyzeFile(
  file: FileHandle,
  request: AnalysisRequest,
  signal: StopSignal | undefined,
): Promise<RecordingAnalysis> {
  const head = Buffer.alloc(SNIFF_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const sniffed = sniffAudio(head.subarray(0, bytesRead));
  if (sniffed.kind === 'not-audio') {
    throw new AudioError('not-audio', `${NOT_AUDIO[sniffed.found]}; download the recording again.`, sniffed.found);
  }
  if (sniffed.kind === 'unsupported') {
    const { container, codec } = sniffed;
    const message = `The recording is encoded as ${codec} (${container}), which cannot be decoded here.`;
    throw new AudioError('unsupported', message, codec);
  }
  const { container } = sniffed;
  const { size } = await file.stat();
  const job: Job = { request, signal, container, fileBytes: size };
  switch (container) {
    case 'wav': {
      const wav = await openWav(file);
      const analysis = await decodeAll(job, wav, wavFormatName(wav.format));
      return wav.format.encoding === 'f64' ? withoutPlayer(analysis) : analysis;
    }
    case 'flac':
      return await decodeAll(job, await openFlac(file), 'flac');
    case 'mp3': {
      const mp3 = await openMp3(file);
      const analysis = await decodeAll(job, mp3, 'mp3');
      return await withMp3Copy(job, analysis, mp3.facts());
    }
    default:
      return await analyzeTrack(job, container);
  }
}

interface Job {
  readonly request: AnalysisRequest;
  readonly signal: StopSignal | undefined;
  readonly container: AudioContainer;
  readonly fileBytes: number;
}

async function decodeAll(job: Job, stream: PcmStream, codec: string): Promise<RecordingAnalysis> {
  const { sampleRate, channels } = stream;
  const builder = createPeaksBuilder({ sampleRate, channels });
  const peaks = createPeaksWriter(job.request.peaksPath, builder);
  try {
    const warnings = await decodeInto(builder, peaks, stream, job.signal);
    const facts = builder.facts();
    if (facts.frames === 0) throw noSound(job.container);
    await peaks.write();
    return {
      ...baseFacts(job, codec, sampleRate, channels, facts.frames),
      peaks: 'written',
      warnings: [...stream.warnings, ...warnings],
      silentChannels: facts.silentChannels,
      identicalChannels: facts.identicalChannels,
    };
  } finally {
    await peaks.close();
  }
}

/** Decodes to the end, or to where the file is damaged, which it answers with a warning. Closes the stream. */
async function decodeInto(
  builder: PeaksBuilder,
  peaks: PeaksWriter,
  stream: PcmStream,
  signal: StopSignal | undefined,
): Promise<AnalysisWarning[]> {
  try {
    for await (const block of stream.blocks()) {
      throwIfStopped(signal);
      builder.push(block.planar, block.frames);
      await peaks.relieve();
    }
  } catch (error) {
    if (!(error instanceof DecoderFailure)) throw error;
    const message = `The file is damaged; only the first ${seconds(builder.facts().durationMs)} could be decoded.`;
    return [{ code: 'truncated', message }];
  } finally {
    await stream.close();
  }
  return [];
}

function baseFacts(job: Job, codec: string, sampleRate: number, channels: number, frames: number) {
  const durationMs = (frames / sampleRate) * 1000;
  return {
    container: job.container,
    codec,
    sampleRate,
    channels,
    durationMs,
    frames,
    bitrate: Math.round((job.fileBytes * 8000) / durationMs),
    playable: 'original' as const,
    playableType: CONTENT_TYPES[job.container],
  };
}

function noSound(container: AudioContainer): AudioError {
  return new AudioError('damaged', `The ${container} file holds no sound; download the recording again.`, container);
}

async function withMp3Copy(job: Job, analysis: RecordingAnalysis, facts: Mp3Facts): Promise<RecordingAnalysis> {
  await remuxMp3(job.request.filePath, job.request.playablePath, facts, job.signal);
  const bitrate = Math.round(
    (facts.frameBytes * 8 * facts.header.sampleRate) / (facts.frameCount * facts.header.samples),
  );
  return { ...analysis, bitrate, playable: 'remuxed', playableType: CONTENT_TYPES.mp4 };
}

/** Chromium plays every encoding our WAV reader knows, but not doubles. */
function withoutPlayer(analysis: RecordingAnalysis): RecordingAnalysis {
  const message = 'The player cannot play 64-bit floats; the waveform is shown all the same.';
  return { ...analysis, playable: 'none', warnings: [...analysis.warnings, { code: 'not-playable', message }] };
}

async function analyzeTrack(job: Job, container: AudioContainer): Promise<RecordingAnalysis> {
  const media = await openMediaTrack(job.request.filePath, container);
  try {
    if (media.codec === 'opus')
      return await decodeAll(job, await openOpus(media, container, job.request.filePath), 'opus');
    return await measureTrack(job, media);
  } finally {
    media.close();
  }
}

/** For what cannot be decoded here: the exact duration from the packets, and for bare AAC the seekable copy. */
async function measureTrack(job: Job, media: MediaTrack): Promise<RecordingAnalysis> {
  const warnings: AnalysisWarning[] = [];
  let end = 0;
  let packets = 0;
  for await (const packet of media.packets(warnings)) {
    throwIfStopped(job.signal);
    packets += 1;
    end = Math.max(end, packet.timestamp + packet.duration);
  }
  const frames = Math.round(end * media.sampleRate);
  if (frames === 0) throw noSound(job.container);
  if (end > MAX_SECONDS) {
    const message = 'The timestamps of the recording are damaged; download it again.';
    throw new AudioError('damaged', message, job.container);
  }
  const isKnown = BROWSER_CODECS.test(media.codec);
  const analysis: RecordingAnalysis = {
    ...baseFacts(job, media.codec, media.sampleRate, media.channels, frames),
    playable: isKnown ? 'original' : 'none',
    peaks: isKnown ? 'needs-browser' : 'unsupported',
    warnings: await checkClaim(media, (frames / media.sampleRate) * 1000, warnings),
    silentChannels: [],
    identicalChannels: false,
  };
  if (job.container !== 'adts') return analysis;
  await remuxAdts(job.request.filePath, job.request.playablePath, packets, job.signal);
  return { ...analysis, playable: 'remuxed', playableType: CONTENT_TYPES.mp4 };
}

/** Adds a warning when the container promises clearly more than there was, unless it is known already. */
async function checkClaim(
  media: MediaTrack,
  durationMs: number,
  warnings: readonly AnalysisWarning[],
): Promise<readonly AnalysisWarning[]> {
  const claimedMs = ((await media.claimedSeconds()) ?? 0) * 1000;
  const isKnown = warnings.some((warning) => warning.code === 'truncated');
  if (isKnown || claimedMs - durationMs <= CLAIM_TOLERANCE_MS) return warnings;
  const message = `The header says ${seconds(claimedMs)}, ${seconds(durationMs)} are there.`;
  return [...warnings, { code: 'truncated', message }];
}
