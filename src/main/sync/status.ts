import type { Notice, SyncRun, SyncStatus } from '#shared/model/sync.ts';
import type { SyncCounts } from '../store/sync-counts.ts';
import type { ClientState } from '../voicy/types.ts';
import type { SyncProgress } from './run.ts';

/** Everything a status is made of. */
export interface StatusParts {
  progress: SyncProgress | null;
  startedMs: number | null;
  client: ClientState | null;
  lastRun: SyncRun | null;
  lastSuccessMs: number | null;
  offlineSinceMs: number | null;
  receivedBytes: number;
  paused: boolean;
  nextSyncMs: number | null;
  notices: Notice[];
  /** Lately, null while unknown. */
  getsPerSecond: number | null;
  bytesPerSecond: number | null;
  counts: SyncCounts;
  nowMs: number;
}

const none = { done: 0, total: 0, failed: 0 };

/** The snapshot that the UI and `earmark status` show. */
export function buildStatus(parts: StatusParts): SyncStatus {
  const { progress, client, nowMs, counts } = parts;
  const waiting = progress && client?.waiting ? waitingSentence(client.waiting, nowMs) : null;
  const idle = parts.paused ? 'paused' : 'idle';
  return {
    phase: progress === null ? idle : waiting && progress.phase !== 'recordings' ? 'waiting' : progress.phase,
    startedMs: parts.startedMs,
    listed: progress?.listed ?? 0,
    details: progress ? { ...progress.details } : none,
    recordings: progress ? { ...progress.recordings } : none,
    receivedBytes: parts.receivedBytes,
    etaMs: progress ? etaMs({ ...parts, progress }) : null,
    waiting,
    offlineSinceMs: parts.offlineSinceMs,
    lastSuccessMs: parts.lastSuccessMs,
    lastRun: parts.lastRun,
    paused: parts.paused,
    queue: { details: counts.queues.detail, recordings: counts.queues.recording, audio: counts.queues.audio },
    rate: {
      callsPerMinute: progress && parts.getsPerSecond !== null ? parts.getsPerSecond * 60 : null,
      bytesPerSecond: progress ? parts.bytesPerSecond : null,
      allowancePerMinute: client?.allowancePerMinute ?? null,
    },
    nextSyncMs: parts.nextSyncMs,
    notices: parts.notices,
    failures: counts.failed
      .filter(({ kind }) => kind !== 'audio')
      .map(({ kind, callId, code, message }) => ({
        id: callId,
        what: kind === 'detail' ? 'call' : 'recording',
        code,
        message,
      })),
    unreadable: counts.all.unreadable,
    cachedCalls: counts.all.calls,
    cachedRecordings: counts.all.recordings,
    recordingBytes: counts.all.recordingBytes,
  };
}

function waitingSentence(waiting: NonNullable<ClientState['waiting']>, nowMs: number): string {
  const seconds = Math.max(1, Math.ceil((waiting.untilMs - nowMs) / 1000));
  return waiting.reason === 'rate-limit'
    ? `The vendor allows no more requests for ${seconds} s.`
    : `No good answer; trying again in ${seconds} s.`;
}

type EtaParts = Pick<StatusParts, 'startedMs' | 'client' | 'getsPerSecond' | 'bytesPerSecond' | 'counts' | 'nowMs'> & {
  progress: SyncProgress;
};

/**
 * Time left, ms: for the details, what the vendor's allowance demands or what the pace lately promises, whichever is longer;
 * for the recordings, their usual size at the pace of the bytes. Both go on side by side, so the longer one counts. Null
 * while there is nothing to judge by.
 */
function etaMs(parts: EtaParts): number | null {
  const times = [detailsMs(parts), recordingsMs(parts)].filter((ms) => ms !== null);
  return times.length === 0 ? null : Math.round(Math.max(...times));
}

function detailsMs({ progress, startedMs, client, getsPerSecond, nowMs }: EtaParts): number | null {
  const { done, failed, total } = progress.details;
  const left = total - done - failed;
  if (progress.phase === 'listing' || left <= 0 || startedMs === null) return null;
  const pace = getsPerSecond ?? (done > 0 ? done / ((nowMs - startedMs) / 1000) : null);
  const byPace = pace ? (left / pace) * 1000 : null;
  const allowance = client?.allowancePerMinute ?? null;
  // Within the first allowance there is no waiting, so the pace alone tells.
  const byAllowance = allowance && total > allowance ? (left / allowance) * 60_000 : null;
  return byPace === null && byAllowance === null ? null : Math.max(byPace ?? 0, byAllowance ?? 0);
}

function recordingsMs({ progress, bytesPerSecond, counts }: EtaParts): number | null {
  const { done, failed, total } = progress.recordings;
  const left = total - done - failed;
  const { recordings, recordingBytes } = counts.all;
  if (left <= 0 || !bytesPerSecond || recordings === 0) return null;
  return ((left * recordingBytes) / recordings / bytesPerSecond) * 1000;
}
