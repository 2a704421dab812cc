import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  migrate(db, 30);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, recording_state, first_seen_ms)
    VALUES ('a', 'user_hangup', 'completed', 'listed', 'd', 'unknown', 1)`);
});
afterEach(() => db.close());

describe('migration 0040', () => {
  it('keeps what is there and adds empty strict tables', () => {
    const before = db.prepare('SELECT * FROM calls').all();
    migrate(db, 40);
    expect(db.pragma('user_version', { simple: true })).toBe(40);
    expect(db.prepare('SELECT * FROM calls').all()).toEqual(before);
    const made = ['review_events', 'review_items', 'drafts'];
    expect(made.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())).toEqual([0, 0, 0]);
    const loose = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite~_%' ESCAPE '~'`;
    expect(db.prepare(loose).pluck().all()).toEqual([]);
  });

  it('keeps review work when the vendor’s call goes, and takes it for calls that are not here', () => {
    migrate(db, 40);
    const insert =
      db.prepare(`INSERT INTO review_events (id, kind, item_id, call_id, author, at_ms, command, local, json)
      VALUES (?, 'annotation', 'n', ?, 'ana', 1, 'c', 1, '{}')`);
    insert.run('e1', 'a');
    insert.run('e2', 'not here');
    db.exec(`DELETE FROM calls WHERE id = 'a'`);
    expect(db.prepare('SELECT id FROM review_events').pluck().all()).toEqual(['e1', 'e2']);
    expect(() => insert.run('e1', 'a')).toThrow('UNIQUE');
  });
});
