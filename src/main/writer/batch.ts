import { inTransaction, type WriteDb } from '../store/db.ts';

/** One write waiting for its turn: `run` is synchronous, touches the database only and may run twice; it happens whole or not at all. */
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
    runOne(queue.shift(), (write) => write.run(db));
    return;
  }
  const taken: QueuedWrite[] = [];
  let oneThrew = false;
  try {
    const values = inTransaction(db, () => {
      const began = nowMs();
      const done: unknown[] = [];
      for (let next = queue.shift(); next; next = queue.shift()) {
        taken.push(next);
        oneThrew = true;
        done.push(next.run(db));
        oneThrew = false;
        if (queue[0]?.alone || nowMs() - began > LONGEST_BATCH_MS) break;
      }
      return done;
    });
    taken.forEach((write, index) => {
      write.resolve(values[index]);
    });
  } catch (error) {
    // A savepoint around each write would keep the others without a second run, but copies every page it touches to a file
    // of its own (a sixth of the writing thread's time): writes that throw are rare, so it is they who pay.
    if (oneThrew && taken.length > 1)
      for (const write of taken) runOne(write, ({ run }) => inTransaction(db, () => run(db)));
    else for (const write of taken) write.reject(error);
  }
}

function runOne(write: QueuedWrite | undefined, run: (write: QueuedWrite) => unknown): void {
  try {
    write?.resolve(run(write));
  } catch (error) {
    write?.reject(error);
  }
}
