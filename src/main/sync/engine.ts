import { AppError } from '#shared/model/errors.ts';
import type { SyncRun, SyncStatus } from '#shared/model/sync.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RecordingSource, Recordings } from '../recordings/service.ts';
import type { BatchWriter } from '../store/batch-writer.ts';
import { countAll, findPollCandidates, type StoreCounts } from '../store/calls.ts';
import type { WriteDb } from '../store/db.ts';
import { readValue, writeValue } from '../store/key-values.ts';
import type { VoicyClient } from '../voicy/types.ts';
import { isPollDue, lateSince, nextSyncDelayMs, POLL_RHYTHM_MS, POLLS_AT_ONCE } from './plan.ts';
import { type RefreshContext, refreshCall } from './refresh-call.ts';
import { type RunReport, runSync, type SyncProgress } from './run.ts';
import { buildStatus } from './status.ts';

export interface SyncEngineOptions {
  db: WriteDb;
  writer: BatchWriter;
  recordings: Recordings;
  clock: Clock;
  random: () => number;
  logger: Logger;
  onStatus: (status: SyncStatus) => void;
  onCalls: (ids: string[]) => void;
}

export interface SyncEngine {
  /** The vendor to sync with, or null when there is no key. Stops what is running. */
  connect(client: VoicyClient | null, source: RecordingSource | null): Promise<void>;
  /** Runs a sync to its end; joins one that is running. Throws `unauthorized`, `offline` and bugs; rejects when cancelled. */
  run(options: { recordings: boolean }): Promise<RunReport>;
  cancel(): Promise<void>;
  status(): SyncStatus;
  /** Says that bytes arrived; the status follows within its rhythm. */
  touch(): void;
  /** Syncs by itself from now on: at once, then at intervals; polls running calls until they end. */
  startAutomatic(options: () => { autoSync: boolean; recordings: boolean }): void;
  close(): Promise<void>;
}

const STATUS_RHYTHM_MS = 150;
const COUNTS_KEPT_MS = 1000;

