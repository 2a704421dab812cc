import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate } from './index.ts';

let db: WriteDb;
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  migrate(db, 20);
  db.exec(`INSERT INTO calls (id, status, status_group, detail_state, list_digest, recording_state, first_seen_ms)
    VALUES ('a', 'user_hangup', 'completed', 'listed', 'd', 'unknown', 1)`);
});
afterEach(() => db.close());

describe('migration 0030', () => {
  it('keeps what is there and adds empty strict tables', () => {
    const before = db.prepare('SELECT * FROM calls').all();
    migrate(db, 30);
    expect(db.pragma('user_version', { simple: true })).toBe(30);
    expect(db.prepare('SELECT * FROM calls').all()).toEqual(before);
    const made = ['speech', 'call_adjustments', 'agent_lanes'];
    expect(made.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get())).toEqual([0, 0, 0]);
    const loose = `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0`;
    expect(db.prepare(loose).pluck().all()).toEqual(['sqlite_schema']);
  });

  it('lets what belongs to a call go with it, and keeps what is known of an agent', () => {
    migrate(db, 30);
    db.exec(`
      INSERT INTO speech VALUES ('a', 1, 'ff', '{}');
      INSERT INTO call_adjustments VALUES ('a', 1, 20, 2);
      INSERT INTO agent_lanes VALUES ('agent', 0, 2);
      DELETE FROM calls WHERE id = 'a';
    `);
    const left = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(['speech', 'call_adjustments', 'agent_lanes'].map(left)).toEqual([0, 0, 1]);
  });
});
