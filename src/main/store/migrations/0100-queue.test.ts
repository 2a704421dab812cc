import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  migrate(db, 50);
  db.exec(
    `INSERT INTO review_items VALUES ('review', 'r', 'a', 'ana', 1, 1, 1, 0, 0, '{"fields":{},"heads":{},"rivals":{}}')`,
  );
});
afterEach(() => db.close());

describe('migration 0100', () => {
  it('keeps what is there and adds empty strict tables', () => {
    const before = db.prepare('SELECT * FROM review_items').all();
    migrate(db, 100);
    expect(db.pragma('user_version', { simple: true })).toBe(100);
    expect(db.prepare('SELECT * FROM review_items').all()).toEqual(before);
    const made = ['call_reviews', 'call_states', 'queue_work'];
    expect(made.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())).toEqual([0, 0, 0]);
    const loose = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite~_%' ESCAPE '~'`;
    expect(db.prepare(loose).pluck().all()).toEqual([]);
  });
});
