import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { WriteDb } from '../../src/main/store/db.ts';
import { migrate } from '../../src/main/store/migrations/index.ts';
import type { LiteralCall } from '../../src/sandbox/index.ts';
import { stemOf } from './ledger.ts';

/** `EARM`, as the first Earmark wrote it. */
const APPLICATION_ID = 0x4541524d;
const FIRST_VERSION = 10;

/** Fills a folder as the first version of Earmark would have: the calls listed, the recordings of WAV calls on the disk. */
export function makeOldWorkspace(dir: string, calls: readonly LiteralCall[]): void {
  mkdirSync(join(dir, 'recordings'), { recursive: true });
  const db = new Database(join(dir, 'earmark.db'));
  try {
    db.pragma('journal_mode = WAL');
    db.pragma(`application_id = ${APPLICATION_ID}`);
    migrate(db as WriteDb, FIRST_VERSION);
    db.transaction(() => {
      for (const { call, recording } of calls) {
        insertCall(db, dir, call, recording && 'bytes' in recording ? recording.bytes : undefined);
      }
    })();
  } finally {
    db.close();
  }
}

function insertCall(db: Database.Database, dir: string, call: LiteralCall['call'], bytes?: Uint8Array): void {
  const ready = bytes !== undefined && call.call_id.startsWith('wav');
  db.prepare(
    `INSERT INTO calls (id, start_ms, status, status_group, detail_state, list_digest, recording_state, first_seen_ms)
     VALUES (?, ?, 'user_hangup', 'completed', 'listed', 'of an older Earmark', ?, 1)`,
  ).run(call.call_id, call.start_timestamp, ready ? 'ready' : 'unknown');
  db.prepare(`INSERT INTO raw_calls (call_id, source, json, fetched_ms) VALUES (?, 'list', ?, 1)`).run(
    call.call_id,
    JSON.stringify(call),
  );
  if (!ready) return;
  const file = `${stemOf(call.call_id)}.wav`;
  writeFileSync(join(dir, 'recordings', file), bytes);
  db.prepare(
    `INSERT INTO recordings (call_id, state, file, bytes, sha256, updated_ms) VALUES (?, 'ready', ?, ?, ?, 1)`,
  ).run(call.call_id, file, bytes.byteLength, createHash('sha256').update(bytes).digest('hex'));
}
