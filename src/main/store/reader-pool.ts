import { Piscina } from 'piscina';
import type { CallFacets, CallFilter, CallPage, CallSort } from '#shared/model/list.ts';
import { findWorkerUrl } from '../workers/find-worker.ts';
import type { CallListReader } from './call-list.ts';
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
  close(): Promise<void>;
}

/** Opens the reading worker of the workspace in `dir`, whose database must exist. */
export function createReaderPool(dir: string): ReaderPool {
  const piscina = new Piscina({
    filename: findWorkerUrl('store-reader', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: { dir },
  });
  return {
    page: (query) => piscina.run(query, { name: 'page' }),
    neighbours: (query) => piscina.run(query, { name: 'neighbours' }),
    facets: () => piscina.run({}, { name: 'facets' }),
    syncCounts: () => piscina.run({}, { name: 'syncCounts' }),
    close: () => piscina.destroy(),
  };
}
