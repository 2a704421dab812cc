import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  db.pragma('foreign_keys = ON');
  migrate(db, 50);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, recording_state, first_seen_ms)
    VALUES ('a', 'user_hangup', 'completed', 'ready', 'd', 'unknown', 1)`);
});
afterEach(() => db.close());

it('keeps what is there, knows no call as bundled, and forgets with the call', () => {
  const before = db.prepare('SELECT * FROM calls').all();
  migrate(db, 60);
  expect(db.prepare('SELECT * FROM calls').all()).toEqual(before);
  expect(db.prepare('SELECT count(*) FROM bundled_calls').pluck().get()).toBe(0);
  const insert = db.prepare('INSERT INTO bundled_calls (call_id, fetched_ms, stored_ms) VALUES (?, 1, 2)');
  insert.run('a');
  expect(() => insert.run('not here')).toThrow('FOREIGN KEY');
  db.exec(`DELETE FROM calls WHERE id = 'a'`);
  expect(db.prepare('SELECT count(*) FROM bundled_calls').pluck().get()).toBe(0);
});
