import type { AnalysisWarning } from './warnings.ts';

/** One stretch of decoded sound. The arrays are reused by some decoders: take what you need before asking for the next. */
export interface PcmBlock {
  /** One array per channel, samples nominally in -1..1; may be longer than `frames`. */
  readonly planar: readonly Float32Array[];
  readonly frames: number;
}

/** A file being decoded from its start. Nothing of it is held in memory but the block at hand. */
export interface PcmStream {
  readonly sampleRate: number;
  readonly channels: number;
  /** Duration the headers promise, in ms; undefined when they promise nothing. Only good for a comparison. */
  readonly claimedMs: number | undefined;
  /** Yields the sound once; ends early and adds to `warnings` where the file is damaged. */
  blocks(): AsyncGenerator<PcmBlock, void, undefined>;
  /** Filled while decoding. */
  readonly warnings: AnalysisWarning[];
  /** Gives back the decoder's memory and the file; safe to call at any time, more than once. */
  close(): Promise<void>;
}

/** A decoder gave up on the file. What came before is good. */
export class DecoderFailure extends Error {
  override readonly name = 'DecoderFailure';
}

/** Runs a decoder's own code, which may throw anything when the file is damaged. */
export function guardDecoder<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    throw new DecoderFailure('the decoder gave up', { cause });
  }
}

/** Frees a decoder; one that crashed cannot be freed any more and goes with its memory. */
export function freeQuietly(decoder: { free(): void }): void {
  try {
    decoder.free();
  } catch {
    return;
  }
}

/** Something to stop for between two blocks. An `AbortSignal` is one; so is a flag shared between threads. */
export interface StopSignal {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** Throws the signal's reason when it was aborted. */
export function throwIfStopped(signal: StopSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw signal.reason ?? new DOMException('The analysis was aborted', 'AbortError');
}
