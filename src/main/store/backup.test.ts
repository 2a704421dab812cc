import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#shared/model/errors.ts';
import { summaryOf, temporaryDb } from '../testing/workspace-fixtures.ts';
import { backupUserData, openBackup } from './backup.ts';
import { digestOfParts, partsOfBackup, partsOfWorkspace } from './backup-content.ts';
import { type BackupFile, backupsToRemove, listBackups, sweepUnfinished } from './backup-files.ts';
import { saveListed } from './calls.ts';
import type { WriteDb } from './db.ts';
import { writeValue } from './key-values.ts';
import { adoptKnownFile, findKnownFiles, forgetKnownFile } from './known-files.ts';
import { openForReading } from './open.ts';
import { saveReadyRecording } from './recordings.ts';
import { restoreUserData } from './restore.ts';
import { callReferences, tableClasses, userTables } from './table-classes.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1, 12);

let store: ReturnType<typeof temporaryDb>;
beforeEach(() => {
  store = temporaryDb();
});
afterEach(() => store.remove());

/** Everything a reader may have made, in every `user` table. */
function fillUserData(db: WriteDb, dir: string): void {
  mkdirSync(join(dir, 'recordings'), { recursive: true });
  for (const id of ['a', 'b', 'c']) {
    saveListed(db, summaryOf(id), `{"call_id":"${id}"}`, 1);
    writeFileSync(join(dir, 'recordings', `${id}.wav`), id.repeat(10));
  }
  saveReadyRecording(db, 'a', { name: 'a.wav', bytes: 10, sha256: 'aa' }, 2);
  writeValue(db, 'settings', 'theme', '"dark"');
  writeValue(db, 'meta', 'base_url', 'https://api.example.test');
  db.exec(`
    INSERT INTO recording_use VALUES ('b', 1, 1700000000000);
    INSERT INTO erased VALUES ('${'0'.repeat(64)}', 5);
    INSERT INTO raw_versions VALUES ('c', 7, '{"call_id":"c","n":1}');
    INSERT INTO known_files VALUES ('gone-call', 'b.wav', 10, 'bb');
  `);
}

describe('the classes of tables', () => {
  it('name every table of the schema, and nothing else', () => {
    const tables = store.db
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all();
    expect(tables.sort()).toEqual(Object.keys(tableClasses).sort());
  });

  it('let user tables refer to calls and to user tables above them only', () => {
    for (const [i, table] of userTables.entries()) {
      const parents = store.db.prepare('SELECT "table" FROM pragma_foreign_key_list(?)').pluck().all(table) as string[];
      for (const parent of parents) expect(['calls', ...userTables.slice(0, i)]).toContain(parent);
    }
    expect(callReferences(store.db, 'recording_use')).toEqual(['call_id']);
  });
});

