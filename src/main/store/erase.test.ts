import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detailOf, summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { backupUserData, openBackup } from './backup.ts';
import { listBackups } from './backup-files.ts';
import { saveDetail, saveListed, saveUnreadable } from './calls.ts';
import type { WriteDb } from './db.ts';
import { eraseCall, eraseCalls } from './erase.ts';
import { isErased } from './erased.ts';
import { openHostFile, readNote, writeNote } from './host-file.ts';
import { readValue, writeValue } from './key-values.ts';
import { openForReading } from './open.ts';
import { saveReadyRecording } from './recordings.ts';
import { restoreUserData } from './restore.ts';

const ID = 'canary-id-4711';
const NUMBER = '+15550199canary';
const CANARIES = [ID, NUMBER, 'canary-said', 'canary-raw', 'canary-body', 'canary-old', 'canary-row', 'canary-note'];
const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 2, 5);
const stemOf = (id: string) => createHash('sha256').update(id).digest('hex');

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
});
afterEach(() => store.remove());

/** Files below the workspace that hold one of the strings. */
function hits(strings: readonly string[] = CANARIES): string[] {
  const files = readdirSync(store.dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return strings.some((text) => bytes.includes(text));
    });
}

function makeCall(db: WriteDb, id: string, word: string, number: string): void {
  saveListed(
    db,
    summaryOf(id, { callerNumber: number, fromNumber: number }),
    JSON.stringify({ call_id: id, w: `${word}-raw` }),
    1,
  );
  const detail = detailOf(id, { callerNumber: number, fromNumber: number });
  const [turn] = detail.turns;
  const [tool] = detail.toolCalls;
  if (!turn || !tool) throw new Error('the fixture has a turn and a tool call');
  saveDetail(
    db,
    {
      ...detail,
      turns: Array.from({ length: 50 }, (_, index) => ({
        ...turn,
        index,
        entry: index,
        content: `${word}-said ${index} words`,
      })),
      toolCalls: [{ ...tool, requestBody: `${word}-body`, responseBody: `${word}-body` }],
    },
    JSON.stringify({ call_id: id, w: `${word}-raw`, pad: `${word}-raw`.repeat(2000) }),
    'v1',
    2,
  );
  saveReadyRecording(db, id, { name: `${stemOf(id)}.wav`, bytes: 5, sha256: 'ab' }, 3);
  db.prepare('INSERT INTO recording_use VALUES (?, 1, 5)').run(id);
  db.prepare('INSERT INTO raw_versions VALUES (?, 5, ?)').run(id, `{"call_id":"${id}","x":"${word}-old"}`);
  db.prepare(`INSERT INTO jobs (kind, call_id, priority, start_ms, state) VALUES ('audio', ?, 1, 1, 'waiting')`).run(
    id,
  );
  db.prepare('INSERT INTO known_files VALUES (?, ?, 5, ?)').run(id, `${stemOf(id)}.wav`, 'ab');
}

/** Two full-text indexes as a later version may have them: one over the turns, kept by triggers, and one with its own text. */
function addFullText(db: WriteDb): void {
  db.exec(`
    CREATE TABLE said (n INTEGER PRIMARY KEY, call_id TEXT NOT NULL, text TEXT NOT NULL) STRICT;
    CREATE VIRTUAL TABLE said_fts USING fts5(text, content='said', content_rowid='n');
    CREATE TRIGGER said_in AFTER INSERT ON said BEGIN INSERT INTO said_fts (rowid, text) VALUES (new.n, new.text); END;
    CREATE TRIGGER said_out AFTER DELETE ON said BEGIN
      INSERT INTO said_fts (said_fts, rowid, text) VALUES ('delete', old.n, old.text); END;
    CREATE VIRTUAL TABLE notes_fts USING fts5(call_id UNINDEXED, text);
  `);
}

