import type { RecordingInfo } from '#shared/model/detail.ts';
import { AppError } from '#shared/model/errors.ts';
import type { MediaStream, StoredFile } from '../http/media-store.ts';
import type { Clock, Logger } from '../ports.ts';
import { recordingInfo } from '../store/call-detail.ts';
import { findCallTimes } from '../store/calls.ts';
import type { ReadDb } from '../store/db.ts';
import { findAudioFacts, findRecording } from '../store/recordings.ts';
import { endedWithin, LATE_WINDOW_MS } from '../sync/plan.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { WriteError } from '../writer/protocol.ts';
import type { Writer } from '../writer/writer.ts';
import { adoptRecording } from './adopt.ts';
import { createArrivals } from './arriving.ts';
import { mediaOfArriving, withArriving } from './arriving-media.ts';
import { type FetchOutcome, fetchRecording } from './fetch-recording.ts';
import { recordingPaths } from './files.ts';
import { createFirstPlayCheck } from './first-play-check.ts';
import { createFlights } from './flights.ts';
import { createFreeSpace, type FreeSpace } from './free-space.ts';
import type { RecordingEnd } from './records.ts';
import { createStorageGate } from './storage-gate.ts';
import type { UrlGuard } from './url-guard.ts';
import type { WakeDetector } from './wake-detector.ts';

/** What the vendor's side lends to downloads; changes when the connection does. */
export interface RecordingSource {
  sign: (callId: string, signal: AbortSignal) => Promise<SignedUrl | null>;
  serverNow: () => number;
  isAllowed: UrlGuard;
}

export interface RecordingsOptions {
  db: ReadDb;
  writer: Writer;
  dir: string;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  logger: Logger;
  /** Called after a recording's stored state changed. */
  onChanged: (callId: string) => void;
  /** Called with bytes as they arrive. */
  onProgress: () => void;
  /** Called once the verified file is in place: analysis begins. */
  onReady: (callId: string) => void;
  /** Looks at the disk before each file. */
  space?: FreeSpace;
  /** Tells links that were obtained before the computer slept. */
  wake?: WakeDetector;
  /** Ends the checks that go on behind the player. */
  life: AbortSignal;
}

/** How a finished fetch is reported; `skipped` = nothing to do. */
export type RecordingResult = FetchOutcome | { kind: 'skipped' };

export interface Recordings {
  /**
   * Gets a recording; a second caller joins the first. `url` saves a Get when it is still good. `again` also fetches one
   * that is here; the old file stays until the new one is whole.
   */
  get(
    callId: string,
    url: SignedUrl | null,
    source: RecordingSource,
    options: { again?: boolean; signal: AbortSignal },
  ): Promise<RecordingResult>;
  info(callId: string): RecordingInfo;
  /** The bytes as the vendor sends them, while they arrive and a while after; null when there are none to play. */
  sent(callId: string): StoredFile | MediaStream | null;
  counters(): { requests: number; receivedBytes: number };
  /**
   * Whether a recording's file is there with its size; the first time in a run its hash is computed as well, while it plays.
   * One that was deleted or changed behind our back is forgotten, so that it is fetched again.
   */
  checkFile(callId: string): Promise<boolean>;
  /**
   * Puts in place a recording that came another way than by download. False when there is one, or one is arriving, or what
   * was brought is none (null).
   */
  place(callId: string, bring: () => Promise<{ name: string; bytes: number; sha256: string } | null>): Promise<boolean>;
  /** Ends a download under way, whoever waits for it. */
  stop(callId: string): Promise<void>;
}

