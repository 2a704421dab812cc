import type { ReadDb } from './db.ts';
import { sqliteCodeOf } from './sqlite-errors.ts';

/** What SQLite's quick check finds, empty when nothing: what it returns and what it throws (a broken page does both). */
export function quickCheck(db: ReadDb): string[] {
  try {
    const found = (db.pragma('quick_check(20)') as { quick_check: string }[]).map((row) => row.quick_check);
    return found.length === 1 && found[0] === 'ok' ? [] : found;
  } catch (error) {
    const code = sqliteCodeOf(error);
    if (code === undefined) throw error;
    return [`${(error as Error).message} (${code})`];
  }
}
