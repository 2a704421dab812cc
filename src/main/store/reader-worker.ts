import { workerData } from 'piscina';
import type { CallFilter, CallSort } from '#shared/model/list.ts';
import { createCallListReader, readFacets } from './call-list.ts';
import { openForReading } from './open.ts';
import { readSyncCounts } from './sync-counts.ts';

const { dir } = workerData as { dir: string };
const db = openForReading(dir);
const list = createCallListReader(db);

/** The questions this worker answers, by name; see reader-pool.ts. */
export const page = (q: { filter: CallFilter; sort: CallSort; offset: number; limit: number }) =>
  list.page(q.filter, q.sort, q.offset, q.limit);
export const neighbours = (q: { id: string; filter: CallFilter; sort: CallSort }) =>
  list.neighbours(q.id, q.filter, q.sort);
export const facets = () => readFacets(db);
export const syncCounts = () => readSyncCounts(db);