describe('erasing a call', () => {
  it('leaves no trace of it in any file of the workspace, and nothing of another call is touched', () => {
    const { db, dir } = store;
    makeCall(db, ID, 'canary', NUMBER);
    makeCall(db, 'other', 'kept', '+15550100009');
    saveUnreadable(db, 'row 3', 'no times', `{"call_id":"${ID}","x":"canary-row"}`, 4);
    writeValue(db, 'sync_state', 'list_resume', JSON.stringify({ afterId: ID, listed: 3 }));
    addFullText(db);
    const said = db.prepare('INSERT INTO said (call_id, text) VALUES (?, ?)');
    const noted = db.prepare('INSERT INTO notes_fts (call_id, text) VALUES (?, ?)');
    for (let n = 0; n < 40; n += 1) {
      said.run(ID, `canarysaid number${n}`);
      said.run('other', `kept number${n}`);
      noted.run(ID, `canarynoted number${n}`);
      noted.run('other', `kept number${n}`);
    }
    db.exec('ANALYZE');
    const host = openHostFile(dir);
    writeNote(host, 'last_run', JSON.stringify({ failures: [{ id: ID, note: 'canary-note' }] }));
    writeNote(host, 'last_success_ms', '7');
    for (const day of [0, 1, 2]) {
      writeValue(db, 'settings', 'n', String(day));
      expect(backupUserData(db, dir, NOW_MS + day * DAY_MS).kind).toBe('written');
    }
    db.prepare('VACUUM INTO ?').run(join(dir, 'backups', 'pre-10-20-2026-03-01.db'));
    mkdirSync(join(dir, 'recordings'), { recursive: true });
    mkdirSync(join(dir, 'peaks'), { recursive: true });
    mkdirSync(join(dir, 'corrupt-20260101T000000Z'));
    const files = [
      ...['wav', 'play.mp4', 'part', 'part.json'].map((end) => join(dir, 'recordings', `${stemOf(ID)}.${end}`)),
      join(dir, 'peaks', `${stemOf(ID)}.peaks`),
    ];
    for (const path of [...files, join(dir, 'recordings', `${stemOf('other')}.wav`)]) writeFileSync(path, 'sound');
    expect(hits().length).toBeGreaterThan(4);

    const erased = eraseCall(db, dir, ID, NOW_MS);
    expect(erased).toMatchObject({ found: [ID], logEmptied: true });
    expect(erased.files.sort()).toEqual(files.sort());
    expect(erased.backups.rewritten).toHaveLength(3);
    expect(erased.backups.removed).toEqual([join(dir, 'backups', 'pre-10-20-2026-03-01.db')]);
    expect(erased.quarantines).toEqual([join(dir, 'corrupt-20260101T000000Z')]);
    expect(hits([...CANARIES, 'canarysaid', 'canarynoted', 'canary'])).toEqual([]);

    expect(isErased(db, ID)).toBe(true);
    expect(isErased(db, 'other')).toBe(false);
    expect(readValue(db, 'sync_state', 'list_resume')).toBeUndefined();
    expect(readNote(host, 'last_success_ms')).toBe('7');
    host.close();
    const count = (text: string) => db.prepare(text).pluck().get();
    expect(count('SELECT count(*) FROM turns')).toBe(50);
    expect(count('SELECT count(*) FROM recording_use')).toBe(1);
    expect(count('SELECT count(*) FROM calls')).toBe(1);
    expect(count(`SELECT count(*) FROM said_fts WHERE said_fts MATCH 'kept'`)).toBe(40);
    expect(count(`SELECT count(*) FROM notes_fts WHERE notes_fts MATCH 'kept'`)).toBe(40);
    db.exec(`INSERT INTO said_fts (said_fts) VALUES ('integrity-check')`);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });

  it('is not undone by a backup: every kept one carries the tombstone and the rest of its rows', () => {
    const { db, dir } = store;
    makeCall(db, ID, 'canary', NUMBER);
    makeCall(db, 'other', 'kept', '+15550100009');
    backupUserData(db, dir, NOW_MS);
    eraseCall(db, dir, ID, NOW_MS);
    const [file] = listBackups(dir, 'user');
    const backup = openBackup(file?.path ?? '');
    expect(backup.prepare('SELECT call_id FROM recording_use').pluck().all()).toEqual(['other']);
    backup.close();
    const target = temporaryDb();
    restoreUserData(target.db, target.dir, file?.path ?? '');
    expect(isErased(target.db, ID)).toBe(true);
    expect(target.db.prepare('SELECT id FROM calls').pluck().all()).toEqual(['other']);
    target.remove();
  });

  it('takes the votes between it and another call, and no others, from backups too', () => {
    const { db, dir } = store;
    makeCall(db, ID, 'canary', NUMBER);
    makeCall(db, 'other', 'kept', '+15550100009');
    const insert =
      db.prepare(`INSERT INTO review_events (id, kind, item_id, call_id, author, at_ms, command, local, json)
      VALUES (?, ?, ?, 'other', 'ana', 1, ?, 1, ?)`);
    const vote = (secondCall: string) => JSON.stringify({ set: { firstCall: 'other', secondCall }, over: {} });
    insert.run('e1', 'vote', 'v1', 'c1', vote(ID));
    insert.run('e2', 'vote', 'v2', 'c2', vote('third'));
    insert.run('e3', 'annotation', 'n1', 'c3', '{"set":{},"over":{}}');
    backupUserData(db, dir, NOW_MS);
    expect(hits([ID]).length).toBeGreaterThan(0);
    eraseCall(db, dir, ID, NOW_MS);
    expect(hits([ID])).toEqual([]);
    const [file] = listBackups(dir, 'user');
    const backup = openBackup(file?.path ?? '');
    for (const one of [db, backup]) {
      expect(one.prepare('SELECT id FROM review_events ORDER BY id').pluck().all()).toEqual(['e2', 'e3']);
    }
    backup.close();
  });

  it('can be repeated, and tells a call that was never here', () => {
    const { db, dir } = store;
    makeCall(db, ID, 'canary', NUMBER);
    expect(eraseCall(db, dir, ID, 1).found).toEqual([ID]);
    expect(eraseCall(db, dir, ID, 2)).toMatchObject({ found: [], files: [] });
    expect(isErased(db, ID)).toBe(true);
    expect(existsSync(join(dir, 'backups'))).toBe(false);
  });

  it('takes several at once', () => {
    const { db, dir } = store;
    for (const id of [ID, `${ID}-2`, 'other']) makeCall(db, id, id === 'other' ? 'kept' : 'canary', '+15550100009');
    backupUserData(db, dir, NOW_MS);
    const erased = eraseCalls(db, dir, [ID, 'never here', `${ID}-2`], NOW_MS);
    expect(erased).toMatchObject({ found: [ID, `${ID}-2`], backups: { rewritten: [expect.any(String)], removed: [] } });
    expect(hits()).toEqual([]);
    expect(hits(['kept-said'])).not.toEqual([]);
    expect([ID, 'never here', `${ID}-2`, 'other'].map((id) => isErased(db, id))).toEqual([true, true, true, false]);
  });

  it('says when a reader keeps the log from being emptied', () => {
    const { db, dir } = store;
    makeCall(db, ID, 'canary', NUMBER);
    const reader = openForReading(dir);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM calls').get();
    expect(eraseCall(db, dir, ID, 1).logEmptied).toBe(false);
    reader.exec('COMMIT');
    reader.close();
    expect(eraseCall(db, dir, ID, 1).logEmptied).toBe(true);
    expect(hits()).toEqual([]);
  });

  it('removes a backup that cannot be read, because it cannot be cleaned', () => {
    const { db, dir } = store;
    makeCall(db, ID, 'canary', NUMBER);
    backupUserData(db, dir, NOW_MS);
    const path = listBackups(dir)[0]?.path ?? '';
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 100));
    expect(eraseCall(db, dir, ID, NOW_MS).backups).toEqual({ rewritten: [], removed: [path] });
    rmSync(join(dir, 'backups'), { recursive: true });
  });
});
