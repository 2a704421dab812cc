import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** What a database says was committed. Nothing in it may be lost later. */
export interface Ledger {
  /** 0 when there is no database yet, or one that nobody has written to. */
  version: number;
  /** What SQLite itself finds wrong; empty is good. */
  damage: string[];
  /** Whether the details are in, by call. */
  calls: Map<string, { detailed: boolean }>;
  /** Finished recordings by call. */
  ready: Map<string, { file: string; bytes: number; sha256: string }>;
}

/**
 * Reads a workspace's database with SQL of its own: this is the judge of the store, also of its old versions, so it
 * must not lean on it. Only for a copy, so that the real file stays exactly as the process left it.
 */
export function readLedger(dir: string): Ledger {
  const ledger: Ledger = { version: 0, damage: [], calls: new Map(), ready: new Map() };
  const path = join(dir, 'earmark.db');
  if (!existsSync(path) || statSync(path).size === 0) return ledger;
  const db = new Database(path, { fileMustExist: true });
  try {
    readInto(ledger, db);
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    ledger.damage.push(`${error.code}: ${error.message}`);
  } finally {
    db.close();
  }
  return ledger;
}

function readInto(ledger: Ledger, db: Database.Database): void {
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (tables === 0) return;
  ledger.version = Number(db.pragma('user_version', { simple: true }));
  const integrity = (db.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check);
  ledger.damage.push(
    ...integrity.filter((line) => line !== 'ok'),
    ...(db.pragma('foreign_key_check') as object[]).map((row) => `foreign key: ${JSON.stringify(row)}`),
  );
  if (ledger.version === 0) return;
  const calls = db.prepare<[], { id: string; source: string | null }>(
    'SELECT c.id, r.source FROM calls c LEFT JOIN raw_calls r ON r.call_id = c.id',
  );
  for (const { id, source } of calls.all()) {
    if (source === null) ledger.damage.push(`call ${id} has no raw JSON`);
    ledger.calls.set(id, { detailed: source === 'detail' });
  }
  const ready = db.prepare<[], { call_id: string; file: string; bytes: number; sha256: string }>(
    `SELECT call_id, file, bytes, sha256 FROM recordings WHERE state = 'ready'`,
  );
  for (const { call_id, ...file } of ready.all()) ledger.ready.set(call_id, file);
}

/** The stem of the files of a call: docs/architecture.md, "names are digests of the call id". */
export function stemOf(callId: string): string {
  return createHash('sha256').update(callId).digest('hex');
}
