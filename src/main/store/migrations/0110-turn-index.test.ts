import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  db.pragma('foreign_keys = ON');
  migrate(db, 100);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, first_seen_ms)
    VALUES ('one', 'completed', 'completed', 'ready', 'd', 1)`);
});
afterEach(() => db.close());

describe('migration 0110', () => {
  it('keeps what is there and adds empty strict tables', () => {
    const before = db.prepare('SELECT * FROM calls').all();
    migrate(db, 110);
    expect(db.pragma('user_version', { simple: true })).toBe(110);
    expect(db.prepare('SELECT * FROM calls').all()).toEqual(before);
    const counts = ['call_numbers', 'agent_turns'].map((t) => db.prepare(`SELECT count(*) FROM ${t}`).pluck().get());
    expect(counts).toEqual([0, 0]);
    const loose = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite~_%' ESCAPE '~'`;
    expect(db.prepare(loose).pluck().all()).toEqual([]);
  });

  it('lets the turns go with their call', () => {
    migrate(db, 110);
    db.exec(`INSERT INTO call_numbers (no, call_id) VALUES (1, 'one');
      INSERT INTO agent_turns (call_no, idx, barged_in, last, tools, tool_errors) VALUES (1, 0, 0, 1, 0, 0)`);
    db.exec(`DELETE FROM calls WHERE id = 'one'`);
    expect(db.prepare('SELECT count(*) FROM agent_turns').pluck().get()).toBe(0);
  });
});
