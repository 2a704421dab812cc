import type { ReadDb } from './db.ts';
import { readValue } from './key-values.ts';

/** Who sits at this workspace; empty text while nobody has done anything yet, and nothing is made up. */
export function findReviewerId(db: ReadDb): string {
  return readValue(db, 'meta', 'reviewer_id') ?? '';
}
