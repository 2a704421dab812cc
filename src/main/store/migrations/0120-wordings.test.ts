import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  db.pragma('foreign_keys = ON');
  migrate(db, 110);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, first_seen_ms)
    VALUES ('one', 'completed', 'completed', 'ready', 'd', 1);
    INSERT INTO call_numbers (no, call_id, basis) VALUES (1, 'one', 'b');
    INSERT INTO agent_turns (call_no, idx, barged_in, last, tools, tool_errors) VALUES (1, 0, 0, 1, 0, 0)`);
});
afterEach(() => db.close());

describe('migration 0120', () => {
  it('keeps what is there and adds empty strict tables', () => {
    const before = db.prepare('SELECT * FROM agent_turns').all();
    migrate(db, 120);
    expect(db.pragma('user_version', { simple: true })).toBe(120);
    expect(db.prepare('SELECT * FROM agent_turns').all()).toEqual(before);
    const counts = ['families', 'wordings', 'wording_terms'].map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    );
    expect(counts).toEqual([0, 0, 0]);
    const loose = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite~_%' ESCAPE '~'`;
    expect(db.prepare(loose).pluck().all()).toEqual([]);
  });

  it('lets the words of a wording go with it, and keeps a family that has wordings', () => {
    migrate(db, 120);
    db.exec(`INSERT INTO families VALUES (1, 'a', 'k', 'greeting'); INSERT INTO wordings VALUES (1, 'a', 'k', 'hi', 1, 1);
      INSERT INTO wording_terms VALUES (3, 5, 1)`);
    expect(() => db.exec('DELETE FROM families')).toThrow(/FOREIGN KEY/);
    db.exec('DELETE FROM wordings');
    expect(db.prepare('SELECT count(*) FROM wording_terms').pluck().get()).toBe(0);
  });
});
