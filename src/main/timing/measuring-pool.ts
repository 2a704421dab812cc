import type { CallTiming, Speech } from '#shared/model/timing.ts';
import type { PassResult, PassStretch } from '../background-pass.ts';
import type { Logger } from '../ports.ts';
import type { MeasureThresholds, StaleCalls, StaleSearch } from '../store/measures.ts';
import { createReadingThread } from '../workers/reading-thread.ts';

/** Measures and indexes calls on a thread of its own, with a connection of its own. */
export interface MeasuringPool {
  /** A call's timing as it stands; null when the call is not here. `heard` = speech that is not stored. */
  timing(callId: string, thresholds: MeasureThresholds, heard: Speech | null): Promise<CallTiming | null>;
  /** Measures those that are not measured as they stand; stops after about `budgetMs`. */
  measure(callIds: readonly string[], thresholds: MeasureThresholds, budgetMs: number): Promise<PassResult>;
  /** The next stretch of the search for calls to measure; see `findStaleMeasures`. */
  stale(thresholds: MeasureThresholds, search: StaleSearch): Promise<StaleCalls>;
  /** Indexes the agent turns of those that are not indexed as they stand; see `indexStale`. */
  index(callIds: readonly string[], budgetMs: number): Promise<PassResult>;
  /** The next stretch of the search for calls to index; see `findStaleIndex`. */
  unindexed(beforeRowid: number | null, limit: number): Promise<PassStretch>;
  close(): Promise<void>;
}

/** Opens the measuring thread of the workspace in `dir`, whose database must exist. It starts with the first question. */
export function createMeasuringPool(dir: string, logger: Logger): MeasuringPool {
  const thread = createReadingThread({
    worker: 'timing-worker',
    dir,
    what: 'measuring',
    logger,
    // Whoever opens a call does not wait for a thread to start.
    idleMs: Number.POSITIVE_INFINITY,
    // Measuring and indexing a library is behind whatever somebody waits for.
    nice: 5,
  });
  return {
    timing: async (callId, thresholds, heard) => {
      const text = await thread.run<string | null>('timing', { callId, thresholds, heard });
      return text === null ? null : (JSON.parse(text) as CallTiming);
    },
    measure: (callIds, thresholds, budgetMs) => thread.run('measure', { callIds, thresholds, budgetMs }),
    stale: (thresholds, search) => thread.run('stale', { thresholds, search }),
    index: (callIds, budgetMs) => thread.run('index', { callIds, budgetMs }),
    unindexed: (beforeRowid, limit) => thread.run('unindexed', { beforeRowid, limit }),
    close: thread.close,
  };
}
