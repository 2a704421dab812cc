import { randomUUID } from 'node:crypto';
import type { WriteDb } from '../../store/db.ts';
import { openForWriting } from '../../store/open.ts';
import { readReview } from '../../store/review-view.ts';
import { temporaryDir } from '../../testing/workspace-fixtures.ts';
import { localWriter } from '../../writer/writer.ts';
import { createReview, type Review } from '../service.ts';

/** One reviewer's review work on a real database in a folder of its own. */
export interface Seat {
  review: Review;
  db: WriteDb;
  dir: string;
  /** Closes it and opens it again, as a restart does. */
  reopen(): Promise<Seat>;
  close(): Promise<void>;
}

/** Opens a seat; its clock moves on by a second with every question. */
export async function openSeat(): Promise<Seat> {
  const { dir, remove } = temporaryDir();
  let nowMs = Date.UTC(2026, 10, 1);
  const open = (): Seat & { end(): Promise<void> } => {
    const db = openForWriting(dir);
    const writer = localWriter(db);
    const review = createReview({
      db,
      writer,
      readers: { review: async (query) => readReview(db, query) },
      clock: {
        now: () => {
          nowMs += 1000;
          return nowMs;
        },
      },
      newId: randomUUID,
      onChanged: () => undefined,
    });
    const end = () => writer.close();
    return {
      review,
      db,
      dir,
      end,
      reopen: async () => {
        await current.end();
        current = open();
        return current;
      },
      close: async () => {
        await current.end();
        remove();
      },
    };
  };
  let current = open();
  return current;
}
