import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteDb } from '../db.ts';
import { migrate, migrations } from './index.ts';

let db: WriteDb;
const before = migrations.filter(({ version }) => version < 90).at(-1)?.version ?? 0;
const put = (id: string, text: unknown, kind = 'annotation', deleted = 0) =>
  db
    .prepare(
      `INSERT INTO review_items (kind, id, call_id, author, created_ms, updated_ms, rev, deleted, contested, json)
       VALUES (?, ?, 'call', 'ana', 1, 1, 1, ?, 0, ?)
       ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json, deleted = excluded.deleted`,
    )
    .run(kind, id, deleted, JSON.stringify({ fields: text === undefined ? {} : { text }, heads: {}, rivals: {} }));
const found = (query: string) =>
  db
    .prepare('SELECT t.id FROM note_words f JOIN note_texts t ON t.n = f.rowid WHERE note_words MATCH ? ORDER BY t.id')
    .pluck()
    .all(query);
beforeEach(() => {
  db = new Database(':memory:') as Database.Database as WriteDb;
  migrate(db, before);
});
afterEach(() => db.close());

describe('migration 0090', () => {
  it('takes in the annotations that are there, and no others', () => {
    put('a', 'late answer');
    put('b', undefined);
    put('c', 'late too', 'annotation', 1);
    put('d', 'late as well', 'correction');
    migrate(db, 90);
    expect(db.pragma('user_version', { simple: true })).toBe(90);
    expect(db.prepare('SELECT id FROM note_texts ORDER BY id').pluck().all()).toEqual(['a', 'b']);
    expect(found('late')).toEqual(['a']);
  });

  it('follows changes, deletions and what comes back', () => {
    migrate(db, 90);
    put('a', 'Café closed');
    put('b', 17);
    expect(found('cafe')).toEqual(['a']);
    expect(found('17')).toEqual(['b']);
    put('a', 'open again');
    expect(found('cafe')).toEqual([]);
    expect(found('again')).toEqual(['a']);
    put('a', 'open again', 'annotation', 1);
    expect(found('again')).toEqual([]);
    put('a', 'open again');
    expect(found('again')).toEqual(['a']);
    db.exec('DELETE FROM review_items');
    expect(db.prepare('SELECT count(*) FROM note_texts').pluck().get()).toBe(0);
    expect(found('again')).toEqual([]);
    db.prepare(`INSERT INTO note_words (note_words) VALUES ('integrity-check')`).run();
  });
});
