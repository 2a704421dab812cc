import { formatBytes, formatCount, formatRemaining, formatTime } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncFailure, SyncStatus } from '#shared/model/sync.ts';
import { waitingOf } from './queue-words.ts';

export function isRunning(sync: SyncStatus): boolean {
  return sync.phase !== 'idle' && !isPaused(sync);
}

export function isPaused(sync: Pick<SyncStatus, 'phase' | 'paused'>): boolean {
  return sync.paused || sync.phase === 'paused';
}

export interface Progress {
  done: number;
  /** `null` while the end is not known. */
  total: number | null;
}

/** How far the whole sync is, details and recordings together; null when none runs. */
export function progressOf(sync: SyncStatus): Progress | null {
  if (!isRunning(sync)) return null;
  const total = sync.details.total + sync.recordings.total;
  if (sync.phase === 'listing' || total === 0) return { done: sync.listed, total: null };
  const { details, recordings } = sync;
  return { done: details.done + details.failed + recordings.done + recordings.failed, total };
}

/** What it does now and how long it takes, in a few words. */
export function syncHeadline(sync: SyncStatus): string {
  const counts = ['details', 'recordings'].includes(sync.phase) && sync.etaMs !== null;
  return counts ? `${phaseHeadline(sync)}, ${formatRemaining(sync.etaMs)} left` : phaseHeadline(sync);
}

/** What it does now, in a few words. */
export function phaseHeadline(sync: SyncStatus): string {
  switch (sync.phase) {
    case 'idle':
      return 'Idle';
    case 'listing':
      return `Reading the list: ${formatCount(sync.listed)} calls`;
    case 'details':
      return `Reading calls: ${formatCount(sync.details.done)} of ${formatCount(sync.details.total)}`;
    case 'recordings':
      return `Downloading recordings: ${formatCount(sync.recordings.done)} of ${formatCount(sync.recordings.total)}`;
    case 'waiting':
      return 'Waiting';
    case 'paused':
      return 'Paused';
  }
}

/** Why nothing can be started while the sync is paused. */
export const resumeFirst = 'Syncing is paused: resume first';

export const pausedSentence = 'Paused: nothing is fetched, also not by itself, until you resume.';

const nearlyAll = 0.8;

/** How long the run still takes and what holds it back; null when nothing runs. */
export function timeLeftSentence(sync: SyncStatus): string | null {
  if (!isRunning(sync)) return null;
  if (sync.phase === 'listing') return 'How long it takes can be said once the list has been read.';
  if (sync.etaMs === null) return 'How long it takes cannot be said yet.';
  const { callsPerMinute, bytesPerSecond, allowancePerMinute } = sync.rate;
  const left = sync.etaMs < 30_000 ? 'Under a minute left' : `About ${formatRemaining(sync.etaMs)} left`;
  const { done, failed, total } = sync.details;
  if (done + failed >= total) return `${left}${bytesPerSecond === null ? '' : ` at ${formatPace(bytesPerSecond)}`}.`;
  if (allowancePerMinute !== null && (callsPerMinute ?? allowancePerMinute) >= nearlyAll * allowancePerMinute) {
    return `${left}: the vendor allows ${formatCount(allowancePerMinute)} requests a minute.`;
  }
  return `${left}${callsPerMinute === null ? '' : ` at ${counted(Math.round(callsPerMinute), 'call')} a minute`}.`;
}

/** `58 of 60 / min`: calls read a minute, and what the vendor allows; null while nothing can be said. */
export function callPace({ callsPerMinute, allowancePerMinute }: SyncStatus['rate']): string | null {
  if (callsPerMinute === null) return null;
  const calls = formatCount(callsPerMinute);
  return allowancePerMinute === null ? `${calls} / min` : `${calls} of ${formatCount(allowancePerMinute)} / min`;
}

/** `4.2 MB/s`. */
export function formatPace(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}

/** When the next sync begins, and why none does. */
export function nextSyncWords(sync: SyncStatus, autoSync: boolean, nowMs: number): string {
  if (sync.notices.some(({ code }) => code === 'read-only')) return 'not by this Earmark: the other one syncs';
  if (isPaused(sync)) return 'when you resume';
  if (isRunning(sync)) return 'this one is not over yet';
  if (sync.nextSyncMs !== null) return `by itself at ${formatTime(sync.nextSyncMs, undefined, nowMs)}`;
  return autoSync ? 'not planned; use Sync now' : 'only by hand: automatic sync is off in the settings';
}

/** Whose calls these are. */
export function workspaceLabel(connection: Connection): string {
  if (connection.workspace === 'demo') return 'Demo workspace';
  return hostOf(connection.baseUrl) ?? 'Not connected';
}

export function hostOf(baseUrl: string | null): string | null {
  try {
    return baseUrl === null ? null : new URL(baseUrl).host;
  } catch {
    return baseUrl;
  }
}

/** Failures with the same cause. */
export interface FailureGroup {
  key: string;
  what: SyncFailure['what'];
  code: string;
  message: string;
  ids: string[];
}

/** Gathers failures by what failed and why, the largest group first. */
export function groupFailures(failures: readonly SyncFailure[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { id, what, code, message } of failures) {
    const key = `${what} ${code} ${message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, what, code, message, ids: [id] });
    else group.ids.push(id);
  }
  return [...groups.values()].sort((a, b) => b.ids.length - a.ids.length);
}

function waits({ queue: { details, recordings } }: SyncStatus): boolean {
  return waitingOf(details) + waitingOf(recordings) > 0;
}

/** How the last run ended, as a sentence. */
export function lastRunSentence(sync: SyncStatus): string {
  const run = sync.lastRun;
  if (run === null) return 'No sync has run yet.';
  const calls = `${counted(run.newCalls, 'new call')}, ${formatCount(run.updatedCalls)} updated`;
  switch (run.outcome) {
    case 'done':
      return waits(sync)
        ? `The last sync went through: ${calls}. What still waits comes with the next one.`
        : `Everything is here: ${calls}.`;
    case 'incomplete':
      return `Ended with gaps: ${calls}. What failed is listed below.`;
    case 'cancelled':
      return `Cancelled: ${calls}. What had arrived is kept; the next sync goes on from there.`;
    case 'offline':
      return 'Voicy could not be reached. Everything already here works.';
    case 'unauthorized':
      return 'Voicy refused the key. Everything already here works.';
    case 'failed':
      return run.message ?? 'The sync ended with an error. Everything already here works.';
  }
}

export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
