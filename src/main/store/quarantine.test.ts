import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { breakPages } from '../testing/break-pages.ts';
import { detailOf, recordingLogger, summaryOf, temporaryDir } from '../testing/workspace-fixtures.ts';
import { backupUserData } from './backup.ts';
import { saveDetail, saveListed } from './calls.ts';
import { inTransaction, type WriteDb } from './db.ts';
import { quickCheck } from './integrity.ts';
import { readValue, writeValue } from './key-values.ts';
import { adoptKnownFile } from './known-files.ts';
import { databaseFileName, openForWriting } from './open.ts';
import { openOrRecover, recoverDamaged } from './quarantine.ts';
import { createReaderPool } from './reader-pool.ts';
import { saveReadyRecording } from './recordings.ts';

const NOW_MS = Date.UTC(2026, 2, 5, 10);
const options = () => ({ nowMs: NOW_MS, logger: recordingLogger() });
const stemOf = (id: string) => createHash('sha256').update(id).digest('hex');

let place: ReturnType<typeof temporaryDir>;
let opened: WriteDb | undefined;
beforeEach(() => {
  place = temporaryDir();
});
afterEach(() => {
  opened?.close();
  opened = undefined;
  place.remove();
});
const database = () => join(place.dir, databaseFileName);

/** A workspace with 200 calls, a pin, a setting and one recording on the disk; closed. */
function makeWorkspace({ backup }: { backup: boolean }): void {
  const db = openForWriting(place.dir);
  mkdirSync(join(place.dir, 'recordings'));
  inTransaction(db, () => {
    for (let n = 0; n < 200; n += 1) {
      const id = `call-${n}`;
      saveListed(db, summaryOf(id), `{"call_id":"${id}","pad":"${'x'.repeat(500)}"}`, 1);
      saveDetail(db, detailOf(id), `{"call_id":"${id}","pad":"${'y'.repeat(1500)}"}`, 'v1', 2);
    }
  });
  const name = `${stemOf('call-1')}.wav`;
  writeFileSync(join(place.dir, 'recordings', name), 'sound');
  saveReadyRecording(db, 'call-1', { name, bytes: 5, sha256: 'ab' }, 2);
  writeValue(db, 'settings', 'theme', '"dark"');
  db.exec(`INSERT INTO recording_use VALUES ('call-7', 1, NULL)`);
  if (backup) backupUserData(db, place.dir, NOW_MS - 86_400_000);
  db.close();
}

function recover() {
  const result = openOrRecover(place.dir, options());
  opened = result.db;
  return { db: result.db, recovered: result.recovered };
}

function expectUserData(db: WriteDb): void {
  expect(readValue(db, 'settings', 'theme')).toBe('"dark"');
  expect(db.prepare('SELECT call_id, pinned FROM recording_use').all()).toEqual([{ call_id: 'call-7', pinned: 1 }]);
  expect(db.prepare('SELECT id, detail_state FROM calls').all()).toEqual([{ id: 'call-7', detail_state: 'listed' }]);
  expect(adoptKnownFile(db, 'call-1')).toEqual({ file: `${stemOf('call-1')}.wav`, bytes: 5, sha256: 'ab' });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_key_check')).toEqual([]);
}

