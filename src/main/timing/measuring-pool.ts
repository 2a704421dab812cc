import { Piscina } from 'piscina';
import { AppError } from '#shared/model/errors.ts';
import type { CallTiming, Speech } from '#shared/model/timing.ts';
import type { PassResult, PassStretch } from '../background-pass.ts';
import type { Logger } from '../ports.ts';
import type { MeasureThresholds, StaleCalls, StaleSearch } from '../store/measures.ts';
import { findWorkerUrl } from '../workers/find-worker.ts';

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
  const piscina = new Piscina({
    filename: findWorkerUrl('timing-worker', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    // Measuring and indexing a library is behind whatever somebody waits for.
    niceIncrement: 5,
    // Whoever opens a call does not wait for a thread to start.
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: { dir },
  });
  // Whoever asked is told; without a listener the event would end the process.
  piscina.on('error', () => undefined);
  let closed = false;

  const ask = async <T>(name: string, question: object): Promise<T> => {
    if (closed) throw new AppError('conflict', 'This workspace is being closed.');
    try {
      return (await piscina.run(question, { name })) as T;
    } catch (error) {
      if (closed) throw new AppError('conflict', 'This workspace is being closed.');
      if (!(error instanceof Error && /worker exited|terminat/i.test(error.message))) throw error;
      logger.error({ err: error, question: name }, 'a measuring worker died');
      throw new AppError('internal', 'Earmark’s measuring thread ended unexpectedly and was started again; try again.');
    }
  };
  return {
    timing: async (callId, thresholds, heard) => {
      const text = await ask<string | null>('timing', { callId, thresholds, heard });
      return text === null ? null : (JSON.parse(text) as CallTiming);
    },
    measure: (callIds, thresholds, budgetMs) => ask('measure', { callIds, thresholds, budgetMs }),
    stale: (thresholds, search) => ask('stale', { thresholds, search }),
    index: (callIds, budgetMs) => ask('index', { callIds, budgetMs }),
    unindexed: (beforeRowid, limit) => ask('unindexed', { beforeRowid, limit }),
    close: async () => {
      closed = true;
      await piscina.destroy();
    },
  };
}