describe('the daily backup', () => {
  it('restores to what the source was, by checksum (the drill)', () => {
    fillUserData(store.db, store.dir);
    const reader = openForReading(store.dir);
    expect(backupUserData(reader, store.dir, START_MS).kind).toBe('written');
    reader.close();
    const [file] = listBackups(store.dir, 'user');
    expect(file?.name).toBe('user-2026-01-01.db');
    expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600);

    const target = temporaryDb();
    mkdirSync(join(target.dir, 'recordings'));
    for (const id of ['a', 'b']) writeFileSync(join(target.dir, 'recordings', `${id}.wav`), id.repeat(10));
    restoreUserData(target.db, target.dir, file?.path ?? '');
    // What a new database has of its own: an id, and recordings as files to adopt.
    const own = (db: WriteDb) => {
      const parts = partsOfWorkspace(db).filter(
        (p) => !['calls', 'recordings', 'known_files', 'meta'].includes(p.table),
      );
      return digestOfParts(db, parts);
    };
    expect(own(target.db)).toBe(own(store.db));
    const meta = (db: WriteDb) => db.prepare(`SELECT * FROM meta WHERE key <> 'workspace_id' ORDER BY key`).all();
    expect(meta(target.db)).toEqual(meta(store.db));
    expect(target.db.prepare('SELECT id, agent_name, detail_state, list_digest FROM calls ORDER BY id').all()).toEqual([
      { id: 'b', agent_name: 'Dana', detail_state: 'listed', list_digest: '' },
      { id: 'c', agent_name: 'Dana', detail_state: 'listed', list_digest: '' },
    ]);
    expect(adoptKnownFile(target.db, 'a')).toEqual({ file: 'a.wav', bytes: 10, sha256: 'aa' });
    expect(findKnownFiles(target.db)).toEqual(new Set(['a.wav', 'b.wav']));
    forgetKnownFile(target.db, 'a');
    expect(adoptKnownFile(target.db, 'a')).toBeUndefined();
    expect(saveListed(target.db, summaryOf('b'), '{}', 9)).toBe('changed');
    target.remove();
  });

  it('is written once a day and only when something changed', () => {
    const { db, dir } = store;
    fillUserData(db, dir);
    expect(backupUserData(db, dir, START_MS).kind).toBe('written');
    writeValue(db, 'settings', 'theme', '"light"');
    expect(backupUserData(db, dir, START_MS + 1000).kind).toBe('done-today');
    expect(backupUserData(db, dir, START_MS + DAY_MS).kind).toBe('written');
    saveListed(db, summaryOf('d'), '{}', 1);
    expect(backupUserData(db, dir, START_MS + 2 * DAY_MS).kind).toBe('unchanged');
    writeValue(db, 'settings', 'theme', '"dark"');
    expect(backupUserData(db, dir, START_MS + 3 * DAY_MS).kind).toBe('written');
  });

  it('keeps seven daily and four weekly ones', () => {
    const { db, dir } = store;
    for (let day = 0; day < 60; day += 1) {
      writeValue(db, 'settings', 'n', String(day));
      backupUserData(db, dir, START_MS + day * DAY_MS);
    }
    const days = listBackups(dir, 'user').map((file) => file.day);
    expect(days).toEqual([
      ...['2026-03-01', '2026-02-28', '2026-02-27', '2026-02-26', '2026-02-25', '2026-02-24', '2026-02-23'],
      ...['2026-02-22', '2026-02-15', '2026-02-08', '2026-02-01'],
    ]);
  });

  it('never loses the newest, whatever days there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 2000 }), { minLength: 1, maxLength: 80 }), (numbers) => {
        const files = numbers.map((n): BackupFile => {
          const day = new Date(START_MS + n * DAY_MS).toISOString().slice(0, 10);
          return { kind: 'user', day, name: day, path: day };
        });
        const removed = new Set(backupsToRemove(files).map((f) => f.day));
        const kept = files.filter((f) => !removed.has(f.day));
        expect(kept.length).toBeLessThanOrEqual(11);
        const newest = files
          .map((f) => f.day)
          .sort()
          .slice(-7);
        expect(kept.map((f) => f.day)).toEqual(expect.arrayContaining(newest));
      }),
    );
  });

  it('that was cut short leaves nothing under a final name, and its rest is swept', () => {
    const { db, dir } = store;
    mkdirSync(join(dir, 'backups'));
    writeFileSync(join(dir, 'backups', 'user-2026-01-01.db.partial'), 'half');
    writeFileSync(join(dir, 'backups', 'user-2026-01-01.db.partial-journal'), 'half');
    expect(listBackups(dir)).toEqual([]);
    expect(backupUserData(db, dir, START_MS).kind).toBe('written');
    expect(readdirSync(join(dir, 'backups'))).toEqual(['user-2026-01-01.db']);
    expect(sweepUnfinished(dir)).toEqual([]);
  });

  it('that was changed or broken afterwards is refused', () => {
    const { db, dir } = store;
    fillUserData(db, dir);
    backupUserData(db, dir, START_MS);
    const path = listBackups(dir)[0]?.path ?? '';
    openBackup(path).close();
    const bytes = readFileSync(path);
    const at = bytes.indexOf('api.example.test');
    bytes[at] = 'A'.charCodeAt(0);
    writeFileSync(path, bytes);
    const refusal = (): string => {
      try {
        restoreUserData(db, dir, path);
      } catch (error) {
        return (error as AppError).code;
      }
      return 'accepted';
    };
    expect(refusal()).toBe('damaged');
    writeFileSync(path, 'garbage that is long enough to be taken for the header of a database, perhaps');
    expect(refusal()).toBe('damaged');
    expect(backupUserData(db, dir, START_MS + DAY_MS).kind).toBe('written');
  });

  it('holds what the workspace holds', () => {
    fillUserData(store.db, store.dir);
    backupUserData(store.db, store.dir, START_MS);
    const backup = openBackup(listBackups(store.dir)[0]?.path ?? '');
    expect(digestOfParts(backup, partsOfBackup(backup))).toBe(digestOfParts(store.db, partsOfWorkspace(store.db)));
    expect(partsOfBackup(backup).map((p) => p.table)).toEqual([...userTables, 'calls', 'recordings']);
    backup.close();
  });
});
