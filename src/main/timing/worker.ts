import type { Speech } from '#shared/model/timing.ts';
import type { PassResult } from '../background-pass.ts';
import { findStaleMeasures, type MeasureThresholds, type StaleSearch } from '../store/measures.ts';
import { threadDatabase } from '../store/thread-database.ts';
import { findStaleIndex } from '../store/turn-index/standing.ts';
import { createFeatureCache } from '../store/turn-index/wordings.ts';
import { indexStale } from '../turn-index/index-calls.ts';
import { measureStale, timingOfStored } from './measure-stored.ts';

const get = threadDatabase();

/** The questions this worker answers, by name; see measuring-pool.ts. What is large goes as text, which costs the asking thread least. */
export const timing = (q: { callId: string; thresholds: MeasureThresholds; heard: Speech | null }): string | null => {
  const found = timingOfStored(get(), q.callId, q.thresholds, q.heard);
  return found === undefined ? null : JSON.stringify(found);
};
export const measure = (q: { callIds: string[]; thresholds: MeasureThresholds; budgetMs: number }): PassResult => {
  const { records, rest } = measureStale(get(), q.callIds, q.thresholds, q.budgetMs, () => performance.now());
  return { count: records.length, records: JSON.stringify(records), rest };
};
export const stale = (q: { thresholds: MeasureThresholds; search: StaleSearch }) =>
  findStaleMeasures(get(), q.thresholds, q.search);

const featuresOf = createFeatureCache();
export const index = (q: { callIds: string[]; budgetMs: number }): PassResult => {
  const { rest, ...records } = indexStale(get(), q.callIds, q.budgetMs, () => performance.now(), featuresOf);
  return { count: records.calls.length, records: JSON.stringify(records), rest };
};
export const unindexed = (q: { beforeRowid: number | null; limit: number }) => findStaleIndex(get(), q);
