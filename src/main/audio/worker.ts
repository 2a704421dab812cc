import type { Speech } from '#shared/model/timing.ts';
import { analyzeRecording } from './analyze.ts';
import { type BeepRequest, writeBeeped } from './beep.ts';
import { type ClipRequest, writeClip } from './clip.ts';
import { detectInPeaks } from './detect.ts';
import { AudioError } from './errors.ts';
import type { StopSignal } from './pcm.ts';
import {
  type AudioOutcome,
  type AudioTask,
  type DetectTask,
  PROGRESS_COUNTER,
  STARTED_FLAG,
  STOP_FLAG,
  type WriteOutcome,
} from './worker-protocol.ts';

// The decoders print a line per damaged frame; what they report is in the warnings.
Object.assign(console, { error: () => undefined, warn: () => undefined });

/** The worker's entry: runs one analysis. Only bugs are thrown. */
export async function analyze({ request, flags }: AudioTask): Promise<AudioOutcome> {
  Atomics.store(flags, STARTED_FLAG, 1);
  Atomics.notify(flags, STARTED_FLAG);
  const signal = stopSignal(flags);
  try {
    return { ok: true, analysis: await analyzeRecording({ ...request, signal }) };
  } catch (error) {
    if (error instanceof AudioError) return { ok: false, code: error.code, message: error.message, found: error.found };
    if (signal.aborted) return { ok: false, code: 'aborted', message: 'aborted', found: undefined };
    throw error;
  }
}

/** The worker's other entry: finds the speech in a recording whose peaks are there. Throws what `detectInPeaks` does. */
export function detect({ peaksPath }: DetectTask): Promise<Speech> {
  return detectInPeaks(peaksPath);
}

/** Writes a recording with a tone in place of some of it. What cannot be decoded is an outcome: errors cross as data. */
export function beep(request: BeepRequest): Promise<WriteOutcome> {
  return asOutcome(() => writeBeeped(request));
}

/** Cuts a stretch out of a recording. */
export function clip(request: ClipRequest): Promise<WriteOutcome> {
  return asOutcome(() => writeClip(request));
}

async function asOutcome(write: () => Promise<void>): Promise<WriteOutcome> {
  try {
    await write();
    return { ok: true };
  } catch (error) {
    if (error instanceof AudioError) return { ok: false, code: error.code, message: error.message, found: error.found };
    throw error;
  }
}

/** The flag as a signal. It is asked between any two blocks, so asking is also the sign of progress. */
function stopSignal(flags: Int32Array): StopSignal {
  return {
    get aborted() {
      Atomics.add(flags, PROGRESS_COUNTER, 1);
      return Atomics.load(flags, STOP_FLAG) !== 0;
    },
  };
}
