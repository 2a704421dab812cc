import PQueue from 'p-queue';
import { AppError } from '#shared/model/errors.ts';
import type { SyncFailure } from '#shared/model/sync.ts';
import type { RecordingSource, Recordings } from '../recordings/service.ts';
import { findFetchCandidates, saveDetailFailure } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import { findRecordingsToFetch } from '../store/recordings.ts';
import type { SignedUrl, VoicyClient } from '../voicy/types.ts';
import { type ListReport, listAllCalls } from './list-calls.ts';
import { lateSince, needsDetail } from './plan.ts';
import { type RefreshContext, refreshCall } from './refresh-call.ts';

/** Enough to keep the client's own limit of requests in flight busy while others wait for their commit. */
const PARALLEL_DETAILS = 24;
/** So many Gets in a row without an answer mean that the vendor is out of reach, not that a call is bad. */
const OFFLINE_AFTER = 5;

export interface SyncProgress {
  phase: 'listing' | 'details' | 'recordings';
  listed: number;
  details: { done: number; total: number; failed: number };
  recordings: { done: number; total: number; failed: number };
}

export interface RunContext {
  db: WriteDb;
  client: VoicyClient;
  recordings: Recordings;
  source: RecordingSource;
  refresh: RefreshContext;
  withRecordings: boolean;
  nowMs: () => number;
  signal: AbortSignal;
  onProgress: (progress: SyncProgress) => void;
  onListed: (ids: string[]) => void;
}

export interface RunReport {
  list: ListReport | null;
  /** Why the list could not be read to its end, if so. */
  listError: AppError | null;
  /** Known calls whose stored details changed. */
  updatedIds: string[];
  failures: SyncFailure[];
  downloaded: number;
  unavailable: { id: string; code: string }[];
}

/**
 * One sync from top to bottom: the list, then the details it calls for newest first, each recording following its
 * details while the URL is fresh. Failures of single calls are in the report; throws when nothing more can be done
 * (`unauthorized`, `offline`) and the signal's reason when cancelled. Everything committed until then stays.
 */
export async function runSync(context: RunContext): Promise<RunReport> {
  const { signal } = context;
  const report: RunReport = {
    list: null,
    listError: null,
    updatedIds: [],
    failures: [],
    downloaded: 0,
    unavailable: [],
  };
  const progress: SyncProgress = {
    phase: 'listing',
    listed: 0,
    details: { done: 0, total: 0, failed: 0 },
    recordings: { done: 0, total: 0, failed: 0 },
  };
  const announce = () => context.onProgress(progress);
  announce();
  await readList(context, report, progress, announce);

  const fatal = new AbortController();
  const stop = AbortSignal.any([signal, fatal.signal]);
  const downloads = createDownloads(context, report, progress, announce, stop, fatal);
  const asked = await readDetails(context, report, progress, announce, stop, fatal, downloads.add);
  if (!stop.aborted && context.withRecordings) {
    // A call that was asked for a moment ago and came without a URL would only be asked the same again.
    for (const { id } of findRecordingsToFetch(context.db)) if (!asked.has(id)) downloads.add(id, null);
  }
  progress.phase = 'recordings';
  announce();
  await downloads.settled();
  signal.throwIfAborted();
  if (fatal.signal.aborted) throw fatal.signal.reason;
  return report;
}

async function readList(
  context: RunContext,
  report: RunReport,
  progress: SyncProgress,
  announce: () => void,
): Promise<void> {
  try {
    report.list = await listAllCalls({
      db: context.db,
      client: context.client,
      nowMs: context.nowMs,
      signal: context.signal,
      onPage: (soFar, touched) => {
        progress.listed = soFar.listed;
        context.onListed(touched);
        announce();
      },
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unauthorized' || error.code === 'offline') throw error;
    report.listError = error;
  }
}

async function readDetails(
  context: RunContext,
  report: RunReport,
  progress: SyncProgress,
  announce: () => void,
  stop: AbortSignal,
  fatal: AbortController,
  download: (id: string, url: SignedUrl | null) => void,
): Promise<Set<string>> {
  const now = context.nowMs();
  const wanted = findFetchCandidates(context.db, lateSince(now)).filter((c) => needsDetail(c, now));
  progress.phase = 'details';
  progress.details.total = wanted.length;
  announce();
  const isNew = new Set(report.list?.newIds);
  let unanswered = 0;
  const fail = (id: string, code: string, message: string) => {
    progress.details.failed += 1;
    report.failures.push({ id, what: 'call', code, message });
  };
  const noteFailure = async (id: string, { code, message }: AppError) => {
    await context.refresh.writer.write(() => saveDetailFailure(context.db, id, code, message));
    context.refresh.onStored(id, true);
    fail(id, code, message);
  };
  const one = async (id: string) => {
    if (stop.aborted) return;
    try {
      const result = await refreshCall(id, context.refresh, stop);
      unanswered = 0;
      if (result.kind === 'unreadable') fail(id, 'damaged', result.reason);
      else {
        if (result.changed && !isNew.has(id)) report.updatedIds.push(id);
        if (result.recording && context.withRecordings) download(id, result.recording);
      }
    } catch (error) {
      if (stop.aborted) return;
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'offline' || error.code === 'rate-limited') unanswered += 1;
      if (error.code === 'unauthorized' || unanswered >= OFFLINE_AFTER) {
        fatal.abort(error);
        return;
      }
      await noteFailure(id, error);
    }
    progress.details.done += 1;
    announce();
  };
  const queue = new PQueue({ concurrency: PARALLEL_DETAILS });
  await queue.addAll(wanted.map((call) => () => one(call.id)));
  return new Set(wanted.map((call) => call.id));
}

/** The downloads of one run: started while the details still come in, awaited at its end. */
function createDownloads(
  context: RunContext,
  report: RunReport,
  progress: SyncProgress,
  announce: () => void,
  stop: AbortSignal,
  fatal: AbortController,
) {
  const asked = new Map<string, Promise<void>>();
  const one = async (id: string, url: SignedUrl | null) => {
    try {
      const result = await context.recordings.get(id, url, context.source, { urgent: false, signal: stop });
      if (result.kind === 'ready') report.downloaded += 1;
      if (result.kind === 'unavailable') report.unavailable.push({ id, code: result.code });
      if (result.kind === 'failed') {
        progress.recordings.failed += 1;
        report.failures.push({ id, what: 'recording', code: result.code, message: result.message });
      }
      progress.recordings.done += 1;
    } catch (error) {
      if (stop.aborted) return;
      fatal.abort(error);
    }
    announce();
  };
  return {
    add: (id: string, url: SignedUrl | null) => {
      if (asked.has(id)) return;
      progress.recordings.total += 1;
      asked.set(id, one(id, url));
    },
    settled: async () => {
      await Promise.all(asked.values());
    },
  };
}
