import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

/** Rows as an Earmark of format 10 wrote them, in every table of that format. */
const rowsOf10 = `
  INSERT INTO meta VALUES ('base_url', 'https://api.example.test');
  INSERT INTO settings VALUES ('theme', '"dark"');
  INSERT INTO sync_state VALUES ('last_success_ms', '1700000000000');
  INSERT INTO calls (id, start_ms, status, status_group, detail_state, list_digest, detail_digest, recording_state, first_seen_ms)
    VALUES ('a', 1700000000000, 'user_hangup', 'completed', 'ready', 'd', 'd', 'ready', 1);
  INSERT INTO raw_calls VALUES ('a', 'detail', '{"call_id":"a"}', 2);
  INSERT INTO call_details (call_id, summary, transcript_kind) VALUES ('a', 'A call.', 'turns');
  INSERT INTO turns (call_id, idx, entry, role, raw_role, content, start_ms) VALUES ('a', 0, 0, 'agent', 'agent', 'Hello', 500);
  INSERT INTO turn_latency (call_id, idx, total_perceived_ms) VALUES ('a', 0, 1530);
  INSERT INTO tool_calls (call_id, entry, name, has_result) VALUES ('a', 1, 'lookup', 1);
  INSERT INTO recordings (call_id, state, file, bytes, sha256, updated_ms) VALUES ('a', 'ready', 'x.wav', 3, 'ff', 4);
  INSERT INTO audio_facts (call_id, playable, peaks_state, analyzer) VALUES ('a', 'original', 'ready', 1);
  INSERT INTO unreadable VALUES ('row 1', 'a number', '1', 5);
`;

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  migrate(db, 10);
});
afterEach(() => db.close());

const tables = (): string[] =>
  db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all() as string[];
const everything = () =>
  Object.fromEntries(tables().map((table) => [table, db.prepare(`SELECT * FROM ${table}`).all()]));

describe('migration 0020', () => {
  it('keeps every row of format 10, and new columns say "not known"', () => {
    db.exec(rowsOf10);
    const before = everything();
    expect(Object.values(before).every((rows) => rows.length === 1)).toBe(true);
    migrate(db, 20);
    expect(db.pragma('user_version', { simple: true })).toBe(20);
    const expected = structuredClone(before) as Record<string, Record<string, unknown>[]>;
    Object.assign(expected.calls?.[0] ?? {}, { content_digest: null });
    Object.assign(expected.raw_calls?.[0] ?? {}, { sha256: null });
    for (const table of ['jobs', 'recording_use', 'known_files', 'erased', 'raw_versions']) expected[table] = [];
    expect(everything()).toEqual(expected);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });

  it('makes strict tables, and what belongs to a call goes with it', () => {
    db.exec(rowsOf10);
    migrate(db, 20);
    const loose = db.prepare(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0`,
    );
    expect(loose.pluck().all()).toEqual(['sqlite_schema']);
    db.exec(`
      INSERT INTO jobs (kind, call_id, priority, start_ms, state) VALUES ('detail', 'a', 2, 1, 'waiting');
      INSERT INTO recording_use VALUES ('a', 1, 2);
      INSERT INTO raw_versions VALUES ('a', 3, '{}');
      INSERT INTO known_files VALUES ('a', 'x.wav', 3, 'ff');
      DELETE FROM calls WHERE id = 'a';
    `);
    const left = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(['jobs', 'recording_use', 'raw_versions'].map(left)).toEqual([0, 0, 0]);
    expect(left('known_files')).toBe(1);
    expect(() => db.exec(`INSERT INTO recording_use VALUES ('nowhere', 1, 2)`)).toThrow(/FOREIGN KEY/);
  });

  it('takes the next job by the index', () => {
    migrate(db, 20);
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT call_id FROM jobs WHERE kind = 'detail' AND state = 'waiting'
         ORDER BY priority, start_ms DESC, call_id LIMIT 10`,
      )
      .all() as { detail: string }[];
    const steps = plan.map((p) => p.detail).join();
    expect(steps).toMatch(/SEARCH jobs USING COVERING INDEX jobs_in_turn \(kind=\? AND state=\?\)/);
    expect(steps).not.toMatch(/TEMP B-TREE/);
  });
});
