import { inTransaction, type WriteDb } from './db.ts';

/** Gathers small writes into shared transactions: a commit waits for the disk, and a hundred writes can wait together. */
export interface BatchWriter {
  /** Runs `work` (synchronous, whole or not at all) in the next transaction; resolves once that is committed. */
  write<T>(work: () => T): Promise<T>;
  /** Commits what is gathered now. */
  flush(): void;
}

const LONGEST_WAIT_MS = 15;
/** Bounds how long one transaction holds the event loop. */
const MOST_PER_BATCH = 12;

interface Item {
  run(): () => void;
  fail(error: unknown): void;
}

/** A writer on this handle. Work of one batch that throws fails alone; a commit that fails fails the whole batch. */
export function createBatchWriter(db: WriteDb): BatchWriter {
  let items: Item[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = items;
    items = [];
    if (batch.length === 0) return;
    try {
      const settle = inTransaction(db, () => batch.map((item) => item.run()));
      for (const done of settle) done();
    } catch (error) {
      for (const item of batch) item.fail(error);
    }
  };

  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        items.push({
          run: () => {
            try {
              const value = inTransaction(db, work);
              return () => resolve(value);
            } catch (error) {
              return () => reject(error);
            }
          },
          fail: reject,
        });
        if (items.length >= MOST_PER_BATCH) flush();
        else timer ??= setTimeout(flush, LONGEST_WAIT_MS);
      }),
    flush,
  };
}
