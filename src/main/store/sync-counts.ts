import { countAll, type StoreCounts } from './counts.ts';
import type { ReadDb } from './db.ts';
import { countJobs, type FailedJob, findFailedJobs, type QueuesByKind } from './jobs.ts';

/** What a status says about the library and its queue. */
export interface SyncCounts {
  all: StoreCounts;
  queues: QueuesByKind;
  failed: FailedJob[];
}

const SHOWN_FAILURES = 200;

/** Walks the library: for the reading thread. */
export function readSyncCounts(db: ReadDb): SyncCounts {
  return { all: countAll(db), queues: countJobs(db), failed: findFailedJobs(db, SHOWN_FAILURES) };
}
