import { AppError } from '#shared/model/errors.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { SyncStatus } from '#shared/model/sync.ts';
import type { Clock, Logger } from '../ports.ts';
import type { RecordingSource, Recordings } from '../recordings/service.ts';
import type { WakeDetector } from '../recordings/wake-detector.ts';
import type { ReadDb } from '../store/db.ts';
import { type Priority, priorities } from '../store/jobs.ts';
import { readValue } from '../store/key-values.ts';
import type { SyncCounts } from '../store/sync-counts.ts';
import type { VoicyClient } from '../voicy/types.ts';
import type { Writer } from '../writer/writer.ts';
import { type AutomaticSync, createAutomaticSync } from './automatic.ts';
import { createJobWork, type JobWork } from './job-work.ts';
import type { Notices } from './notices.ts';
import { createRun, type Run, type RunReport, type SyncProgress } from './run.ts';
import type { RunLog } from './run-log.ts';
import { createStatusSource, type StatusSource } from './status-source.ts';
import { storeContext } from './store-context.ts';

export interface SyncEngineOptions {
  db: ReadDb;
  writer: Writer;
  recordings: Recordings;
  clock: Clock;
  random: () => number;
  logger: Logger;
  settings: () => Settings;
  log: RunLog;
  notices: Notices;
  /** Why this process may not sync at all (another one writes); null when it may. */
  readOnly: string | null;
  /** Reads that walk the library, off this thread. */
  countAll: () => Promise<SyncCounts>;
  findMissingFrom: (listed: readonly string[]) => Promise<string[]>;
  erase: (callId: string) => Promise<void>;
  wake: WakeDetector;
  /** Whether the disk has room for more than the reserve. */
  hasRoom: () => Promise<boolean>;
  /** Null = nobody looks at this host. */
  onStatus: ((status: SyncStatus) => void) | null;
  onCalls: (ids: string[]) => void;
}

export interface RunOptions {
  /** Whether recordings are downloaded by themselves. */
  recordings: boolean;
  /** Whether those that somebody asked for are downloaded in any case. */
  askedRecordings?: boolean;
  /** False works the queue off without reading the list; a run that is under way is joined either way. */
  list?: boolean;
  /** Whether the list may end early where nothing can have changed. */
  mayStop?: boolean;
  /** Somebody asked for this very sync on the command line: it runs although the workspace is paused. */
  evenIfPaused?: boolean;
}

export interface SyncEngine {
  /** The vendor to sync with, or null when there is no key. Stops what is running. */
  connect(client: VoicyClient | null, source: RecordingSource | null): Promise<void>;
  /** Runs a sync to its end; joins one that is running. Throws `unauthorized`, `offline`, `disk-full` and bugs; rejects when cancelled. */
  run(options: RunOptions): Promise<RunReport>;
  /** What the run under way, or the last one, has done. */
  lastReport(): RunReport | null;
  cancel(): Promise<void>;
  /** Stops what runs and lets nothing start by itself until `resume`, also after a restart. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  isPaused(): boolean;
  /** Queues what these calls lack, ahead of everything less urgent; starts on it where connected. */
  ask(ids: readonly string[], priority: Priority): Promise<void>;
  /** Puts what failed back into the queue. */
  retryFailed(): Promise<void>;
  /** As it stands, counted anew where something changed. */
  status(): Promise<SyncStatus>;
  /** Says that bytes arrived, or that something else about the status changed; it follows within its rhythm. */
  touch(): void;
  /** Syncs by itself from now on: at once, then at intervals; polls running calls until they end. */
  startAutomatic(): void;
  close(): Promise<void>;
}