/** The one owner of syncing in a workspace: what runs, when it runs again, and what is said of it. */
export function createSyncEngine(options: SyncEngineOptions): SyncEngine {
  const { db, clock, recordings, logger } = options;
  const life = new AbortController();
  let link: { client: VoicyClient; source: RecordingSource } | null = null;
  let running: { promise: Promise<RunReport>; abort: AbortController; startedMs: number } | null = null;
  let progress: SyncProgress | null = null;
  let report: RunReport | null = null;
  let offlineSinceMs: number | null = null;
  let failuresInARow = 0;
  let lastRun = readLastRun(db);
  let bytesAtStart = 0;
  let wake = new AbortController();
  let wanted = () => ({ autoSync: false, recordings: false });

  let counts: { atMs: number; value: StoreCounts } | null = null;
  /** Counting walks the whole library: while a sync runs, once a second is enough. */
  const currentCounts = (): StoreCounts => {
    const now = clock.now();
    if (!counts || !running || now < counts.atMs || now - counts.atMs > COUNTS_KEPT_MS) {
      counts = { atMs: now, value: countAll(db) };
    }
    return counts.value;
  };

  const status = (): SyncStatus =>
    buildStatus({
      progress,
      startedMs: running?.startedMs ?? null,
      client: link?.client.state() ?? null,
      failures: report?.failures ?? [],
      lastRun,
      lastSuccessMs: Number(readValue(db, 'sync_state', 'last_success_ms') ?? '0') || null,
      offlineSinceMs,
      receivedBytes: recordings.counters().receivedBytes - bytesAtStart,
      counts: currentCounts(),
      nowMs: clock.now(),
    });

  let timer: NodeJS.Timeout | undefined;
  const touch = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (!life.signal.aborted) options.onStatus(status());
    }, STATUS_RHYTHM_MS);
  };

  const refreshContext = (client: VoicyClient): RefreshContext => ({
    db,
    writer: options.writer,
    client,
    nowMs: () => client.serverNow(),
    onStored: (id, changed) => {
      if (changed) options.onCalls([id]);
    },
  });

  const finish = (outcome: SyncRun['outcome'], error: AppError | null) => {
    const now = clock.now();
    lastRun = {
      endedMs: now,
      outcome,
      code: error?.code ?? null,
      message: error?.message ?? null,
      newCalls: report?.list?.newIds.length ?? 0,
      updatedCalls: report?.updatedIds.length ?? 0,
    };
    writeValue(db, 'sync_state', 'last_run', JSON.stringify(lastRun));
    if (outcome === 'done' || outcome === 'incomplete') {
      writeValue(db, 'sync_state', 'last_success_ms', String(now));
      failuresInARow = 0;
    } else if (outcome !== 'cancelled') failuresInARow += 1;
    offlineSinceMs = outcome === 'offline' ? (offlineSinceMs ?? now) : outcome === 'cancelled' ? offlineSinceMs : null;
  };

  const runOnce = async (withRecordings: boolean, abort: AbortController): Promise<RunReport> => {
    if (!link) throw new AppError('unauthorized', 'There is no API key: connect to Voicy in the settings.');
    const { client, source } = link;
    report = null;
    bytesAtStart = recordings.counters().receivedBytes;
    const forget = client.onState(({ waiting }) => {
      // Told at the first failure, not after the last try: the reader should know at once why nothing moves.
      if (waiting?.reason === 'retry' && progress?.phase === 'listing' && progress.listed === 0)
        offlineSinceMs ??= clock.now();
      touch();
    });
    try {
      report = await runSync({
        db,
        client,
        recordings,
        source,
        refresh: refreshContext(client),
        withRecordings,
        nowMs: () => client.serverNow(),
        signal: abort.signal,
        onProgress: (next) => {
          progress = next;
          if (next.listed > 0) offlineSinceMs = null;
          touch();
        },
        onListed: options.onCalls,
      });
      const whole = report.listError === null && report.failures.length === 0;
      finish(whole ? 'done' : report.listError ? 'failed' : 'incomplete', report.listError);
      return report;
    } catch (error) {
      if (abort.signal.aborted) finish('cancelled', null);
      else if (error instanceof AppError) {
        finish(error.code === 'offline' ? 'offline' : error.code === 'unauthorized' ? 'unauthorized' : 'failed', error);
      } else {
        logger.error({ err: error }, 'sync failed');
        finish('failed', new AppError('internal', 'The sync stopped on an unexpected fault; the log has the details.'));
      }
      throw error;
    } finally {
      forget();
      progress = null;
      running = null;
      if (!life.signal.aborted) options.onStatus(status());
    }
  };

  const run: SyncEngine['run'] = ({ recordings: withRecordings }) => {
    if (running) return running.promise;
    const abort = new AbortController();
    const promise = runOnce(withRecordings, abort);
    running = { promise, abort, startedMs: clock.now() };
    // The caller gets the rejection; this only keeps a run that nobody awaits from being reported as unhandled.
    promise.catch(() => undefined);
    touch();
    return promise;
  };

  const cancel = async () => {
    const current = running;
    if (!current) return;
    current.abort.abort(new DOMException('cancelled', 'AbortError'));
    await current.promise.catch(() => undefined);
  };

  const logFailure = (error: unknown) => {
    if (!life.signal.aborted) logger.warn({ err: error }, 'a request in the background failed');
  };

  const pollDueCalls = async () => {
    const current = link;
    if (!current || running) return;
    const now = current.client.serverNow();
    const due = findPollCandidates(db, lateSince(now)).filter((call) => isPollDue(call, now));
    for (const { id } of due.slice(0, POLLS_AT_ONCE)) {
      const result = await refreshCall(id, refreshContext(current.client), life.signal);
      if (result.kind !== 'stored' || !result.recording || !wanted().recordings) continue;
      recordings.get(id, result.recording, current.source, { urgent: true, signal: life.signal }).catch(logFailure);
    }
  };

  const poll = async () => {
    while (!life.signal.aborted) {
      await clock.sleep(POLL_RHYTHM_MS, life.signal).catch(() => undefined);
      if (!life.signal.aborted && offlineSinceMs === null) await pollDueCalls().catch(logFailure);
    }
  };

  const repeat = async () => {
    while (!life.signal.aborted) {
      const { autoSync, recordings: withRecordings } = wanted();
      if (link && autoSync && lastRun?.outcome !== 'unauthorized')
        await run({ recordings: withRecordings }).catch(() => undefined);
      await clock
        .sleep(nextSyncDelayMs(failuresInARow, options.random()), AbortSignal.any([life.signal, wake.signal]))
        .catch(() => undefined);
    }
  };

  return {
    connect: async (client, source) => {
      await cancel();
      link = client && source ? { client, source } : null;
      if (link && lastRun?.outcome === 'unauthorized') lastRun = { ...lastRun, outcome: 'cancelled' };
      failuresInARow = 0;
      const woken = wake;
      wake = new AbortController();
      woken.abort();
      touch();
    },
    run,
    cancel,
    status,
    touch,
    startAutomatic: (settings) => {
      wanted = settings;
      void repeat();
      void poll();
    },
    close: async () => {
      life.abort(new DOMException('closed', 'AbortError'));
      clearTimeout(timer);
      await cancel();
    },
  };
}

function readLastRun(db: WriteDb): SyncRun | null {
  const text = readValue(db, 'sync_state', 'last_run');
  return text ? (JSON.parse(text) as SyncRun) : null;
}
