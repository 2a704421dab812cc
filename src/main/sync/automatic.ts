import type { Settings } from '#shared/model/settings.ts';
import type { Clock, Logger } from '../ports.ts';
import { findPollCandidates } from '../store/call-facts.ts';
import type { ReadDb } from '../store/db.ts';
import { type Priority, priorities } from '../store/jobs.ts';
import type { VoicyClient } from '../voicy/types.ts';
import { fetchDetail } from './fetch-detail.ts';
import type { JobWork } from './job-work.ts';
import { isPollDue, lateSince, nextSyncDelayMs, POLL_RHYTHM_MS, POLLS_AT_ONCE } from './plan.ts';
import type { RunLog } from './run-log.ts';

export interface AutomaticOptions {
  db: ReadDb;
  clock: Clock;
  random: () => number;
  logger: Logger;
  settings: () => Settings;
  log: RunLog;
  signal: AbortSignal;
  link: () => { client: VoicyClient; work: JobWork } | null;
  isBusy: () => boolean;
  /** Whether nothing may be synced here at all. */
  isHindered: () => boolean;
  isPaused: () => boolean;
  hasRoom: () => Promise<boolean>;
  isOffline: () => boolean;
  run: (options: { recordings: boolean; askedRecordings: boolean; mayStop: boolean }) => Promise<unknown>;
  ask: (ids: readonly string[], priority: Priority) => Promise<void>;
}

/** Syncs at intervals with jitter, and between them asks about calls that run or lack something late. */
export interface AutomaticSync {
  /** Begins the next sync now, if one may begin. */
  wake(): void;
  /** When the next one begins, Unix ms; null when none will by itself. */
  nextMs(): number | null;
}

export function createAutomaticSync(options: AutomaticOptions): AutomaticSync {
  const { clock, log, signal } = options;
  let waking = new AbortController();
  let nextMs: number | null = null;

  const mayRun = () =>
    options.link() !== null &&
    !options.isHindered() &&
    options.settings().autoSync &&
    !options.isPaused() &&
    log.last()?.outcome !== 'unauthorized';

  /** After a full disk nothing is tried again before there is room: each try would fail the same way. */
  const isWorthwhile = async () => log.last()?.code !== 'disk-full' || (await options.hasRoom());

  const repeat = async () => {
    while (!signal.aborted) {
      if (mayRun() && (await isWorthwhile()))
        // How it went is in the log of runs.
        await options
          .run({ recordings: options.settings().downloadRecordings, askedRecordings: true, mayStop: true })
          .catch(() => undefined);
      const delayMs = nextSyncDelayMs(log.failuresInARow(), options.random());
      nextMs = clock.now() + delayMs;
      await clock.sleep(delayMs, AbortSignal.any([signal, waking.signal])).catch(() => undefined);
    }
  };

  const logFailure = (error: unknown) => {
    if (!signal.aborted) options.logger.warn({ err: error }, 'a request in the background failed');
  };

  const pollDueCalls = async () => {
    const link = options.link();
    if (!link || options.isBusy() || options.isHindered() || options.isPaused()) return;
    const now = link.client.serverNow();
    const due = findPollCandidates(options.db, lateSince(now)).filter((call) => isPollDue(call, now));
    for (const { id } of due.slice(0, POLLS_AT_ONCE)) {
      const { added } = await fetchDetail(id, link.work.detailContext, signal);
      if (added.recordings > 0 && options.settings().downloadRecordings) await options.ask([id], priorities.open);
    }
  };

  const poll = async () => {
    while (!signal.aborted) {
      await clock.sleep(POLL_RHYTHM_MS, signal).catch(() => undefined);
      if (!signal.aborted && !options.isOffline()) await pollDueCalls().catch(logFailure);
    }
  };

  void repeat();
  void poll();
  return {
    wake: () => {
      const woken = waking;
      waking = new AbortController();
      woken.abort();
    },
    nextMs: () => (mayRun() ? nextMs : null),
  };
}
