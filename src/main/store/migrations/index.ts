import { inTransaction, type WriteDb } from '../db.ts';
import { base } from './0010-base.ts';
import { jobs } from './0020-jobs.ts';
import { timing } from './0030-timing.ts';
import { review } from './0040-review.ts';
import { measures } from './0050-measures.ts';
import { bundles } from './0060-bundles.ts';
import { noteSearch } from './0090-note-search.ts';
import { queue } from './0100-queue.ts';
import { turnIndex } from './0110-turn-index.ts';
import { wordings } from './0120-wordings.ts';
import { latencyColumns } from './0130-latency-columns.ts';
import type { Migration } from './types.ts';

/** In order, numbered in tens. */
export const migrations: readonly Migration[] = [
  base,
  jobs,
  timing,
  review,
  measures,
  bundles,
  noteSearch,
  queue,
  turnIndex,
  wordings,
  latencyColumns,
];

export const newestVersion = migrations.at(-1)?.version ?? 0;

/** Brings a database to the newest version (or to `target`, for tests), each step in its own transaction. */
export function migrate(db: WriteDb, target: number = newestVersion): void {
  for (const migration of migrations) {
    const current = Number(db.pragma('user_version', { simple: true }));
    if (migration.version <= current || migration.version > target) continue;
    inTransaction(db, () => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
    });
  }
}
