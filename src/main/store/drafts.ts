import type { Draft } from '#shared/model/review/draft.ts';
import { type ReadDb, sql, type WriteDb } from './db.ts';

/** A draft belongs to who types it: somebody else who sits down here neither reads nor overwrites it. */
const ownKey = (author: string, key: string): string => `${author}\n${key}`;

/** Keeps what `author` is typing; null forgets it. */
export function saveDraft(
  db: WriteDb,
  author: string,
  key: string,
  callId: string | null,
  text: string | null,
  nowMs: number,
): void {
  if (text === null) {
    sql(db, 'DELETE FROM drafts WHERE key = ?').run(ownKey(author, key));
    return;
  }
  sql(
    db,
    `INSERT INTO drafts (key, call_id, text, updated_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, updated_ms = excluded.updated_ms`,
  ).run(ownKey(author, key), callId, text, nowMs);
}

/** The text of one draft of `author`. */
export function findDraft(db: ReadDb, author: string, key: string): string | undefined {
  return sql<string>(db, 'SELECT text FROM drafts WHERE key = ?').pluck().get(ownKey(author, key)) as
    | string
    | undefined;
}

/** What `author` was typing about a call (null: about the workspace). */
export function findDrafts(db: ReadDb, author: string, callId: string | null): Draft[] {
  const where = callId === null ? 'call_id IS NULL' : 'call_id = ?';
  const own = ownKey(author, '');
  return sql<Draft>(db, `SELECT key, text, updated_ms AS updatedMs FROM drafts WHERE ${where} ORDER BY key`)
    .all(...(callId === null ? [] : [callId]))
    .filter(({ key }) => key.startsWith(own))
    .map((draft) => ({ ...draft, key: draft.key.slice(own.length) }));
}
