import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  db.pragma('foreign_keys = ON');
  migrate(db, 40);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, recording_state, first_seen_ms)
    VALUES ('a', 'user_hangup', 'completed', 'listed', 'd', 'unknown', 1)`);
});
afterEach(() => db.close());

describe('migration 0050', () => {
  it('keeps what is there, with nothing known of its tool calls, and adds empty strict tables', () => {
    const before = db.prepare('SELECT * FROM calls').get() as object;
    migrate(db, 50);
    expect(db.pragma('user_version', { simple: true })).toBe(50);
    expect(db.prepare('SELECT * FROM calls').get()).toEqual({ ...before, tools_digest: null });
    const counts = ['call_measures', 'turn_measures'].map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    );
    expect(counts).toEqual([0, 0]);
    const loose = `SELECT name FROM pragma_table_list WHERE strict = 0 AND name IN ('call_measures', 'turn_measures')`;
    expect(db.prepare(loose).pluck().all()).toEqual([]);
  });

  it('lets figures go with their call, and stay when the turns are replaced', () => {
    migrate(db, 50);
    const none = db.prepare(`SELECT count(*) FROM turn_measures`).pluck();
    db.exec(`
      INSERT INTO turns (call_id, idx, entry, role, raw_role, content) VALUES ('a', 0, 0, 'agent', 'agent', 'Hello.');
      INSERT INTO turn_measures (call_id, idx) VALUES ('a', 0);
      DELETE FROM turns;
    `);
    expect(none.get()).toBe(1);
    db.exec(`DELETE FROM calls WHERE id = 'a'`);
    expect(none.get()).toBe(0);
  });
});
