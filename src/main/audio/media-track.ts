import {
  ADTS,
  type EncodedPacket,
  EncodedPacketSink,
  FilePathSource,
  Input,
  type InputAudioTrack,
  type InputFormat,
  MATROSKA,
  MP4,
  OGG,
  QTFF,
  WEBM,
} from 'mediabunny';
import { AudioError } from './errors.ts';
import type { AudioContainer } from './sniff.ts';
import type { AnalysisWarning } from './warnings.ts';

const CACHE_BYTES = 2 * 1024 * 1024;

const FORMATS: Readonly<Partial<Record<AudioContainer, InputFormat[]>>> = {
  ogg: [OGG],
  webm: [WEBM, MATROSKA],
  mp4: [MP4, QTFF],
  adts: [ADTS],
};

/** The sound of a container, opened by mediabunny. */
export interface MediaTrack {
  readonly track: InputAudioTrack;
  readonly codec: string;
  readonly sampleRate: number;
  readonly channels: number;
  readonly description: Uint8Array | undefined;
  /**
   * The packets in order. Where the container is damaged it ends early and adds a warning.
   *
   * @param metadataOnly yields timestamps and sizes without reading the sound.
   */
  packets(warnings: AnalysisWarning[], metadataOnly?: boolean): AsyncGenerator<EncodedPacket, void, undefined>;
  /** Duration in seconds that the container's metadata promises. */
  claimedSeconds(): Promise<number | undefined>;
  close(): void;
}

/**
 * Opens the first sound track of a container.
 *
 * @throws AudioError `damaged` when the container cannot be read or holds no sound, `unsupported` for unknown codecs.
 */
export async function openMediaTrack(filePath: string, container: AudioContainer): Promise<MediaTrack> {
  const source = new FilePathSource(filePath, { maxCacheSize: CACHE_BYTES, handleUnhandledError: () => undefined });
  const input = new Input({ source, formats: FORMATS[container] ?? [] });
  try {
    return await readTrack(input, container);
  } catch (error) {
    input.dispose();
    throw error instanceof AudioError ? error : damaged(container, error);
  }
}

async function readTrack(input: Input, container: AudioContainer): Promise<MediaTrack> {
  const track = await input.getPrimaryAudioTrack();
  if (track === null) throw noTrack(container);
  const codec = await track.getCodec();
  if (codec === null) throw unknownCodec(await track.getInternalCodecId(), container);
  const config = await track.getDecoderConfig();
  const sampleRate = await track.getSampleRate();
  const channels = await track.getNumberOfChannels();
  const description = config?.description === undefined ? undefined : bytesOf(config.description);

  async function* packets(warnings: AnalysisWarning[], metadataOnly = false): AsyncGenerator<EncodedPacket, void> {
    const sink = new EncodedPacketSink(track as InputAudioTrack);
    let count = 0;
    try {
      for await (const packet of sink.packets(undefined, undefined, { metadataOnly })) {
        count += 1;
        yield packet;
      }
    } catch (error) {
      if (count === 0) throw damaged(container, error);
      warnings.push({
        code: 'truncated',
        message: `The ${container} file is damaged; what follows could not be read.`,
      });
    }
  }

  const claimedSeconds = async (): Promise<number | undefined> => (await track.getDurationFromMetadata()) ?? undefined;

  return { track, codec, sampleRate, channels, description, packets, claimedSeconds, close: () => input.dispose() };
}

function noTrack(container: AudioContainer): AudioError {
  const message = `The ${container} file holds no sound track, perhaps because it is cut off; download it again.`;
  return new AudioError('damaged', message, container);
}

function damaged(container: AudioContainer, cause: unknown): AudioError {
  const message = `The ${container} file is damaged and cannot be read; download the recording again.`;
  return new AudioError('damaged', message, container, { cause });
}

function unknownCodec(id: string | number | Uint8Array | null, container: AudioContainer): AudioError {
  const name = typeof id === 'string' || typeof id === 'number' ? String(id) : 'unknown codec';
  const message = `The ${container} file is encoded as "${name}", which cannot be decoded here.`;
  return new AudioError('unsupported', message, name);
}

function bytesOf(data: ArrayBufferLike | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
