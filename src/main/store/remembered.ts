import { type ReadDb, sql } from './db.ts';

/** The answers that are asked for least recently give way beyond so many. */
const MOST = 32;

const known = new WeakMap<ReadDb, { state: string; answers: Map<string, unknown> }>();

/**
 * What `compute` makes of the database, computed once for a question until anybody writes. For what walks the library and is asked again
 * while somebody turns pages. Answers are shared: whoever gets one must not change it.
 */
export function remembered<T>(db: ReadDb, question: readonly unknown[], compute: () => T): T {
  // Others' writes show in the first, this handle's own in the second.
  const state = `${sql(db, 'PRAGMA data_version').pluck().get()} ${sql(db, 'SELECT total_changes()').pluck().get()}`;
  let kept = known.get(db);
  if (kept?.state !== state) {
    kept = { state, answers: new Map() };
    known.set(db, kept);
  }
  const { answers } = kept;
  const key = JSON.stringify(question);
  const answer = answers.has(key) ? (answers.get(key) as T) : compute();
  answers.delete(key);
  answers.set(key, answer);
  const [oldest] = answers.keys();
  if (answers.size > MOST && oldest !== undefined) answers.delete(oldest);
  return answer;
}