/** The one owner of syncing in a workspace: what runs, when it runs again, and what is said of it. */
export function createSyncEngine(options: SyncEngineOptions): SyncEngine {
  const { db, clock, writer, logger, log } = options;
  const life = new AbortController();
  let link: { client: VoicyClient; work: JobWork } | null = null;
  let running: { promise: Promise<RunReport>; abort: AbortController; run: Run | null } | null = null;
  let automatic: AutomaticSync | null = null;
  let lastReport: RunReport | null = null;

  const status: StatusSource = createStatusSource({
    ...options,
    signal: life.signal,
    client: () => link?.client.state() ?? null,
    isPaused: () => isPaused(),
    nextSyncMs: () => automatic?.nextMs() ?? null,
  });
  const isPaused = () => readValue(db, 'sync_state', 'paused') !== undefined;

  let withRecordings = true;
  const contextOf = (client: VoicyClient) => storeContext(options.settings(), client.serverNow(), withRecordings);

  const connectTo = (client: VoicyClient, source: RecordingSource): JobWork =>
    createJobWork({
      ...options,
      client,
      source,
      watched: options.onStatus !== null,
      eraseGone: () => (options.settings().whenGoneUpstream === 'erase' ? options.erase : null),
      context: () => contextOf(client),
      onAdded: (added) => {
        running?.run?.onAdded(added);
        status.touch();
      },
      onEnd: (end) => {
        status.onEnd(end, clock.now());
        running?.run?.onEnd(end);
      },
      onFatal: (error) => {
        if (running?.run) running.run.onFatal(error);
        else if (!(error instanceof AppError)) logger.error({ err: error }, 'a job outside a sync failed');
      },
    });

  const finish = (outcome: Parameters<RunLog['finish']>[0], error: AppError | null, report: RunReport | null) => {
    try {
      log.finish(outcome, error, report, clock.now());
    } catch (err) {
      // On a full disk the note is lost, and known until the process ends; what the run says must not be lost with it.
      logger.warn({ err }, 'how the sync ended could not be noted');
    }
    options.notices.set('disk-full', error?.code === 'disk-full' ? error.message : null);
    status.endRun(outcome);
  };

  const runOnce = async (
    { client, work }: NonNullable<typeof link>,
    given: RunOptions,
    abort: AbortController,
  ): Promise<RunReport> => {
    withRecordings = given.recordings;
    const forget = client.onState((state) => status.onClientState(state));
    const run = createRun({
      db,
      writer,
      client,
      work,
      context: () => contextOf(client),
      leastRecordings: leastRecordingsOf(given),
      list: given.list ?? true,
      mayStop: given.mayStop ? { lastFullListMs: log.lastFullListMs() } : null,
      findVanished: options.settings().whenGoneUpstream === 'erase' ? options.findMissingFrom : null,
      signal: abort.signal,
      onProgress: (progress: SyncProgress) => status.onProgress(progress),
      onCalls: options.onCalls,
    });
    if (running) running.run = run;
    lastReport = run.report;
    try {
      const report = await run.finished();
      const whole = report.listError === null && report.failures.length === 0;
      finish(whole ? 'done' : report.listError ? 'failed' : 'incomplete', report.listError, report);
      return report;
    } catch (error) {
      if (abort.signal.aborted) finish('cancelled', null, run.report);
      else if (error instanceof AppError) {
        const outcome = error.code === 'offline' || error.code === 'unauthorized' ? error.code : 'failed';
        finish(outcome, error, run.report);
      } else {
        logger.error({ err: error }, 'sync failed');
        const bug = new AppError('internal', 'The sync stopped on an unexpected fault; the log has the details.');
        finish('failed', bug, run.report);
      }
      throw error;
    } finally {
      forget();
      running = null;
      workBetweenRuns();
      status.announce();
    }
  };

  /** Between syncs only what somebody waits for is fetched. */
  const workBetweenRuns = () => {
    const level = life.signal.aborted ? null : priorities.open;
    link?.work.details.work(level);
    link?.work.recordings.work(level);
  };

  const obstacleTo = (given: Pick<RunOptions, 'evenIfPaused'>): AppError | null => {
    if (options.readOnly !== null) return new AppError('conflict', options.readOnly);
    const place = options.notices.list().find(({ code }) => code === 'synced-folder');
    if (place) return new AppError('conflict', place.message);
    const held = isPaused() && !given.evenIfPaused;
    return held ? new AppError('conflict', 'Syncing is paused; resume it first.') : null;
  };

  const run: SyncEngine['run'] = (given) => {
    if (running) return running.promise;
    const obstacle = obstacleTo(given);
    if (obstacle) return Promise.reject(obstacle);
    const to = link;
    if (!to) {
      const message = 'There is no API key: connect to Voicy in the settings.';
      return Promise.reject(new AppError('unauthorized', message));
    }
    const abort = new AbortController();
    status.startRun(clock.now());
    // Begun in the next turn, so that `running` stands before the run looks at it.
    const promise = Promise.resolve().then(() => runOnce(to, given, abort));
    running = { promise, abort, run: null };
    // The caller gets the rejection; this only keeps a run that nobody awaits from being reported as unhandled.
    promise.catch(() => undefined);
    status.touch();
    return promise;
  };

  const cancel = async () => {
    const current = running;
    if (!current) return;
    current.abort.abort(new DOMException('cancelled', 'AbortError'));
    await current.promise.catch(() => undefined);
  };

  const ask = async (ids: readonly string[], priority: Priority) => {
    if (!link) return;
    const added = await writer.run('planCalls', ids, {
      ...storeContext(options.settings(), link.client.serverNow(), true),
      asked: priority,
    });
    running?.run?.onAdded(added);
    link.work.details.wake();
    link.work.recordings.wake();
    status.touch();
  };

  void options.wake.watch(clock, life.signal, () => {
    logger.info({}, 'the computer slept or its clock was set');
    link?.work.forgetLinks();
    automatic?.wake();
  });

  return {
    connect: async (client, source) => {
      await cancel();
      link?.work.details.work(null);
      link?.work.recordings.work(null);
      link = client && source ? { client, work: connectTo(client, source) } : null;
      log.connected();
      workBetweenRuns();
      automatic?.wake();
      status.touch();
    },
    run,
    lastReport: () => lastReport,
    cancel,
    isPaused,
    pause: async () => {
      await writer.run('writeValue', 'sync_state', 'paused', '1');
      await cancel();
      status.announce();
    },
    resume: async () => {
      await writer.run('writeValue', 'sync_state', 'paused', null);
      automatic?.wake();
      status.announce();
    },
    ask,
    retryFailed: async () => {
      const count = await writer.run('retryFailed', clock.now());
      link?.work.details.wake();
      link?.work.recordings.wake();
      if (count > 0) status.touch();
    },
    status: () => status.fresh(),
    touch: () => status.touch(),
    startAutomatic: () => {
      automatic = createAutomaticSync({
        ...options,
        signal: life.signal,
        link: () => link,
        isBusy: () => running !== null,
        isHindered: () => obstacleTo({}) !== null,
        hasRoom: options.hasRoom,
        isPaused,
        isOffline: () => status.current().offlineSinceMs !== null,
        run,
        ask,
      });
    },
    close: async () => {
      life.abort(new DOMException('closed', 'AbortError'));
      await cancel();
      link?.work.details.work(null);
      link?.work.recordings.work(null);
      await Promise.all([link?.work.details.idle(), link?.work.recordings.idle()]);
    },
  };
}

function leastRecordingsOf({ recordings, askedRecordings }: RunOptions): Priority {
  return recordings ? priorities.backfill : askedRecordings ? priorities.wanted : priorities.open;
}
