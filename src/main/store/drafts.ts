import type { Draft } from '#shared/model/review/draft.ts';
import { type ReadDb, sql, type WriteDb } from './db.ts';

/** Keeps what is being typed; null forgets it. */
export function saveDraft(db: WriteDb, key: string, callId: string | null, text: string | null, nowMs: number): void {
  if (text === null) {
    sql(db, 'DELETE FROM drafts WHERE key = ?').run(key);
    return;
  }
  sql(
    db,
    `INSERT INTO drafts (key, call_id, text, updated_ms) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET text = excluded.text, updated_ms = excluded.updated_ms`,
  ).run(key, callId, text, nowMs);
}

/** One draft's text. */
export function findDraft(db: ReadDb, key: string): string | undefined {
  return sql<string>(db, 'SELECT text FROM drafts WHERE key = ?').pluck().get(key) as string | undefined;
}

/** What was being typed about a call (null: about the workspace). */
export function findDrafts(db: ReadDb, callId: string | null): Draft[] {
  const where = callId === null ? 'call_id IS NULL' : 'call_id = ?';
  return sql<Draft>(db, `SELECT key, text, updated_ms AS updatedMs FROM drafts WHERE ${where} ORDER BY key`).all(
    ...(callId === null ? [] : [callId]),
  );
}
