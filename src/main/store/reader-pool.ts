import { Piscina } from 'piscina';
import type { CallFacets, CallFilter, CallPage, CallSort } from '#shared/model/list.ts';
import { findWorkerUrl } from '../workers/find-worker.ts';
import type { CallListReader } from './call-list.ts';
import type { ContentSweep } from './content-digest.ts';
import type { Matching } from './matching.ts';
import type { SyncCounts } from './sync-counts.ts';

/** Reads that walk the whole workspace; they run on a connection of their own, off the main thread. */
export interface ReaderPool {
  page(query: { filter: CallFilter; sort: CallSort; offset: number; limit: number }): Promise<CallPage>;
  neighbours(query: {
    id: string;
    filter: CallFilter;
    sort: CallSort;
  }): Promise<ReturnType<CallListReader['neighbours']>>;
  facets(): Promise<CallFacets>;
  syncCounts(): Promise<SyncCounts>;
  matching(filter: CallFilter): Promise<Matching>;
  /** What SQLite's quick check finds, empty when nothing; also a database that cannot be opened is a finding. Takes a second per GB or more. */
  quickCheck(): Promise<string[]>;
  /** The next stretch of the sweep over stored content; see `sweepContent`. */
  sweepContent(afterRowid: number, limit: number): Promise<ContentSweep>;
  close(): Promise<void>;
}

/** A thread that checks ends when it has nothing to do for this long. */
const CHECKER_IDLE_MS = 5_000;

/** Opens the reading worker of the workspace in `dir`, whose database must exist. */
export function createReaderPool(dir: string): ReaderPool {
  const filename = findWorkerUrl('store-reader', import.meta.url).href;
  const piscina = new Piscina({
    filename,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: { dir },
  });
  // Apart from the questions that someone waits for.
  const checker = new Piscina({
    filename,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: CHECKER_IDLE_MS,
    workerData: { dir },
  });
  return {
    page: (query) => piscina.run(query, { name: 'page' }),
    neighbours: (query) => piscina.run(query, { name: 'neighbours' }),
    facets: () => piscina.run({}, { name: 'facets' }),
    syncCounts: () => piscina.run({}, { name: 'syncCounts' }),
    matching: (filter) => piscina.run({ filter }, { name: 'matching' }),
    quickCheck: () => checker.run({}, { name: 'check' }),
    sweepContent: (afterRowid, limit) => checker.run({ afterRowid, limit }, { name: 'sweep' }),
    close: async () => {
      await Promise.all([piscina.destroy(), checker.destroy()]);
    },
  };
}
