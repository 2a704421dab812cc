import { AppError } from '#shared/model/errors.ts';
import type { SyncFailure } from '#shared/model/sync.ts';
import type { RecordingSource, Recordings } from '../recordings/service.ts';
import type { WakeDetector } from '../recordings/wake-detector.ts';
import type { ReadDb } from '../store/db.ts';
import { findNextJobs } from '../store/jobs.ts';
import { findRecording } from '../store/recordings.ts';
import type { SignedUrl, VoicyClient } from '../voicy/types.ts';
import { WriteError } from '../writer/protocol.ts';
import type { Writer } from '../writer/writer.ts';
import { type DetailContext, fetchDetail } from './fetch-detail.ts';
import { createJobRunner, type JobRunner } from './job-runner.ts';
import type { StoreContext, StoredCall } from './records.ts';

/**
 * Enough to keep the client's own limit of requests in flight busy while others wait for their commit, which comes cheaper for many at once:
 * half as many make a sync a twentieth slower, and more only take memory. Where somebody looks on, fewer: each answer that is ready at the
 * same moment makes the page wait longer (p99 of the main thread's lateness 20 ms with 32, 13 ms with 12).
 */
const PARALLEL_DETAILS = { alone: 192, watched: 12 };
const PARALLEL_RECORDINGS = 6;
/** So many Gets in a row without an answer mean that the vendor is out of reach, not that a call is bad. */
const OFFLINE_AFTER = 5;
/** Links kept for downloads that wait for their turn; without one, the call is simply asked for again. */
const MOST_LINKS = 5_000;

/** How a job ended, for those who count. */
export type JobEnd =
  | { kind: 'detail'; id: string; stored: StoredCall | null; failure: SyncFailure | null }
  | {
      kind: 'recording';
      id: string;
      result: 'ready' | 'unavailable' | 'failed' | 'skipped';
      failure: SyncFailure | null;
    };

export interface JobWorkOptions {
  db: ReadDb;
  writer: Writer;
  recordings: Recordings;
  client: VoicyClient;
  source: RecordingSource;
  context: () => StoreContext;
  /** Remembers that a link was got before the computer slept. */
  wake: Pick<WakeDetector, 'hold'>;
  /** Somebody looks at this host: its main thread is theirs first. */
  watched: boolean;
  /** What is stored of these calls changed. */
  onCalls: (ids: string[]) => void;
  onAdded: (added: StoredCall['added']) => void;
  onEnd: (end: JobEnd) => void;
  /** Erases a call that the vendor no longer has, where that is wanted; null keeps it. */
  eraseGone: () => ((callId: string) => Promise<void>) | null;
  /** Nothing more can be done: the key is refused, the vendor is out of reach, the disk is full, or a bug. */
  onFatal: (error: unknown) => void;
}

/** The queue's two kinds that need the network, worked off for one connection. */
export interface JobWork {
  details: JobRunner;
  recordings: JobRunner;
  /** For a Get outside the queue. */
  detailContext: DetailContext;
  /** The links at hand may be dead (the computer slept, say): new ones are asked for. */
  forgetLinks(): void;
}

export function createJobWork(options: JobWorkOptions): JobWork {
  const { db, writer, source } = options;
  const links = new Map<string, SignedUrl>();
  let unanswered = 0;

  const keepLink = (id: string, link: SignedUrl) => {
    links.set(id, options.wake.hold(link));
    const [oldest] = links.keys();
    if (links.size > MOST_LINKS && oldest !== undefined) links.delete(oldest);
  };

  const detailContext: DetailContext = {
    writer,
    client: options.client,
    context: options.context,
    onStored: (id, stored, link) => {
      unanswered = 0;
      if (link) keepLink(id, link);
      if (stored.changed) options.onCalls([id]);
      options.onAdded(stored.added);
      if (stored.added.recordings > 0) recordings.wake();
    },
  };

  const detail = async (id: string, signal: AbortSignal) => {
    try {
      const stored = await fetchDetail(id, detailContext, signal);
      const failure = stored.unreadable === null ? null : failureOf(id, 'call', 'damaged', stored.unreadable);
      options.onEnd({ kind: 'detail', id, stored, failure });
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError) || error instanceof WriteError) throw error;
      const { code, message } = error;
      if (code === 'offline' || code === 'rate-limited') unanswered += 1;
      if (code === 'unauthorized' || unanswered >= OFFLINE_AFTER) throw error;
      const erase = code === 'not-found' ? options.eraseGone() : null;
      if (erase) {
        await erase(id);
        options.onEnd({ kind: 'detail', id, stored: null, failure: null });
        return;
      }
      await writer.run('storeCallFailure', id, code, message);
      options.onCalls([id]);
      options.onEnd({ kind: 'detail', id, stored: null, failure: failureOf(id, 'call', code, message) });
    }
  };

  const recording = async (id: string, signal: AbortSignal) => {
    const link = links.get(id) ?? null;
    links.delete(id);
    // A job for a recording that is here means that the call became another one.
    const again = findRecording(db, id)?.state === 'ready';
    const result = await options.recordings.get(id, link, source, { again, signal });
    const failure = result.kind === 'failed' ? failureOf(id, 'recording', result.code, result.message) : null;
    options.onEnd({ kind: 'recording', id, result: result.kind, failure });
    if (result.kind === 'failed' && result.code === 'disk-full') throw new AppError('disk-full', result.message);
  };

  const onFault = options.onFatal;
  /** The queue may know of a call's recording a moment before its link has reached this thread: it waits for that call's Get to end. */
  let waitsForLink = false;
  const details = createJobRunner({
    concurrency: options.watched ? PARALLEL_DETAILS.watched : PARALLEL_DETAILS.alone,
    next: (least, limit) => findNextJobs(db, 'detail', least, limit),
    perform: (job, signal) => detail(job.callId, signal),
    onDone: () => {
      if (waitsForLink) recordings.wake();
    },
    onFault,
  });
  const recordings = createJobRunner({
    concurrency: PARALLEL_RECORDINGS,
    next: (least, limit) => {
      const found = findNextJobs(db, 'recording', least, limit);
      const ready = found.filter(({ callId }) => !details.isRunning(callId));
      waitsForLink = ready.length < found.length;
      return ready;
    },
    perform: (job, signal) => recording(job.callId, signal),
    onFault,
  });
  return { details, recordings, detailContext, forgetLinks: () => links.clear() };
}

function failureOf(id: string, what: SyncFailure['what'], code: string, message: string): SyncFailure {
  return { id, what, code, message };
}