/** The downloads of one workspace: one flight per call, their outcome stored and announced. */
export function createRecordings(options: RecordingsOptions): Recordings {
  const { db, writer, clock, logger } = options;
  const paths = recordingPaths(options.dir);
  const flights = createFlights<RecordingResult>();
  const gate = createStorageGate({ clock, random: options.random });
  const space = options.space ?? createFreeSpace(paths.recordingsDir);
  const progress = new Map<string, { bytes: number; totalBytes: number | null }>();
  const counters = { requests: 0, receivedBytes: 0 };
  const arrivals = createArrivals({ clock, onFound: options.onChanged });
  const countRequest = () => {
    counters.requests += 1;
  };

  const forget = async (callId: string) => {
    const message = 'The recording on this disk is gone or was changed; fetch it again.';
    await writer.run('forgetRecordingFile', callId, 'damaged', message, clock.now());
    options.onChanged(callId);
  };
  const logFailure = (callId: string, error: unknown) => logger.warn({ err: error, callId }, 'recording not checked');
  const check = createFirstPlayCheck({
    paths,
    onMismatch: (callId, why) => {
      logger.warn({ callId, why }, 'a recording on this disk is not what was saved');
      forget(callId).catch((error: unknown) => logFailure(callId, error));
    },
    onFailure: logFailure,
    signal: options.life,
  });

  const note = async (callId: string, state: Parameters<typeof writer.run<'noteRecording'>>[2]) => {
    await writer.run('noteRecording', callId, state, clock.now());
    options.onChanged(callId);
  };

  const store = async (callId: string, outcome: FetchOutcome) => {
    await writer.run('storeRecording', callId, endOf(outcome), clock.now());
    options.onChanged(callId);
    if (outcome.kind === 'ready') options.onReady(callId);
  };

  const run = async (
    callId: string,
    url: SignedUrl | null,
    source: RecordingSource,
    signal: AbortSignal,
  ): Promise<RecordingResult> => {
    await note(callId, { state: 'downloading', code: null, message: null });
    let last = 0;
    try {
      const adopted = await adoptRecording(callId, { db, writer, paths }, signal);
      if (adopted) {
        await store(callId, adopted);
        return adopted;
      }
      const outcome = await fetchRecording(url, {
        callId,
        paths,
        fetch: options.fetch,
        clock,
        random: options.random,
        sign: source.sign,
        serverNow: source.serverNow,
        isAllowed: source.isAllowed,
        mayStillArrive: mayStillArrive(db, callId, source.serverNow()),
        onRequest: countRequest,
        observer: arrivals.observe(callId, source),
        onProgress: (bytes, totalBytes) => {
          counters.receivedBytes += Math.max(0, bytes - last);
          last = bytes;
          progress.set(callId, { bytes, totalBytes });
          options.onProgress();
        },
        gate,
        space,
        ...(options.wake ? { wake: options.wake } : {}),
        signal,
      });
      await store(callId, outcome);
      return outcome;
    } catch (error) {
      if (error instanceof WriteError) throw error;
      if (signal.aborted) {
        await note(callId, {
          state: 'pending',
          code: 'cancelled',
          message: 'The download was stopped; what arrived is kept.',
        });
        throw error;
      }
      const outcome = failureOf(error);
      if (!outcome) throw error;
      logger.warn({ callId, code: outcome.code }, 'recording failed');
      await store(callId, outcome);
      if (error instanceof AppError && (error.code === 'unauthorized' || error.code === 'offline')) throw error;
      return outcome;
    } finally {
      progress.delete(callId);
    }
  };

  return {
    get: async (callId, url, source, { again = false, signal }) => {
      if (!again && !flights.has(callId) && findRecording(db, callId)?.state === 'ready') return { kind: 'skipped' };
      return flights.join(callId, signal, (flightSignal) => run(callId, url, source, flightSignal));
    },
    place: async (callId, bring) => {
      if (flights.has(callId) || findRecording(db, callId)?.state === 'ready') return false;
      const placed = await flights.join(callId, options.life, async () => {
        const file = await bring();
        if (file) await store(callId, { kind: 'ready', ...file });
        return file ? { kind: 'ready', ...file } : { kind: 'skipped' };
      });
      return placed.kind === 'ready';
    },
    info: (callId) => {
      const state = findCallTimes(db, callId)?.recordingState;
      if (!state) throw new AppError('not-found', 'This call is not in the workspace.');
      const arriving = progress.get(callId);
      const info = recordingInfo(db, callId, state);
      const seen = arriving ? { ...info, receivedBytes: arriving.bytes, bytes: arriving.totalBytes } : info;
      return withArriving(seen, arrivals.find(callId), findAudioFacts(db, callId) !== undefined);
    },
    sent: (callId) => {
      const version = arrivals.find(callId);
      const { fetch, random } = options;
      return version ? mediaOfArriving(version, { fetch, clock, random, onRequest: countRequest }) : null;
    },
    counters: () => ({ ...counters }),
    checkFile: async (callId) => {
      const row = findRecording(db, callId);
      if (row?.state !== 'ready' || !row.file) return false;
      return await check.admit(callId, { name: row.file, bytes: row.bytes ?? 0, sha256: row.sha256 ?? '' });
    },
    stop: (callId) => flights.stop(callId),
  };
}

/** An outcome in the store's terms: what is over for now, and what counts as a failure to try again. */
function endOf(outcome: FetchOutcome): RecordingEnd {
  if (outcome.kind === 'ready') return { kind: 'ready', file: outcome };
  const { code, message } = outcome;
  if (outcome.kind === 'failed') return { kind: 'failed', note: { state: 'failed', code, message } };
  return { kind: 'over', note: { state: stateOf(outcome.code), code, message } };
}

function stateOf(code: Extract<FetchOutcome, { kind: 'unavailable' }>['code']): 'none' | 'pending' | 'gone' | 'failed' {
  switch (code) {
    case 'none':
      return 'none';
    case 'not-yet':
      return 'pending';
    case 'gone':
    case 'not-found':
    case 'call-gone':
      return 'gone';
    case 'refused':
      return 'failed';
  }
}

/** The disk's own failures: no right, no such place, something else in the way, a broken medium. */
const DISK_CODES = new Set(['EACCES', 'EPERM', 'EROFS', 'EIO', 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY', 'EBUSY']);

/** What a thrown failure means for this recording; undefined for bugs. */
function failureOf(error: unknown): Extract<FetchOutcome, { kind: 'failed' }> | undefined {
  if (error instanceof AppError) return { kind: 'failed', code: error.code, message: error.message };
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && DISK_CODES.has(code)) {
    return { kind: 'failed', code: 'disk', message: `The recording cannot be written to this disk (${code}).` };
  }
  return undefined;
}

/** Whether upstream may still get this call's recording: it runs, or ended less than a day ago. */
function mayStillArrive(db: ReadDb, callId: string, nowMs: number): boolean {
  const call = findCallTimes(db, callId);
  return call !== undefined && (call.statusGroup === 'in-progress' || endedWithin(call, LATE_WINDOW_MS, nowMs));
}
