import type { SyncStatus } from '#shared/model/sync.ts';

const none = { open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 };

/** A sync that has never run and has nothing to do. */
export const idle: SyncStatus = {
  phase: 'idle',
  startedMs: null,
  listed: 0,
  details: { done: 0, total: 0, failed: 0 },
  recordings: { done: 0, total: 0, failed: 0 },
  receivedBytes: 0,
  etaMs: null,
  waiting: null,
  offlineSinceMs: null,
  lastSuccessMs: null,
  lastRun: null,
  paused: false,
  queue: { details: none, recordings: none, audio: none },
  rate: { callsPerMinute: null, bytesPerSecond: null, allowancePerMinute: null },
  nextSyncMs: null,
  notices: [],
  failures: [],
  unreadable: 0,
  cachedCalls: 0,
  cachedRecordings: 0,
  recordingBytes: 0,
};
