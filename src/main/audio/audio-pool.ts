import { rm, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { Speech } from '#shared/model/timing.ts';
import { findWorkerUrl } from '../workers/find-worker.ts';
import type { AnalysisRequest, RecordingAnalysis } from './analyze.ts';
import { partialPath } from './atomic-file.ts';
import type { BeepRequest } from './beep.ts';
import type { ClipRequest } from './clip.ts';
import { AudioError, toAudioError } from './errors.ts';
import {
  type AudioOutcome,
  type AudioTask,
  type DetectTask,
  FLAG_COUNT,
  PROGRESS_COUNTER,
  STARTED_FLAG,
  STOP_FLAG,
  type WriteOutcome,
} from './worker-protocol.ts';

/** How long a worker may take to notice that a job is no longer wanted before it is ended by force. */
const STOP_GRACE_MS = 2000;
const DYING_MS = 100;
/** A job that does not get on for so long hangs: blocks are a fraction of a second apart, also on an old machine. */
const STALL_MS = 20_000;
/** Far slower than the slowest decoder; only one that goes in circles takes longer. */
const BASE_LIMIT_MS = 60_000;
const LIMIT_BYTES_PER_MS = 50;
/** A day of sound takes seconds. */
const DETECT_LIMIT_MS = 120_000;

export interface AudioPoolOptions {
  /** Recordings analysed at the same time. */
  readonly threads: number;
  /** The worker's code; found beside this module when left out. */
  readonly workerUrl?: URL;
  /** Time in ms after which a job that does not get on is given up; the file counts as damaged. */
  readonly stallMs?: number;
  /** Time limit in ms of a whole job by the size of its file; a file that takes longer counts as damaged. */
  readonly limitMs?: (fileBytes: number) => number;
}

/** Analyses recordings off the main thread. */
export interface AudioPool {
  /**
   * Runs `analyzeRecording` in a worker. A file that hangs or kills the decoder is `damaged` and costs only its worker.
   *
   * @throws AudioError as `analyzeRecording` does; the signal's reason when aborted, then without leaving files.
   */
  analyze(request: AnalysisRequest, options?: { readonly signal?: AbortSignal }): Promise<RecordingAnalysis>;
  /**
   * Finds the speech in a recording whose peaks are at this path, in a worker.
   *
   * @throws PeaksFormatError's message as an Error, what reading the file throws, the signal's reason when aborted.
   */
  detectSpeech(peaksPath: string, options?: { readonly signal?: AbortSignal }): Promise<Speech>;
  /**
   * Writes a WAV copy of a recording with a tone in place of some of it, in a worker.
   *
   * @throws AudioError for what cannot be decoded here; the signal's reason when aborted.
   */
  beep(request: BeepRequest, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Cuts a stretch out of a recording as WAV, in a worker. Rejects as `beep` does, and with `damaged` where there is no sound. */
  clip(request: ClipRequest, options?: { readonly signal?: AbortSignal }): Promise<void>;
  /** Jobs waiting for a thread. */
  readonly waiting: number;
  /** Ends the threads; jobs still running are aborted. */
  close(): Promise<void>;
}

type Task = AudioTask | DetectTask | BeepRequest | ClipRequest;
type Outcome = AudioOutcome | Speech | WriteOutcome;

/** Creates the pool; threads start with the first job and end after half a minute without one. */
export function createAudioPool(options: AudioPoolOptions): AudioPool {
  const limitMs = options.limitMs ?? ((bytes) => BASE_LIMIT_MS + bytes / LIMIT_BYTES_PER_MS);
  const piscina: Piscina<Task, Outcome> = new Piscina({
    filename: (options.workerUrl ?? findWorkerUrl('audio-worker', import.meta.url)).href,
    name: 'analyze',
    minThreads: 0,
    maxThreads: options.threads,
    idleTimeout: 30_000,
    concurrentTasksPerWorker: 1,
    // Nobody waits for it as somebody does for the main thread: it has what that leaves of the processors.
    niceIncrement: 10,
    atomics: 'disabled',
    execArgv: [],
    // A young generation this small makes V8 collect the decoded blocks at once instead of by the hundred megabytes.
    resourceLimits: { maxYoungGenerationSizeMb: 3, maxOldGenerationSizeMb: 512 },
  });
  // A worker that dies fails its job, which is told; without a listener the event would end the process.
  piscina.on('error', () => undefined);
  const closing = new AbortController();

  async function analyze(
    request: AnalysisRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<RecordingAnalysis> {
    const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    stop.throwIfAborted();
    const bytes = await sizeOf(request.filePath);
    stop.throwIfAborted();
    const limits = { stallMs: options.stallMs ?? STALL_MS, totalMs: limitMs(bytes) };
    const outcome = await runJob(piscina, request, stop, limits);
    if (outcome.ok) return outcome.analysis;
    if (outcome.code === 'aborted') throw stop.reason;
    throw new AudioError(outcome.code, outcome.message, outcome.found);
  }

  async function detectSpeech(peaksPath: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Speech> {
    const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    try {
      const limited = AbortSignal.any([stop, AbortSignal.timeout(DETECT_LIMIT_MS)]);
      // The entry's name decides which of the two comes back.
      return (await piscina.run({ peaksPath }, { name: 'detect', signal: limited })) as Speech;
    } catch (error) {
      if (stop.aborted) throw stop.reason;
      throw error;
    }
  }

  async function write(
    name: 'beep' | 'clip',
    request: BeepRequest | ClipRequest,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    const stop = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    try {
      const limited = AbortSignal.any([stop, AbortSignal.timeout(Math.ceil(limitMs(await sizeOf(request.filePath))))]);
      const outcome = (await piscina.run(request, { name, signal: limited })) as WriteOutcome;
      if (!outcome.ok) throw new AudioError(outcome.code, outcome.message, outcome.found);
    } catch (error) {
      if (stop.aborted) throw stop.reason;
      throw error;
    }
  }

  return {
    analyze,
    detectSpeech,
    beep: (request, how) => write('beep', request, how),
    clip: (request, how) => write('clip', request, how),
    get waiting() {
      return piscina.queueSize;
    },
    async close() {
      closing.abort(new DOMException('The audio workers were closed', 'AbortError'));
      await piscina.destroy();
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw toAudioError(error);
  }
}

/** Posts one job and sees to it that it ends: by itself, by the stop flag, or with its worker. */
async function runJob(
  piscina: Piscina<Task, Outcome>,
  request: AnalysisRequest,
  stop: AbortSignal,
  limits: { readonly stallMs: number; readonly totalMs: number },
): Promise<AudioOutcome> {
  const flags = new Int32Array(new SharedArrayBuffer(FLAG_COUNT * Int32Array.BYTES_PER_ELEMENT));
  const force = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let isLate = false;
  const onStop = (): void => {
    Atomics.store(flags, STOP_FLAG, 1);
    // A job that still waits for a thread ends no worker by being taken off the queue.
    const grace = Atomics.load(flags, STARTED_FLAG) === 0 ? 0 : STOP_GRACE_MS;
    timers.push(setTimeout(() => force.abort(), grace));
  };
  const onLate = (): void => {
    isLate = true;
    force.abort();
  };
  const onStart = (): void => {
    let seen = -1;
    let idleTicks = 0;
    // Two ticks, not one: after a laptop slept in between, the first says nothing.
    const watch = (): void => {
      const progress = Atomics.load(flags, PROGRESS_COUNTER);
      idleTicks = progress === seen ? idleTicks + 1 : 0;
      seen = progress;
      if (idleTicks === 2) onLate();
    };
    timers.push(setTimeout(onLate, limits.totalMs), setInterval(watch, limits.stallMs / 2));
  };
  stop.addEventListener('abort', onStop, { once: true });
  const started = Atomics.waitAsync(flags, STARTED_FLAG, 0);
  if (started.async) void started.value.then(() => force.signal.aborted || onStart());
  try {
    return (await piscina.run({ request, flags }, { signal: force.signal })) as AudioOutcome;
  } catch (error) {
    // The worker was ended in the middle of its work, and what it had under way at that moment still happens.
    await delay(DYING_MS);
    await removePartials(request);
    if (isLate) throw hopeless('takes too long to decode', error);
    if (isOutOfMemory(error)) throw hopeless('takes too much memory to decode', error);
    if (stop.aborted) throw stop.reason;
    throw error;
  } finally {
    stop.removeEventListener('abort', onStop);
    force.abort();
    Atomics.notify(flags, STARTED_FLAG);
    for (const timer of timers) clearTimeout(timer);
  }
}

function hopeless(what: string, cause: unknown): AudioError {
  const message = `The recording ${what}; it is probably damaged. Download it again.`;
  return new AudioError('damaged', message, undefined, { cause });
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

async function removePartials(request: AnalysisRequest): Promise<void> {
  const paths = [request.peaksPath, request.playablePath].map(partialPath);
  await Promise.all(paths.map((path) => rm(path, { force: true })));
}
