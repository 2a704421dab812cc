import { implement } from '@orpc/server';
import { notesContract } from '#shared/contract/notes.ts';
import type { ReaderPool } from '../store/reader-pool.ts';

/** The procedures about annotations across all calls. */
export function createNotesRouter(readers: () => Pick<ReaderPool, 'notes' | 'noteCounts'>) {
  const os = implement(notesContract);
  return os.router({
    search: os.search.handler(({ input }) => readers().notes(input)),
    counts: os.counts.handler(() => readers().noteCounts()),
  });
}
