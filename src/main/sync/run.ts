import { AppError } from '#shared/model/errors.ts';
import type { SyncFailure } from '#shared/model/sync.ts';
import { countArrivals } from '../store/call-facts.ts';
import type { ReadDb } from '../store/db.ts';
import { countJobs, type Priority, priorities } from '../store/jobs.ts';
import { readValue } from '../store/key-values.ts';
import type { VoicyClient } from '../voicy/types.ts';
import { WriteError } from '../writer/protocol.ts';
import type { Writer } from '../writer/writer.ts';
import type { JobEnd, JobWork } from './job-work.ts';
import { EndlessListError, type ListReport, listAllCalls } from './list-calls.ts';
import type { Added, StoreContext } from './records.ts';

export interface SyncProgress {
  phase: 'listing' | 'details' | 'recordings';
  listed: number;
  details: { done: number; total: number; failed: number };
  recordings: { done: number; total: number; failed: number };
}

export interface RunReport {
  list: ListReport | null;
  /** Why the list could not be read to its end, if so. */
  listError: AppError | null;
  /** Known calls whose stored details changed. */
  updated: number;
  failures: SyncFailure[];
  downloaded: number;
}

export interface RunContext {
  db: ReadDb;
  writer: Writer;
  client: VoicyClient;
  work: JobWork;
  context: () => StoreContext;
  /** Recordings at least as urgent as this are downloaded. */
  leastRecordings: Priority;
  /** False works the queue off without asking what is new. */
  list: boolean;
  mayStop: { lastFullListMs: number | null } | null;
  signal: AbortSignal;
  /** Calls that a whole list did not name, where those are to be erased when the vendor has none any more; else null. */
  findVanished: ((listed: readonly string[]) => Promise<string[]>) | null;
  onProgress: (progress: SyncProgress) => void;
  onCalls: (ids: string[]) => void;
}

/** One sync while it runs: what it has done so far, told by the jobs' ends. */
export interface Run {
  readonly report: RunReport;
  onAdded(added: Added): void;
  onEnd(end: JobEnd): void;
  /** Ends the run: its promise rejects with this. */
  onFatal(error: unknown): void;
  /**
   * Reads the list and works the whole queue off. Failures of single calls are in the report; rejects when nothing more
   * can be done (`unauthorized`, `offline`, `disk-full`, bugs) and with the signal's reason when cancelled. Whatever was
   * committed until then stays, and so does the queue.
   */
  finished(): Promise<RunReport>;
}

export function createRun(context: RunContext): Run {
  const { db, work, writer } = context;
  const fatal = new AbortController();
  const stop = AbortSignal.any([context.signal, fatal.signal]);
  const report: RunReport = { list: null, listError: null, updated: 0, failures: [], downloaded: 0 };
  const progress = startingProgress(db);
  const announce = () => context.onProgress(progress);

  const add = (added: Added) => {
    progress.details.total += added.details;
    progress.recordings.total += added.recordings;
  };

  const list = async () => {
    try {
      report.list = await listAllCalls({
        ...context,
        signal: stop,
        onPage: ({ listed }, stored) => {
          progress.listed = listed;
          add(stored.added);
          if (stored.added.details > 0) work.details.wake();
          if (stored.added.recordings > 0) work.recordings.wake();
          context.onCalls(stored.touched);
          announce();
        },
      });
    } catch (error) {
      const hopeless = !(error instanceof AppError) || error instanceof WriteError || error instanceof EndlessListError;
      if (stop.aborted || hopeless || error.code === 'unauthorized' || error.code === 'offline') throw error;
      report.listError = error;
    }
  };

  /** Only a Get that finds nothing tells a deleted call from one that the list leaves out. */
  const askForVanished = async (find: NonNullable<RunContext['findVanished']>, listed: ReadonlySet<string>) => {
    const ids = await find([...listed]);
    if (ids.length === 0) return;
    add(await writer.run('askAgain', ids, context.context().nowMs));
    work.details.wake();
  };

  const drain = async () => {
    add(await writer.run('planStored', context.context()));
    work.recordings.work(context.leastRecordings);
    work.details.work(priorities.backfill);
    if (context.list) await list();
    if (context.findVanished && report.list?.whole) await askForVanished(context.findVanished, report.list.ids);
    progress.phase = 'details';
    announce();
    await work.details.idle();
    stop.throwIfAborted();
    progress.phase = 'recordings';
    announce();
    await work.recordings.idle();
    stop.throwIfAborted();
    await writer.run('endBatch');
    return report;
  };

  return {
    report,
    onAdded: (added) => {
      add(added);
      announce();
    },
    onEnd: (end) => {
      const counts = end.kind === 'detail' ? progress.details : progress.recordings;
      if (end.failure) {
        counts.failed += 1;
        report.failures.push(end.failure);
      } else counts.done += 1;
      if (end.kind === 'detail' && end.stored?.changed && end.stored.known) report.updated += 1;
      if (end.kind === 'recording' && end.result === 'ready') report.downloaded += 1;
      counts.total = Math.max(counts.total, counts.done + counts.failed);
      announce();
    },
    onFatal: (error) => {
      if (!stop.aborted) fatal.abort(error);
      work.details.work(null);
      work.recordings.work(null);
    },
    finished: async () => {
      announce();
      const stopWork = () => {
        work.details.work(null);
        work.recordings.work(null);
      };
      context.signal.addEventListener('abort', stopWork, { once: true });
      try {
        return await drain();
      } catch (error) {
        stopWork();
        await Promise.all([work.details.idle(), work.recordings.idle()]);
        throw context.signal.aborted ? context.signal.reason : fatal.signal.aborted ? fatal.signal.reason : error;
      } finally {
        context.signal.removeEventListener('abort', stopWork);
      }
    },
  };
}

/** A run that goes on with a queue which an earlier one left counts on where that stood, also after a restart. */
function startingProgress(db: ReadDb): SyncProgress {
  const began = readValue(db, 'sync_state', 'batch_started_ms');
  const done = began === undefined ? { details: 0, recordings: 0 } : countArrivals(db, Number(began));
  const queues = countJobs(db);
  const waiting = (kind: 'detail' | 'recording') => {
    const { open, wanted, newest, backfill } = queues[kind];
    return open + wanted + newest + backfill;
  };
  const counts = (count: number, kind: 'detail' | 'recording') => ({
    done: count,
    total: count + waiting(kind),
    failed: 0,
  });
  return {
    phase: 'listing',
    listed: 0,
    details: counts(done.details, 'detail'),
    recordings: counts(done.recordings, 'recording'),
  };
}
