import { inSavepoint, inTransaction, type WriteDb } from '../store/db.ts';

/** One write waiting for its turn: `run` is synchronous and happens whole or not at all. */
export interface QueuedWrite {
  /** Does not go into a transaction with others: it makes its own, or works on files. */
  alone?: boolean;
  run(db: WriteDb): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Bounds how long one transaction holds the writing thread, ms, so that an urgent write behind it need not wait long. */
const LONGEST_BATCH_MS = 50;

/**
 * Runs queued writes in one IMMEDIATE transaction: a commit waits for the disk, and a hundred writes can wait together.
 * A write that throws fails alone; a commit that fails fails all of them. Takes what it ran off the front of `queue`.
 */
export function runBatch(db: WriteDb, queue: QueuedWrite[], nowMs: () => number): void {
  if (queue[0]?.alone) {
    runAlone(db, queue.shift());
    return;
  }
  const taken: QueuedWrite[] = [];
  try {
    const settle = inTransaction(db, () => {
      const began = nowMs();
      const done: (() => void)[] = [];
      for (let next = queue.shift(); next; next = queue.shift()) {
        taken.push(next);
        done.push(runOne(db, next));
        if (queue[0]?.alone || nowMs() - began > LONGEST_BATCH_MS) break;
      }
      return done;
    });
    for (const done of settle) done();
  } catch (error) {
    // Those that failed on their own are told the same: nothing of this batch is stored.
    for (const write of taken) write.reject(error);
  }
}

function runAlone(db: WriteDb, write: QueuedWrite | undefined): void {
  try {
    write?.resolve(write.run(db));
  } catch (error) {
    write?.reject(error);
  }
}

function runOne(db: WriteDb, write: QueuedWrite): () => void {
  try {
    const value = inSavepoint(db, () => write.run(db));
    return () => write.resolve(value);
  } catch (error) {
    // A full disk or a damaged file may have ended the transaction around us: then there is nothing left to commit.
    if (!db.inTransaction) throw error;
    return () => write.reject(error);
  }
}
