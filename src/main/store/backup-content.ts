import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { ReadDb } from './db.ts';
import { callReferences, columnsOf, quoted, userTables } from './table-classes.ts';

/** A value of SQLite; whole numbers come as bigint, so that none is rounded. */
export type SqlValue = bigint | number | string | Buffer | null;

/** Rows of one table as a backup holds them. */
export interface BackupPart {
  table: string;
  columns: string[];
  select: string;
}

/** Table of a backup that describes it; not part of what it keeps. */
export const infoTable = 'backup_info';

/** What a backup of this database holds: all `user` rows, the calls they refer to, and which recordings are on this disk. */
export function partsOfWorkspace(db: ReadDb): BackupPart[] {
  const referring = userTables.flatMap((table) =>
    callReferences(db, table).map((column) => `SELECT ${quoted(column)} FROM ${quoted(table)}`),
  );
  const callColumns = columnsOf(db, 'calls');
  return [
    ...userTables.map((table) => wholeTable(db, table)),
    {
      table: 'calls',
      columns: callColumns,
      select: `SELECT ${callColumns.map(quoted).join(', ')} FROM calls WHERE id IN (${referring.join(' UNION ')}) ORDER BY id`,
    },
    {
      table: 'recordings',
      columns: ['call_id', 'file', 'bytes', 'sha256'],
      select: `SELECT call_id, file, bytes, sha256 FROM recordings WHERE state = 'ready' AND file IS NOT NULL ORDER BY call_id`,
    },
  ];
}

/** What a backup file says it holds. */
export function partsOfBackup(backup: ReadDb): BackupPart[] {
  const tables = backup
    .prepare<[string], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ? ORDER BY rowid`)
    .pluck()
    .all(infoTable) as string[];
  return tables.map((table) => wholeTable(backup, table));
}

function wholeTable(db: ReadDb, table: string): BackupPart {
  const columns = columnsOf(db, table);
  const list = columns.map(quoted).join(', ');
  return { table, columns, select: `SELECT ${list} FROM ${quoted(table)} ORDER BY ${list}` };
}

/** The rows of a part, in its order. */
export function rowsOf(db: ReadDb, part: BackupPart): IterableIterator<SqlValue[]> {
  const statement: Database.Statement<[], SqlValue[]> = db.prepare(part.select);
  return statement.raw().safeIntegers().iterate();
}

/** A checksum of everything in these parts, the same for a database and for its backup. */
export function digestOfParts(db: ReadDb, parts: readonly BackupPart[]): string {
  const hash = createHash('sha256');
  for (const part of [...parts].sort((a, b) => (a.table < b.table ? -1 : 1))) {
    hash.update(JSON.stringify([part.table, part.columns]));
    for (const row of rowsOf(db, part)) hash.update(row.map(textOf).join('\u0000'));
  }
  return hash.digest('hex');
}

/** Type and length before the value: no two rows read alike. */
function textOf(value: SqlValue): string {
  if (value === null) return '-';
  if (Buffer.isBuffer(value)) return `b${value.toString('hex')}`;
  if (typeof value === 'string') return `t${value.length}:${value}`;
  return `${typeof value === 'bigint' ? 'i' : 'r'}${value}`;
}
