import type { Notice, SyncStatus } from '#shared/model/sync.ts';
import type { Clock, Logger } from '../ports.ts';
import type { SyncCounts } from '../store/sync-counts.ts';
import type { ClientState } from '../voicy/types.ts';
import type { JobEnd } from './job-work.ts';
import { createPace } from './pace.ts';
import type { SyncProgress } from './run.ts';
import type { RunLog } from './run-log.ts';
import { buildStatus } from './status.ts';

const STATUS_RHYTHM_MS = 150;
/** A hiccup passes sooner; after so long without any answer the vendor is out of reach, ms. */
const FAILING_MS = 3000;
/** Downloads wait for each other and for a busy storage; but not for so long without a byte, ms. */
const SILENT_MS = 15_000;
/** Also when nothing happens, which is news too, ms. */
const HEARTBEAT_MS = 5_000;
/** Counting walks the library: while a sync runs, once a second is enough. */
const COUNTS_KEPT_MS = 1000;

export interface StatusSourceOptions {
  clock: Clock;
  logger: Logger;
  log: RunLog;
  recordings: { counters(): { receivedBytes: number } };
  notices: { list(): Notice[] };
  countAll: () => Promise<SyncCounts>;
  /** Null where nobody listens: then nothing is counted until somebody asks. */
  onStatus: ((status: SyncStatus) => void) | null;
  signal: AbortSignal;
  client: () => ClientState | null;
  isPaused: () => boolean;
  nextSyncMs: () => number | null;
}

/** What is said of the sync: gathered while it runs, counted from the library, sent in a calm rhythm. */
export interface StatusSource {
  /** As far as it is known now. */
  current(): SyncStatus;
  /** After counting anew, if anything changed since. */
  fresh(): Promise<SyncStatus>;
  /** Something changed; listeners are told within the rhythm. */
  touch(): void;
  /** Counts anew and tells listeners now. */
  announce(): void;
  startRun(nowMs: number): void;
  endRun(outcome: NonNullable<SyncStatus['lastRun']>['outcome']): void;
  onProgress(progress: SyncProgress): void;
  onEnd(end: JobEnd, nowMs: number): void;
  onClientState(state: ClientState): void;
}

const nothing: SyncCounts = {
  all: { calls: 0, details: 0, recordings: 0, recordingBytes: 0, unreadable: 0 },
  queues: {
    detail: { open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 },
    recording: { open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 },
    audio: { open: 0, wanted: 0, newest: 0, backfill: 0, failed: 0 },
  },
  failed: [],
};

export function createStatusSource(options: StatusSourceOptions): StatusSource {
  const { clock, signal } = options;
  const gets = createPace();
  const bytes = createPace();
  let progress: SyncProgress | null = null;
  let startedMs: number | null = null;
  let listed = 0;
  let offlineSinceMs: number | null = null;
  /** Since when nothing but retries has come of the run; Unix ms. */
  let failingSinceMs: number | null = null;
  let bytesAtStart = 0;
  let bytesSeen = 0;
  /** When bytes of recordings last arrived, or nobody waited for any; Unix ms. */
  let bytesMs = 0;
  let heartbeat: NodeJS.Timeout | undefined;
  let counts = nothing;
  let dirty = true;
  let countedMs = 0;
  let counting: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const build = (): SyncStatus => {
    const now = clock.now();
    const received = options.recordings.counters().receivedBytes;
    bytes.note(received - bytesSeen, now);
    if (received > bytesSeen || progress?.phase !== 'recordings') bytesMs = now;
    bytesSeen = received;
    return buildStatus({
      progress,
      startedMs,
      client: options.client(),
      lastRun: options.log.last(),
      lastSuccessMs: options.log.lastSuccessMs(),
      offlineSinceMs: offlineSinceMs ?? longFailing(now),
      receivedBytes: received - bytesAtStart,
      paused: options.isPaused(),
      nextSyncMs: progress === null ? options.nextSyncMs() : null,
      notices: options.notices.list(),
      getsPerSecond: gets.perSecond(now),
      bytesPerSecond: bytes.perSecond(now),
      counts,
      nowMs: now,
    });
  };

  const longFailing = (now: number): number | null => {
    if (failingSinceMs !== null && now - failingSinceMs >= FAILING_MS) return failingSinceMs;
    return progress?.phase === 'recordings' && now - bytesMs >= SILENT_MS ? bytesMs : null;
  };

  const emit = () => {
    clearTimeout(heartbeat);
    if (signal.aborted || !options.onStatus) return;
    options.onStatus(build());
    if (progress) heartbeat = setTimeout(emit, HEARTBEAT_MS);
  };

  /** Never rejects: a count that fails leaves the last one in place. */
  const count = (): Promise<void> => {
    counting ??= options
      .countAll()
      .then(
        (found) => {
          counts = found;
        },
        (error: unknown) => {
          if (!signal.aborted) options.logger.warn({ err: error }, 'counting the library failed');
        },
      )
      .finally(() => {
        counting = null;
        countedMs = performance.now();
      });
    dirty = false;
    return counting;
  };

  const announce = () => {
    if (options.onStatus) void count().then(emit);
  };

  const touch = () => {
    dirty = true;
    if (options.onStatus)
      timer ??= setTimeout(() => {
        timer = undefined;
        if (signal.aborted) return;
        emit();
        if (performance.now() - countedMs > COUNTS_KEPT_MS && counting === null) announce();
      }, STATUS_RHYTHM_MS);
  };
  const stopTimers = () => {
    clearTimeout(timer);
    clearTimeout(heartbeat);
  };
  signal.addEventListener('abort', stopTimers, { once: true });

  return {
    current: build,
    fresh: async () => {
      if (counting) await counting;
      // A count that began before the last change does not know of it.
      if (dirty) await count();
      return build();
    },
    touch,
    announce,
    startRun: (nowMs) => {
      startedMs = nowMs;
      failingSinceMs = null;
      progress = {
        phase: 'listing',
        listed: 0,
        details: { done: 0, total: 0, failed: 0 },
        recordings: { done: 0, total: 0, failed: 0 },
      };
      bytesAtStart = options.recordings.counters().receivedBytes;
      listed = 0;
      gets.reset();
      bytes.reset();
      touch();
    },
    endRun: (outcome) => {
      progress = null;
      startedMs = null;
      failingSinceMs = null;
      if (outcome === 'offline') offlineSinceMs ??= clock.now();
      else if (outcome !== 'cancelled') offlineSinceMs = null;
      dirty = true;
    },
    onProgress: (next) => {
      progress = next;
      if (next.listed > listed) {
        offlineSinceMs = null;
        failingSinceMs = null;
      }
      listed = next.listed;
      touch();
    },
    onEnd: (end, nowMs) => {
      if (end.kind === 'detail') gets.note(1, nowMs);
      if (end.failure === null) {
        offlineSinceMs = null;
        failingSinceMs = null;
      }
      touch();
    },
    onClientState: ({ waiting }) => {
      // Told at the first failure, not after the last try: the reader should know at once why nothing moves.
      if (waiting?.reason === 'retry' && progress) {
        failingSinceMs ??= clock.now();
        if (progress.phase === 'listing' && progress.listed === 0) offlineSinceMs ??= failingSinceMs;
      }
      touch();
    },
  };
}
