import { rm } from 'node:fs/promises';
import { formatFacts } from '#shared/logic/formats/formats.ts';
import { AppError } from '#shared/model/errors.ts';
import type {
  AnnotationFile,
  ClipRequest,
  ExportRequest,
  ImportCounts,
  ImportPreview,
  MadeExport,
} from '#shared/model/exchange.ts';
import type { AudioPool } from '../audio/audio-pool.ts';
import { AudioError } from '../audio/errors.ts';
import type { Handouts } from '../handouts/handouts.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RecordingPaths } from '../recordings/files.ts';
import type { Review } from '../review/service.ts';
import type { ReadDb } from '../store/db.ts';
import { findRecording } from '../store/recordings.ts';
import { createReadingThread } from '../workers/reading-thread.ts';
import { applyPlan } from './apply-plan.ts';
import type { FileRequest, Outcome, PlannedChanges } from './export-worker.ts';
import { fileNamer } from './outputs.ts';
import type { ExportReport } from './write-export.ts';

export interface ExchangeOptions {
  dir: string;
  db: ReadDb;
  paths: RecordingPaths;
  pool: Pick<AudioPool, 'clip'>;
  review: Pick<Review, 'apply'>;
  handouts: Handouts;
  clock: Pick<Clock, 'now'>;
  logger: Logger;
}

/** A file that waits for the reader to fetch it. */
interface MadeFile {
  token: string;
  fileName: string;
  bytes: number;
}

/** Calls of one workspace for other programs, and annotations of theirs. */
export interface Exchange {
  /** Writes calls to a file for the reader to fetch, off the main thread; stopping leaves nothing behind. */
  make(request: ExportRequest, signal?: AbortSignal): Promise<MadeExport>;
  clip(request: ClipRequest, signal?: AbortSignal): Promise<MadeFile>;
  /** What importing a file that was handed in would do. */
  preview(file: AnnotationFile): Promise<ImportPreview>;
  /** Imports it; it is gone then. */
  apply(file: AnnotationFile): Promise<{ counts: ImportCounts }>;
  close(): Promise<void>;
}

const IDLE_MS = 5_000;

export function createExchange({ dir, db, paths, pool, review, handouts, clock, logger }: ExchangeOptions): Exchange {
  const thread = createReadingThread({ worker: 'export-worker', dir, what: 'exporting', logger, idleMs: IDLE_MS });

  const ask = async <T>(name: 'write' | 'preview' | 'plan', question: object, signal?: AbortSignal): Promise<T> => {
    // The entry's name decides what comes back.
    const outcome = await thread.run<Outcome<T>>(name, question, signal);
    if (!outcome.ok) throw new AppError(outcome.code, outcome.message);
    return outcome.value;
  };
  const fileRequest = ({ token, ...request }: AnnotationFile): FileRequest => {
    const handout = handouts.find(token);
    if (handout === null) throw new AppError('expired', 'This file is not here any more: choose it again.');
    return { ...request, path: handout.path };
  };

  return {
    make: async (request, signal) => {
      const nowMs = clock.now();
      const as = isOneFile(request) ? 'file' : 'zip';
      const file = { fileName: nameOf(request, nowMs), contentType: typeOf(request) };
      const { token, bytes, made } = await handouts.make(file, async (out) => {
        try {
          return await ask<ExportReport>('write', { ...request, out, as, nowMs }, signal);
        } finally {
          // A thread that was ended in the middle of its work takes nothing away.
          await rm(`${out}.partial`, { force: true });
        }
      });
      return { token, fileName: file.fileName, bytes, ...made };
    },
    clip: async ({ callId, startMs, endMs }, signal) => {
      const recording = findRecording(db, callId);
      if (recording?.state !== 'ready' || recording.file === null) {
        throw new AppError('not-found', 'The recording is not on this computer; get it first.');
      }
      const filePath = paths.originalByName(recording.file);
      const fileName = clipName(callId, startMs, endMs);
      const how = signal ? { signal } : {};
      const { token, bytes } = await handouts.make({ fileName, contentType: 'audio/wav' }, (outPath) =>
        pool.clip({ filePath, outPath, startMs, endMs }, how).catch((error: unknown) => {
          throw asExpected(error);
        }),
      );
      return { token, fileName, bytes };
    },
    preview: async (file) => ask<ImportPreview>('preview', fileRequest(file)),
    apply: async (file) => {
      const planned = await ask<PlannedChanges>('plan', fileRequest(file));
      await applyPlan(review, planned);
      await handouts.remove(file.token);
      return { counts: planned.counts };
    },
    close: thread.close,
  };
}

function isOneFile({ format, callIds }: ExportRequest): boolean {
  const { files } = formatFacts[format];
  return files === 'one' || (files === 'per-call' && callIds?.length === 1);
}

function nameOf(request: ExportRequest, nowMs: number): string {
  const { format, callIds } = request;
  const { extension } = formatFacts[format];
  const [only] = callIds ?? [];
  if (only !== undefined && callIds?.length === 1) return fileNamer(isOneFile(request) ? extension : 'zip')(only);
  const day = new Date(nowMs).toISOString().slice(0, 10);
  return `calls-${day}.${isOneFile(request) ? extension : `${format}.zip`}`;
}

function typeOf(request: ExportRequest): string {
  return isOneFile(request) ? formatFacts[request.format].mediaType : 'application/zip';
}

function clipName(callId: string, startMs: number, endMs: number): string {
  const name = fileNamer('wav')(callId).replace(/\.wav$/, '');
  return `${name}-${(startMs / 1000).toFixed(3)}-${(endMs / 1000).toFixed(3)}.wav`;
}

/** What is expected of a recording, in the words of the app's own errors. */
function asExpected(error: unknown): unknown {
  if (!(error instanceof AudioError)) return error;
  const code = error.code === 'not-audio' ? 'unsupported' : error.code;
  return new AppError(code, error.message, { cause: error });
}
