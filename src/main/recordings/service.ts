import { stat } from 'node:fs/promises';
import PQueue from 'p-queue';
import type { RecordingInfo } from '#shared/model/detail.ts';
import { AppError } from '#shared/model/errors.ts';
import type { MediaStream, StoredFile } from '../http/media-store.ts';
import type { Clock, Logger } from '../ports.ts';
import { recordingInfo } from '../store/call-detail.ts';
import { findCallTimes } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import {
  findAudioFacts,
  findRecording,
  forgetRecordingFile,
  noteRecording,
  saveReadyRecording,
} from '../store/recordings.ts';
import { endedWithin, LATE_WINDOW_MS } from '../sync/plan.ts';
import type { SignedUrl } from '../voicy/types.ts';
import { createArrivals } from './arriving.ts';
import { mediaOfArriving, withArriving } from './arriving-media.ts';
import { type FetchOutcome, fetchRecording } from './fetch-recording.ts';
import { recordingPaths } from './files.ts';
import type { UrlGuard } from './url-guard.ts';

/** What the vendor's side lends to downloads; changes when the connection does. */
export interface RecordingSource {
  sign: (callId: string, signal: AbortSignal) => Promise<SignedUrl | null>;
  serverNow: () => number;
  isAllowed: UrlGuard;
}

export interface RecordingsOptions {
  db: WriteDb;
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
  concurrency?: number;
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
    options: { urgent: boolean; again?: boolean; signal: AbortSignal },
  ): Promise<RecordingResult>;
  info(callId: string): RecordingInfo;
  /** The bytes as the vendor sends them, while they arrive and a while after; null when there are none to play. */
  sent(callId: string): StoredFile | MediaStream | null;
  counters(): { requests: number; receivedBytes: number };
  /** Notices a file that was deleted or changed behind our back. True when it is as it was saved. */
  checkFile(callId: string): Promise<boolean>;
}

const PARALLEL_DOWNLOADS = 4;

/** The downloads of one workspace: queued, one flight per call, their outcome stored and announced. */
export function createRecordings(options: RecordingsOptions): Recordings {
  const { db, clock, logger } = options;
  const paths = recordingPaths(options.dir);
  const queue = new PQueue({ concurrency: options.concurrency ?? PARALLEL_DOWNLOADS });
  const flights = new Map<string, Promise<RecordingResult>>();
  /** Calls whose flight has not begun. */
  const waiting = new Set<string>();
  const progress = new Map<string, { bytes: number; totalBytes: number | null }>();
  const counters = { requests: 0, receivedBytes: 0 };
  const arrivals = createArrivals({ clock, onFound: options.onChanged });
  const countRequest = () => {
    counters.requests += 1;
  };

  const note = (callId: string, state: Parameters<typeof noteRecording>[2]) => {
    noteRecording(db, callId, state, clock.now());
    options.onChanged(callId);
  };

  const store = (callId: string, outcome: FetchOutcome) => {
    if (outcome.kind === 'ready') {
      saveReadyRecording(db, callId, outcome, clock.now());
      options.onChanged(callId);
      options.onReady(callId);
      return;
    }
    note(callId, { state: stateOf(outcome), code: outcome.code, message: outcome.message });
  };

  const run = async (
    callId: string,
    url: SignedUrl | null,
    source: RecordingSource,
    signal: AbortSignal,
  ): Promise<RecordingResult> => {
    note(callId, { state: 'downloading', code: null, message: null });
    let last = 0;
    try {
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
        signal,
      });
      store(callId, outcome);
      return outcome;
    } catch (error) {
      if (signal.aborted) {
        note(callId, {
          state: 'pending',
          code: 'cancelled',
          message: 'The download was stopped; what arrived is kept.',
        });
        throw error;
      }
      const outcome = failureOf(error);
      if (!outcome) throw error;
      logger.warn({ callId, code: outcome.code }, 'recording failed');
      store(callId, outcome);
      if (error instanceof AppError && (error.code === 'unauthorized' || error.code === 'offline')) throw error;
      return outcome;
    } finally {
      progress.delete(callId);
    }
  };

  return {
    get: (callId, url, source, { urgent, again = false, signal }) => {
      const flying = flights.get(callId);
      if (flying) {
        if (urgent && waiting.has(callId)) queue.setPriority(callId, 1);
        return flying;
      }
      if (!again && findRecording(db, callId)?.state === 'ready') return Promise.resolve({ kind: 'skipped' });
      note(callId, { state: 'queued', code: null, message: null });
      waiting.add(callId);
      const start = () => {
        waiting.delete(callId);
        return run(callId, url, source, signal);
      };
      const flight = queue.add(start, { id: callId, priority: urgent ? 1 : 0 }).finally(() => flights.delete(callId));
      flights.set(callId, flight);
      return flight;
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
      const found = await stat(paths.originalByName(row.file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      if (found && found.size === row.bytes) return true;
      forgetRecordingFile(
        db,
        callId,
        'damaged',
        'The recording on this disk is gone or was changed; fetch it again.',
        clock.now(),
      );
      options.onChanged(callId);
      return false;
    },
  };
}

function stateOf(outcome: Exclude<FetchOutcome, { kind: 'ready' }>): 'none' | 'pending' | 'gone' | 'failed' {
  switch (outcome.code) {
    case 'none':
      return 'none';
    case 'not-yet':
      return 'pending';
    case 'gone':
    case 'not-found':
    case 'call-gone':
      return 'gone';
    default:
      return 'failed';
  }
}

/** What a thrown failure means for this recording; undefined for bugs. */
function failureOf(error: unknown): Extract<FetchOutcome, { kind: 'failed' }> | undefined {
  if (error instanceof AppError) return { kind: 'failed', code: error.code, message: error.message };
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') {
    return { kind: 'failed', code: 'disk-full', message: 'The disk is full: free some space, then sync again.' };
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EIO') {
    return { kind: 'failed', code: 'disk', message: `The recording cannot be written to this disk (${code}).` };
  }
  return undefined;
}

/** Whether upstream may still get this call's recording: it runs, or ended less than a day ago. */
function mayStillArrive(db: WriteDb, callId: string, nowMs: number): boolean {
  const call = findCallTimes(db, callId);
  return call !== undefined && (call.statusGroup === 'in-progress' || endedWithin(call, LATE_WINDOW_MS, nowMs));
}