describe('recovery', () => {
  it('leaves a sound database alone', () => {
    makeWorkspace({ backup: false });
    expect(recover().recovered).toBeNull();
    expect(readdirSync(place.dir).filter((name) => name.startsWith('corrupt-'))).toEqual([]);
  });

  it.each([
    ['garbage', () => writeFileSync(database(), Buffer.alloc(20_000, 'garbage'))],
    ['nothing (0 bytes)', () => truncateSync(database(), 0)],
    ['its first page only', () => truncateSync(database(), 4096)],
  ])('of %s: sets it aside with its log and restores the backup', (_, damage) => {
    makeWorkspace({ backup: true });
    damage();
    writeFileSync(`${database()}-wal`, 'log');
    const damaged = readFileSync(database());
    const { db, recovered } = recover();
    expectUserData(db);
    expect(recovered?.quarantineDir).toBe(join(place.dir, 'corrupt-20260305T100000Z'));
    expect(recovered?.restoredFrom).toMatch(/user-2026-03-04\.db$/);
    expect(recovered?.message).toMatch(/set aside.*backup of 2026-03-04; recordings on this disk are kept/);
    expect(readFileSync(join(recovered?.quarantineDir ?? '', databaseFileName)).equals(damaged)).toBe(true);
    db.close();
    expect(recover().recovered).toBeNull();
  });

  it('keeps the log of a database that was emptied, which SQLite would delete when it is looked at', () => {
    makeWorkspace({ backup: false });
    truncateSync(database(), 0);
    writeFileSync(`${database()}-wal`, 'frames that an expert may still read');
    const folder = recover().recovered?.quarantineDir ?? '';
    expect(readFileSync(join(folder, `${databaseFileName}-wal`), 'utf8')).toBe('frames that an expert may still read');
    expect(readdirSync(folder)).not.toContain(`${databaseFileName}-wal.kept`);
  });

  it('of a file that was moved away restores too, under the same workspace id', () => {
    makeWorkspace({ backup: true });
    const marker = readFileSync(join(place.dir, 'workspace.json'), 'utf8');
    renameSync(database(), join(place.dir, 'elsewhere'));
    const { db, recovered } = recover();
    expectUserData(db);
    expect(recovered?.quarantineDir).toBeNull();
    expect(readFileSync(join(place.dir, 'workspace.json'), 'utf8')).toBe(marker);
  });

  it('without a backup reads what is still readable, though pages in the middle are broken', () => {
    makeWorkspace({ backup: false });
    const raw = new Database(database());
    const pages = raw
      .prepare(`SELECT pageno FROM dbstat WHERE name IN ('raw_calls', 'turns', 'tool_calls') AND pagetype = 'leaf'`)
      .pluck()
      .all() as number[];
    raw.close();
    breakPages(database(), pages.slice(0, 10));
    const broken = openForWriting(place.dir);
    expect(quickCheck(broken)).not.toEqual([]);
    broken.close();
    const result = recoverDamaged(place.dir, options());
    opened = result.db;
    expectUserData(result.db);
    expect(result.recovered).toMatchObject({ restoredFrom: null, message: expect.stringMatching(/were read from it/) });
  });

  it('takes the rows of a broken table from both ends, and the rest from the backup; what is newer wins', () => {
    makeWorkspace({ backup: true });
    let db = openForWriting(place.dir);
    const many = db;
    inTransaction(many, () => {
      for (let n = 0; n < 300; n += 1) writeValue(many, 'settings', `key${n}`, `"${'v'.repeat(300)}${n}"`);
    });
    writeValue(db, 'settings', 'theme', '"light"');
    const pages = db
      .prepare(`SELECT pageno FROM dbstat WHERE name = 'settings' AND pagetype = 'leaf' ORDER BY path`)
      .pluck()
      .all() as number[];
    db.close();
    breakPages(database(), [pages[Math.floor(pages.length / 2)] ?? 0]);
    const result = recoverDamaged(place.dir, options());
    db = result.db;
    opened = db;
    const keys = db.prepare(`SELECT key FROM settings WHERE key LIKE 'key%'`).pluck().all() as string[];
    expect(keys).toEqual(expect.arrayContaining(['key0', 'key299']));
    expect(keys.length).toBeGreaterThan(200);
    expect(keys.length).toBeLessThan(300);
    expect(readValue(db, 'settings', 'theme')).toBe('"light"');
    expect(result.recovered.restoredFrom).toMatch(/user-2026-03-04\.db$/);
  });

  it('passes over a backup that is not sound, and falls back on the copy made before an upgrade', () => {
    makeWorkspace({ backup: true });
    writeFileSync(join(place.dir, 'backups', 'user-2026-03-05.db'), 'not one');
    const db = openForWriting(place.dir);
    db.prepare('VACUUM INTO ?').run(join(place.dir, 'backups', 'pre-20-30-2026-03-01.db'));
    db.close();
    truncateSync(database(), 0);
    const first = recover();
    expect(first.recovered?.restoredFrom).toMatch(/user-2026-03-04/);
    first.db.close();
    rmSync(join(place.dir, 'backups', 'user-2026-03-04.db'));
    truncateSync(database(), 0);
    const second = recover();
    expect(second.recovered?.restoredFrom).toMatch(/pre-20-30/);
    expectUserData(second.db);
  });

  it('keeps recordings of which only the file name is left', () => {
    makeWorkspace({ backup: false });
    writeFileSync(join(place.dir, 'recordings', `${stemOf('call-2')}.part`), 'half');
    truncateSync(database(), 0);
    const { db } = recover();
    expect(adoptKnownFile(db, 'call-1')).toEqual({ file: `${stemOf('call-1')}.wav`, bytes: 5, sha256: null });
    expect(adoptKnownFile(db, 'call-2')).toBeUndefined();
  });

  it('does not remember a recording whose file is gone or has another size', () => {
    makeWorkspace({ backup: true });
    writeFileSync(join(place.dir, 'recordings', `${stemOf('call-1')}.wav`), 'longer than it was');
    truncateSync(database(), 0);
    expect(adoptKnownFile(recover().db, 'call-1')?.sha256).toBeNull();
  });

  it('reads nothing from a database that was swapped in, and keeps it', () => {
    makeWorkspace({ backup: true });
    const other = temporaryDir();
    const theirs = openForWriting(other.dir);
    writeValue(theirs, 'settings', 'theme', '"theirs"');
    theirs.close();
    renameSync(join(other.dir, databaseFileName), database());
    const { db, recovered } = recover();
    expectUserData(db);
    expect(statSync(join(recovered?.quarantineDir ?? '', databaseFileName)).size).toBeGreaterThan(0);
    other.remove();
  });

  it('that was cut short after setting aside goes on at the next start', () => {
    makeWorkspace({ backup: false });
    const folder = join(place.dir, 'corrupt-20260305T095900Z');
    mkdirSync(folder);
    renameSync(database(), join(folder, databaseFileName));
    expectUserData(recover().db);
  });

  it('leaves a database of a newer Earmark where it is', () => {
    makeWorkspace({ backup: true });
    const newer = new Database(database());
    newer.pragma('user_version = 990');
    newer.close();
    expect(() => recover()).toThrow(/newer Earmark/);
    expect(readdirSync(place.dir)).toContain(databaseFileName);
    expect(readdirSync(place.dir).filter((name) => name.startsWith('corrupt-'))).toEqual([]);
  });

  it('never touches another program’s database in a folder that was no workspace', () => {
    const foreign = new Database(database());
    foreign.exec('CREATE TABLE notes (text TEXT)');
    foreign.close();
    expect(() => recover()).toThrow(/not an Earmark database/);
    expect(readdirSync(place.dir)).toEqual([databaseFileName]);
  });
});

describe('the quick check off the main thread', () => {
  it('finds nothing in a sound database, and reports a broken page and a broken header', async () => {
    makeWorkspace({ backup: false });
    const readers = createReaderPool(place.dir, recordingLogger());
    try {
      expect(await readers.quickCheck()).toEqual([]);
      expect(await readers.sweepContent(0, 1000)).toEqual({ checked: 200, damaged: [], nextRowid: null });
      breakPages(database(), [9, 10, 11, 12, 13, 14, 15, 16]);
      expect(await readers.quickCheck()).not.toEqual([]);
      writeFileSync(database(), Buffer.alloc(20_000, 'garbage'));
      expect(await readers.quickCheck()).toEqual([expect.stringMatching(/damaged/)]);
    } finally {
      await readers.close();
    }
  });
});
