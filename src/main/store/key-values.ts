import { type ReadDb, sql, type WriteDb } from './db.ts';

/** `meta` = what the workspace is, `settings` = what the user chose, `sync_state` = how far the sync got. */
export type KeyValueTable = 'meta' | 'settings' | 'sync_state';

/** All of a table as text by key. */
export function readAll(db: ReadDb, table: KeyValueTable): Map<string, string> {
  const rows = sql<{ key: string; value: string }>(db, `SELECT key, value FROM ${table}`).all();
  return new Map(rows.map((r) => [r.key, r.value]));
}

export function readValue(db: ReadDb, table: KeyValueTable, key: string): string | undefined {
  return sql<{ value: string }>(db, `SELECT value FROM ${table} WHERE key = ?`).get(key)?.value;
}

/** Writes, or with null removes, a value; writes nothing when it is as it was. */
export function writeValue(db: WriteDb, table: KeyValueTable, key: string, value: string | null): void {
  if (value === null) {
    sql(db, `DELETE FROM ${table} WHERE key = ?`).run(key);
    return;
  }
  sql(
    db,
    `INSERT INTO ${table} (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  ).run(key, value);
}
