import { formatCount, formatRemaining } from '#shared/logic/format.ts';
import type { Connection } from '#shared/model/connection.ts';
import type { SyncFailure, SyncStatus } from '#shared/model/sync.ts';

export function isRunning(sync: SyncStatus): boolean {
  return sync.phase !== 'idle';
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

/** What it does now, in a few words. */
export function syncHeadline(sync: SyncStatus): string {
  const left = sync.etaMs === null ? '' : `, ${formatRemaining(sync.etaMs)} left`;
  switch (sync.phase) {
    case 'idle':
      return 'Idle';
    case 'listing':
      return `Reading the list: ${formatCount(sync.listed)} calls`;
    case 'details':
      return `Reading calls: ${formatCount(sync.details.done)} of ${formatCount(sync.details.total)}${left}`;
    case 'recordings':
      return `Downloading recordings: ${formatCount(sync.recordings.done)} of ${formatCount(sync.recordings.total)}${left}`;
    case 'waiting':
      return 'Waiting';
  }
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

/** How the last run ended, as a sentence. */
export function lastRunSentence(sync: SyncStatus): string {
  const run = sync.lastRun;
  if (run === null) return 'No sync has run yet.';
  const calls = `${counted(run.newCalls, 'new call')}, ${formatCount(run.updatedCalls)} updated`;
  switch (run.outcome) {
    case 'done':
      return `Everything is here: ${calls}.`;
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
