import type { SyncFailure, SyncRun, SyncStatus } from '#shared/model/sync.ts';
import type { StoreCounts } from '../store/calls.ts';
import type { ClientState } from '../voicy/types.ts';
import type { SyncProgress } from './run.ts';

/** Everything a status is made of. */
export interface StatusParts {
  progress: SyncProgress | null;
  startedMs: number | null;
  client: ClientState | null;
  failures: SyncFailure[];
  lastRun: SyncRun | null;
  lastSuccessMs: number | null;
  offlineSinceMs: number | null;
  receivedBytes: number;
  counts: StoreCounts;
  nowMs: number;
}

const SHOWN_FAILURES = 200;
const none = { done: 0, total: 0, failed: 0 };
const noQueue = { open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 };

/** The snapshot that the UI and `earmark status` show. */
export function buildStatus(parts: StatusParts): SyncStatus {
  const { progress, client, nowMs } = parts;
  const waiting = progress && client?.waiting ? waitingSentence(client.waiting, nowMs) : null;
  return {
    phase: progress === null ? 'idle' : waiting && progress.phase !== 'recordings' ? 'waiting' : progress.phase,
    startedMs: parts.startedMs,
    listed: progress?.listed ?? 0,
    details: progress ? { ...progress.details } : none,
    recordings: progress ? { ...progress.recordings } : none,
    receivedBytes: parts.receivedBytes,
    etaMs: progress ? etaMs(progress, parts.startedMs, client?.allowancePerMinute ?? null, nowMs) : null,
    waiting,
    offlineSinceMs: parts.offlineSinceMs,
    lastSuccessMs: parts.lastSuccessMs,
    lastRun: parts.lastRun,
    paused: false,
    queue: { details: noQueue, recordings: noQueue, audio: noQueue },
    rate: { callsPerMinute: null, bytesPerSecond: null, allowancePerMinute: null },
    nextSyncMs: null,
    notices: [],
    failures: parts.failures.slice(0, SHOWN_FAILURES),
    unreadable: parts.counts.unreadable,
    cachedCalls: parts.counts.calls,
    cachedRecordings: parts.counts.recordings,
    recordingBytes: parts.counts.recordingBytes,
  };
}

function waitingSentence(waiting: NonNullable<ClientState['waiting']>, nowMs: number): string {
  const seconds = Math.max(1, Math.ceil((waiting.untilMs - nowMs) / 1000));
  return waiting.reason === 'rate-limit'
    ? `The vendor allows no more requests for ${seconds} s.`
    : `No good answer; trying again in ${seconds} s.`;
}

/**
 * Time left for the details, ms: what the vendor's allowance demands or what the pace so far promises, whichever is
 * longer. Null while there is nothing to judge by.
 */
export function etaMs(
  progress: SyncProgress,
  startedMs: number | null,
  allowancePerMinute: number | null,
  nowMs: number,
): number | null {
  const { done, total } = progress.details;
  if (progress.phase === 'listing' || total === 0 || startedMs === null) return null;
  const left = total - done;
  if (left === 0) return null;
  const byPace = done > 0 ? ((nowMs - startedMs) / done) * left : null;
  const byAllowance = allowancePerMinute ? (left / allowancePerMinute) * 60_000 : null;
  if (byPace === null && byAllowance === null) return null;
  // Within the first allowance there is no waiting, so the pace alone tells.
  const bound = byAllowance !== null && allowancePerMinute !== null && total > allowancePerMinute ? byAllowance : 0;
  return Math.round(Math.max(byPace ?? 0, bound));
}
